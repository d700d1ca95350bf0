/* Plugin projects: what is known of each, loaded when asked for. */
#include "ir/program.h"
#include "plugin/workspace_internal.h"

#include "base/clock.h"
#include "base/path.h"
#include "plugin/documentation.h"

static void list_loaded(project *p, bool loaded)
{
    workspace *w = p->owner;
    size_t kept = 0;
    for (size_t i = 0; i < w->loaded.n; i++)
        if (w->loaded.at[i] != p) w->loaded.at[kept++] = w->loaded.at[i];
    w->loaded.n = kept;
    if (loaded) array_push(NULL, &w->loaded, p);
}

static record_state look_for_changes(project *p);

static void unload(project *p)
{
    for (size_t i = 0; i < p->parts.n; i++) {
        schema_forget(p->parts.at[i]);
        p->parts.at[i]->facts = (project_facts){0};
    }
    if (p->kept) p->keeper->drop(p->kept);
    p->kept = NULL;
    if (p->loaded) p->language->unload(p->facts.program);
    if (p->loaded) list_loaded(p, false);
    p->loaded = false;
    schema_forget(p);
    arena_free(&p->memory);
    memset(&p->registrations, 0, sizeof p->registrations);
    p->facts = (project_facts){0};
}

void project_free(project *p)
{
    unload(p);
    record_free(&p->looked_at);
    record_free(&p->build_looked_at);
    record_free(&p->names_looked_at);
    language_cache_free(p->language, p->cache);
    p->cache = NULL;
    kept_free(&p->kept_whole);
    arena_free(&p->headers);
}

void project_rest(project *p)
{
    if (!p->loaded) return;
    unload(p);
    language_cache_free(p->language, p->cache);
    p->cache = NULL;
    p->behind = false;
    p->resting = true;
}

bool project_renew(project *p)
{
    if (p->of || !p->loaded || p->behind || look_for_changes(p) != RECORD_CURRENT) return false;
    bool described = p->schema.schema || p->last_schema.schema;
    unload(p);
    p->generation = ++p->owner->generation; /* whoever has kept something of the program lets go of it */
    p->resting = true;
    project_load(p);
    if (described) schema_want(p);
    return true;
}

size_t project_bytes(const project *p)
{
    enum { TREE_FACTOR = 16 }; /* a syntax tree takes about this many times the bytes of its text */
    size_t bytes = p->memory.total + schema_bytes(p);
    for (size_t i = 0; i < p->parts.n; i++) bytes += schema_bytes(p->parts.at[i]);
    for (size_t i = 0; p->loaded && i < ir_file_count(p->facts.program); i++)
        bytes += ir_file_text(p->facts.program, i).n * TREE_FACTOR;
    return bytes + (p->kept ? p->keeper->bytes(p->kept) : 0);
}

/* Hosts choose among them by their names. */
static bool are_several(const registration_list *list) { return list->n > 1 && list->at[0].sdk->root_ids; }

/* Of several registrations the one with a parser counts; the SDK lets the last call win. Which of several plugins is meant is not
 * known here. */
static const registration *choose(project *p)
{
    const registration_list *list = &p->registrations;
    const registration *best = NULL;
    if (are_several(list) && !list->refused) {
        p->open = list->at[list->n - 1];
        p->open.parse = NULL;
        p->open.parse_at.at = p->open.at.at;
        return &p->open;
    }
    for (size_t i = 0; i < list->n && !list->refused; i++) {
        const registration *r = &list->at[i];
        if (!best || r->parse || !best->parse) best = r;
    }
    return best;
}

/* The last of its name, as for hosts. */
static const registration *named(project *p, str id)
{
    const registration *found = p->facts.registration;
    for (size_t i = 0; are_several(&p->registrations) && i < p->registrations.n; i++)
        if (str_eq(p->registrations.at[i].name, id)) found = &p->registrations.at[i];
    return found;
}

static void fill_part(project *part)
{
    part->facts = part->of->facts;
    part->facts.project = part;
    part->facts.registration = named(part->of, part->id);
    part->tree = part->of->tree;
    part->language = part->of->language;
    part->described = false;
    schema_follow(part);
}

project *project_part(project *p, str id)
{
    for (size_t i = 0; i < p->parts.n; i++)
        if (str_eq(p->parts.at[i]->id, id)) return p->parts.at[i];
    arena *a = &p->owner->memory;
    project *part = ARENA_NEW(a, project);
    *part = (project){.owner = p->owner, .root = p->root, .of = p, .id = arena_str(a, id), .language = p->language};
    array_push(a, &p->parts, part);
    return part;
}

project *project_registered(project *p, str id)
{
    const registration_list *list = project_load(p)->registrations;
    if (p->of || !are_several(list) || list->refused) return p;
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].name, id)) return project_part(p, id);
    return p;
}

static void keep_sources(project *p, const ir_program *program)
{
    for (size_t i = 0; i < ir_file_count(program); i++) record_keep_source(&p->looked_at, ir_file_path(program, i));
    record_end(&p->looked_at);
}

enum { LEFT_BEHIND_MOST = 64 << 20 };

/* Too much has been left behind in the arena by edits. */
static bool is_full(const project *p) { return p->memory.total - p->loaded_bytes > LEFT_BEHIND_MOST; }

bool project_is_worn(const project *p)
{
    return p->memory.total - p->loaded_bytes > LEFT_BEHIND_MOST / 2 || (p->kept && p->keeper->is_worn(p->kept));
}

/* What an edit left alone is kept. */
static bool reload(project *p)
{
    if (is_full(p)) return false;
    record_resume(&p->looked_at);
    return language_reload(p->language, p->facts.program, &p->tree, p->cache);
}

/* It may be another one now. */
static void take_language(project *p)
{
    const language_row *now = workspace_language_at(p->owner, p->root);
    if (now == p->language) return;
    language_cache_free(p->language, p->cache);
    p->cache = NULL;
    p->language = now;
}

static ir_program *load_through(project *p, const source_tree *tree)
{
    unload(p);
    take_language(p);
    if (!p->cache) p->cache = language_cache_new(p->language);
    p->build = (build_facts){0};
    ir_program *program = p->language->load(&p->memory, tree, p->root, p->cache, &p->build);
    p->loaded_bytes = p->memory.total;
    return program;
}

/* `anew`: what it was made of before is forgotten. Nothing is loaded when it is left out as a whole. */
static ir_program *load(project *p, bool anew)
{
    if (anew) record_begin(&p->looked_at, p->owner);
    else record_resume(&p->looked_at);
    source_tree tree = record_tree(&p->looked_at);
    tree.header_folders = p->tree.header_folders;
    tree.header_folder_count = p->tree.header_folder_count;
    p->tree = tree;
    p->left_out = project_find_left_out(p);
    return load_through(p, p->left_out ? &workspace_no_tree : &p->tree);
}

/* In the place of a program that may be the project's already. */
static ir_program *load_instead(project *p, ir_program *program, const source_tree *tree)
{
    if (!p->loaded) p->language->unload(program);
    return load_through(p, tree);
}

/* The program, or an empty one when wpls itself has failed at one of its files. */
static ir_program *without_left_out(project *p, ir_program *program)
{
    if (!p->left_out) p->left_out = program_find_left_out(program);
    return p->left_out && ir_file_count(program) ? load_instead(p, program, &workspace_no_tree) : program;
}

/* The program of what is there now, where that is whole; else the one that is there already, of its own texts. */
static ir_program *take_if_whole(project *p)
{
    kept_take(&p->kept_whole, p->facts.program);
    record_resume(&p->looked_at);
    p->facts.program->wants_whole = true;
    bool edited = !is_full(p) && language_reload(p->language, p->facts.program, &p->tree, p->cache);
    p->facts.program->wants_whole = false;
    ir_program *program = edited ? p->facts.program : load(p, false);
    p->behind = (edited && program->left_alone) || !project_is_whole(p, program);
    if (p->behind) {
        p->kept_view = kept_tree(&p->kept_whole, &p->tree);
        bool back = p->facts.program == program && language_reload(p->language, program, &p->kept_view, p->cache);
        if (!back) program = load_instead(p, program, &p->kept_view);
    }
    kept_free(&p->kept_whole);
    return program;
}

/* Takes the folders of headers that the settings name now; true: they are others than before. */
static bool take_header_folders(project *p)
{
    workspace *w = p->owner;
    if (p->headers_seen == w->changes) return false;
    p->headers_seen = w->changes;
    settings_view said = workspace_settings(w, p->root);
    if (settings_view_same(&said, &p->headers_said)) return false;
    p->headers_said = said;
    settings_build b = settings_build_of(&said);
    size_t same = 0, n = b.include_paths.n, before = p->tree.header_folder_count;
    while (same < n && same < before && str_eq(b.include_paths.at[same], p->tree.header_folders[same])) same++;
    if (same == n && n == before) return false;
    arena_free(&p->headers);
    str *folders = ARENA_NEW_N(&p->headers, str, n + 1);
    bool of_file = said.layers[SETTINGS_FILE] && said.layers[SETTINGS_FILE]->build.include_paths.at == b.include_paths.at;
    for (size_t i = 0; i < n; i++) {
        folders[i] = arena_str(&p->headers, b.include_paths.at[i]);
        if (!of_file) workspace_allow(w, folders[i], (str){0}); /* a file of the folder may not lead out of it */
    }
    p->tree.header_folders = folders;
    p->tree.header_folder_count = n;
    return true;
}

/* The record reports a change once: so it is kept here until the project is loaded. */
static record_state look_for_changes(project *p)
{
    if (take_header_folders(p)) p->state = RECORD_OTHER;
    if (!(p->loaded || p->resting) || p->state == RECORD_OTHER) return RECORD_OTHER;
    record_state now = record_check(&p->looked_at);
    if (now > p->state) p->state = now;
    return p->state;
}

static void make_current(project *p, record_state state)
{
    schema_stop(p);
    for (size_t i = 0; i < p->parts.n; i++) schema_stop(p->parts.at[i]);
    p->described = false;
    bool edited = state == RECORD_EDITED && p->loaded, keeps = edited && p->owner->keeps_whole && p->whole;
    if (keeps && !project_parses(p)) {
        p->behind = true;
        record_resume(&p->looked_at);
        keep_sources(p, p->facts.program);
        return;
    }
    p->left_out = NULL;
    ir_program *program = keeps ? take_if_whole(p) : edited && reload(p) ? p->facts.program : load(p, state >= RECORD_EDITED);
    program = without_left_out(p, program);
    keep_sources(p, program);
    if (!keeps) p->behind = false;
    if (edited) p->edited_at = now_ms();
    p->whole = p->owner->keeps_whole && !p->left_out && project_is_whole(p, program);
    p->registrations = p->language->registrations(program);
    p->facts = (project_facts){
        .root = p->root,
        .project = p,
        .name = path_base(p->root),
        .program = program,
        .language = p->language,
        .build = &p->build,
        .registrations = &p->registrations,
        .registration = choose(p),
        .left_out = p->left_out,
    };
    for (size_t i = 0; i < p->parts.n; i++) fill_part(p->parts.at[i]);
    if (!p->loaded) list_loaded(p, true);
    p->loaded = true;
    p->resting = false;
    schema_follow(p);
}

/* What a document has to do with it comes later. */
work_item project_enter_work(const project *p, work_item *document)
{
    *document = work_enter(WORK_DOCUMENT, (work_item){0});
    return work_enter(WORK_PROJECT, (work_item){.path = p->root});
}

void project_leave_work(work_item outer, work_item document)
{
    work_leave(WORK_PROJECT, outer);
    work_leave(WORK_DOCUMENT, document);
}

const project_facts *project_load(project *p)
{
    if (p->of) {
        project_load(p->of);
        if (!p->facts.program) fill_part(p);
        return &p->facts;
    }
    p->used = ++p->owner->uses;
    record_state state = look_for_changes(p);
    if (state == RECORD_CURRENT && p->loaded) return &p->facts;
    if (state != RECORD_CURRENT) p->generation = ++p->owner->generation;
    p->state = RECORD_CURRENT;
    if (state == RECORD_LATE && p->loaded) {
        p->described = false;
        return &p->facts;
    }
    work_item document, outer = project_enter_work(p, &document);
    make_current(p, state);
    project_leave_work(outer, document);
    return &p->facts;
}

bool project_has_sources(project *p, str folder)
{
    const ir_program *program = project_load(p)->program;
    for (size_t i = 0; i < ir_file_count(program); i++)
        if (str_eq(path_dir(ir_file_path(program, i)), folder)) return true;
    return false;
}

uint64_t project_generation(project *p)
{
    if (p->of) p = p->of;
    if (look_for_changes(p) != RECORD_CURRENT) project_load(p);
    return p->generation;
}

/* --- which files ----------------------------------------------------------------------------------------------------------- */

static void find_reach(project *p)
{
    source_record *r = &p->build_looked_at;
    if (r->owner && record_check(r) == RECORD_CURRENT) return;
    record_begin(r, p->owner);
    memset(&p->reach, 0, sizeof p->reach);
    source_tree tree = record_tree(r);
    p->language->reach(&r->memory, &tree, p->root, &p->reach);
    record_end(r);
}

bool project_may_have(project *p, str path)
{
    if (p->of) p = p->of;
    find_reach(p);
    for (size_t i = 0; i < p->reach.n; i++)
        if (path_is_inside(path, p->reach.at[i])) return true;
    return false;
}

bool project_is_known(project *p) { return p->of ? project_is_known(p->of) : look_for_changes(p) < RECORD_EDITED; }

bool project_has(project *p, str path)
{
    if (p->of) p = p->of;
    if (!project_is_known(p)) project_load(p);
    return record_has(&p->looked_at, path);
}

bool project_is_made_of(project *p, str path)
{
    if (!project_may_have(p, path)) return false;
    return project_has(p, path) || (language_of(path_base(path)) && !file_exists(path));
}

bool workspace_is_looked_at(const workspace *w, str path)
{
    for (size_t i = 0; i < w->projects.n; i++)
        if (record_depends(&((const project *)w->projects.entries[i].value)->looked_at, path)) return true;
    return false;
}

/* --- what is known
 * ----------------------------------------------------------------------------------------------------------- */

void **project_kept(project *p, const project_keeper *keeper)
{
    if (p->of) p = p->of;
    p->keeper = keeper;
    return &p->kept;
}

void workspace_keep_whole(workspace *w, bool keep) { w->keeps_whole = keep; }

bool workspace_keeps_whole(const workspace *w) { return w->keeps_whole; }

void workspace_check_docs(workspace *w, bool check) { w->docs = check; }

void workspace_prefer_chinese(workspace *w) { w->chinese = true; }

str project_root(const project *p) { return p->root; }

const source_tree *project_sources(project *p) { return p->of ? &p->of->tree : &p->tree; }
