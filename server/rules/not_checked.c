#include "rules/not_checked.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/utf8.h"
#include "ir/language_row.h"
#include "ir/program.h"
#include "ir/sdk.h"
#include "plugin/documents.h"
#include "rules/check.h"

static diagnostic *report(const not_checked *n, const char *id, str path, range at, str message)
{
    const rule *r = rule_find(str_of(id));
    diagnostic *d = array_add(n->arena, n->out);
    *d = (diagnostic){.path = arena_str(n->arena, path), .at = at, .level = r->level, .code = r->id, .message = message};
    return d;
}

static str text_of(const not_checked *n, const char *phrase, const rule_value *values, size_t count)
{
    rule_context c = {.arena = n->arena};
    return rule_format(&c, rule_unread_phrase(phrase), values, count);
}

/* A text that the user wrote, shortened so that the message stays one line. */
static str shortened(arena *a, str written)
{
    enum { SHOWN = 200 };
    return written.n > SHOWN ? arena_printf(a, "%.*s...", STR_ARG(utf8_head(written, SHOWN))) : written;
}

/* --- configurations -------------------------------------------------------------------------------------------------------- */

/* A folder as seen from another, both absolute. */
static str seen_from(arena *a, str folder, str from)
{
    str up = STR("");
    while (!path_is_inside(folder, from) && from.n > 1) {
        from = path_dir(from);
        up = arena_printf(a, "%.*s../", STR_ARG(up));
    }
    str below = path_relative(folder, from);
    return str_is(below, ".") && up.n ? str_slice(up, 0, up.n - 1) : arena_printf(a, "%.*s%.*s", STR_ARG(up), STR_ARG(below));
}

/* The document, unless it is told whose it is, or asks for another plugin than `*asks` does. */
static bool asks_alike(const config_document *d, const config_document **asks)
{
    const document_form *form = document_form_of(d->kind);
    if (!form || !form->parts) return true;
    if (d->plugin || !d->candidates.n || (*asks && !str_eq(d->wanted, (*asks)->wanted))) return false;
    *asks = d;
    return true;
}

/* What all documents of the file ask for when several plugins fit, the same for all; NULL: a comment would be about more. */
static const config_document *asked_by_all(const document_facts *facts)
{
    const config_document *asks = NULL;
    for (size_t i = 0; i < facts->documents.n; i++)
        if (!asks_alike(&facts->documents.at[i], &asks)) return NULL;
    for (size_t i = 0; i < facts->inner.n; i++)
        for (size_t k = 0; k < facts->inner.at[i]->documents.n; k++)
            if (!asks_alike(&facts->inner.at[i]->documents.at[k], &asks)) return NULL;
    return asks;
}

/* A comment that says whose the configuration is. */
static void offer(const not_checked *n, diagnostic *found, str plugin)
{
    str title = arena_printf(n->arena, words("check it against the plugin in '%.*s'"), STR_ARG(plugin));
    str comment = arena_printf(n->arena, "# wpls: plugin=%.*s\n", STR_ARG(plugin));
    rule_add_fix(n->arena, found, title, found->path, range_make(0, 0), comment);
}

void not_checked_offer(const not_checked *n, str path, const document_facts *facts, size_t from)
{
    const config_document *d = facts->prose || facts->stream->dialect == YAML_JSON ? NULL : asked_by_all(facts);
    for (size_t i = from; d && i < n->out->n; i++) {
        diagnostic *found = &n->out->at[i];
        if (!str_is(found->code, "config/not-checked")) continue;
        for (size_t k = 0; k < d->candidates.n; k++) {
            offer(n, found, seen_from(n->arena, project_root(d->candidates.at[k]), path_dir(path)));
        }
    }
}

void not_checked_document(const not_checked *n, str path, const config_document *d)
{
    bool wrapper = d->kind != DOCUMENT_OTHER && d->kind != DOCUMENT_CONFIG && document_form_of(d->kind)->parts;
    bool emptied = d->plugin && check_standing(d->plugin) == STANDING_NONE;
    bool known = !d->templated && catalogue_is_known(&d->builtin);
    if (!wrapper || (d->plugin && !d->templated && !emptied) || (known && !d->builtin.unsure)) return;
    const char *why = d->templated && (d->plugin || d->builtin.plugin) ? "template"
                      : emptied                 ? "no_plugin"
                      : known                   ? "newer"
                      : !d->wanted.n            ? "no_name"
                      : d->candidates.n         ? "several"
                      : d->language.n           ? "foreign"
                                                : "no_plugin";
    str image = known ? catalogue_image_text(n->arena, &d->builtin) : (str){0};
    rule_value values[] = {{"name", known ? image : d->wanted.n ? d->wanted
                                    : d->plugin ? path_base(project_root(d->plugin))
                                                : (str){0}},
                           {"language", d->language}, {"release", catalogue_release()}};
    str message = text_of(n, why, values, 3);
    diagnostic *found = report(n, "config/not-checked", path, d->wanted_at ? d->wanted_at->at : range_make(0, 0), message);
    for (size_t i = 0; i < d->candidates.n; i++)
        array_push(n->arena, &found->related,
                   (related_place){arena_str(n->arena, project_root(d->candidates.at[i])), {0, 0}, d->wanted});
    if (d->foreign.n) array_push(n->arena, &found->related, (related_place){d->foreign, {0, 0}, d->wanted});
    if (!d->plugin && d->candidates.n) found->level = SEVERITY_INFO; /* only the user can say which of them it is */
}

void not_checked_several(const not_checked *n, str path, const config_document *d, range at, bool alone)
{
    const project_facts *facts = project_load(d->plugin);
    const registration_list *list = facts->registrations;
    bool open = list->n > 1 && !list->refused && list->at[0].sdk->root_ids && facts->registration && !facts->registration->parse;
    for (size_t i = 0; open && i < list->n; i++) open = !str_eq(list->at[i].name, facts->registration->name) || list->at[i].parse;
    if (!open || d->kind == DOCUMENT_ENVOY || d->within != DOCUMENT_OTHER || d->templated) return;
    strbuf all = STRBUF_IN(n->arena);
    for (size_t i = 0; i < list->n; i++) strbuf_printf(&all, "%s'%.*s'", i ? ", " : "", STR_ARG(list->at[i].name));
    str folder = seen_from(n->arena, facts->root, path_dir(path));
    rule_value values[] = {{"name", strbuf_str(&all)}, {"path", folder}};
    diagnostic *found = report(n, "config/not-checked", path, at, text_of(n, "ids", values, 2));
    for (size_t i = 0; i < list->n && alone && d->dialect != YAML_JSON; i++) {
        offer(n, found, arena_printf(n->arena, "%.*s#%.*s", STR_ARG(folder), STR_ARG(list->at[i].name)));
    }
}

void not_checked_file(const not_checked *n, str path)
{
    report(n, "config/not-checked", path, range_make(0, 0), text_of(n, "named_file", NULL, 0));
}

void not_checked_mention(const not_checked *n, str path, range at, str folder)
{
    report(n, "config/not-checked", path, at, text_of(n, "no_folder", &(rule_value){"path", shortened(n->arena, folder)}, 1));
}

/* --- files and folders ----------------------------------------------------------------------------------------------------- */

diagnostic *not_read_part(const not_checked *n, str path, range at, const char *phrase, str name)
{
    return report(n, "project/not-read", path, at, text_of(n, phrase, &(rule_value){"name", name}, 1));
}

void not_read_file(const not_checked *n, str path, file_status why)
{
    static const char *const reasons[] = {
        [FILE_OK] = "failed",           [FILE_MISSING] = "missing",   [FILE_DENIED] = "denied", [FILE_TOO_LARGE] = "too_large",
        [FILE_NOT_REGULAR] = "not_regular", [FILE_DANGLING] = "dangling", [FILE_LOOP] = "loop",     [FILE_LINK] = "failed",
        [FILE_OUTSIDE] = "failed",      [FILE_FAILED] = "failed",
        [FILE_ENCODING] = "encoding",
    };
    str reason = text_of(n, reasons[why], NULL, 0);
    report(n, "project/not-read", path, range_make(0, 0), text_of(n, "file", &(rule_value){"reason", reason}, 1));
}

void not_read_outside(const not_checked *n, str path, range at, str written)
{
    rule_context c = {.arena = n->arena};
    str message = rule_format(&c, rule_find(STR("project/outside"))->message,
                              &(rule_value){"path", shortened(n->arena, written.n ? written : path)}, 1);
    report(n, "project/outside", path, at, message);
}

/* --- projects -------------------------------------------------------------------------------------------------------------- */

/* Where a program first names an SDK, or its build file while nothing is imported yet; `*path` is empty when it does not. A tool
 * beside a plugin is none, a library neither. */
static range find_sdk(const project_facts *facts, str *path)
{
    ir_program *program = facts->program;
    *path = (str){0};
    bool begun = false;
    if (!facts->language->has_entry(program)) return range_make(0, 0);
    for (uint32_t i = 0; i < ir_file_count(program); i++) {
        if (!ir_file_is_own(program, i)) continue;
        source_imports imports = language_imports(facts->language, program, i);
        begun = begun || imports.n;
        for (size_t k = 0; k < imports.n; k++) {
            *path = ir_file_path(program, i);
            if (sdk_package(imports.at[k].path)) return imports.at[k].at;
        }
    }
    *path = facts->build->file;
    for (size_t i = 0; i < facts->build->requires.n && !begun && str_eq(facts->root, facts->build->root); i++)
        if (sdk_is_module(facts->build->requires.at[i].path)) return facts->build->requires.at[i].at;
    *path = (str){0};
    return range_make(0, 0);
}

project_standing check_standing(project *p)
{
    const project_facts *facts = project_load(p);
    str path;
    if (facts->registrations->n) return STANDING_REGISTERED;
    find_sdk(facts, &path);
    return path.n ? STANDING_UNKNOWN : STANDING_NONE;
}

static void report_span(const not_checked *n, const ir_program *program, ir_span at, const char *phrase, str name)
{
    if (at.file < ir_file_count(program)) not_read_part(n, ir_file_path(program, at.file), at.at, phrase, name);
}

/* A source that was left out for its size, or for the size of all of them. */
static void not_read_source(const not_checked *n, str path, str text)
{
    bool alone = text.n > LIMIT_SOURCE_BYTES;
    str limit = arena_printf(n->arena, "%d", (alone ? LIMIT_SOURCE_BYTES : LIMIT_SOURCES_BYTES) >> 20);
    not_read_part(n, path, range_make(0, 0), alone ? "source" : "sources", limit);
}

/* What code that the compiler refuses may do is not known, and rules about what nobody does are silent. In editors the language's
 * own server says that it is refused; and so does a finding of its own where it is a mistake of syntax, or wpls's. */
static void not_judged(const not_checked *n, workspace *w, const project_facts *facts)
{
    ir_program *program = facts->program;
    const ir_refusal *why = facts->registrations->refused;
    if (!ir_refused(program) || workspace_keeps_whole(w)) return;
    ir_refusals all = language_refused(facts->language, program);
    for (size_t i = 0; i < all.n; i++) {
        if (all.at[i].kind <= IR_REFUSED_LAST_OF_SYNTAX || all.at[i].kind == IR_REFUSED_LEFT_OUT) return;
        if (!why) why = &all.at[i];
    }
    if (!why || why->at.file >= ir_file_count(program)) return;
    rule_context c = {.arena = n->arena};
    str text = ir_file_text(program, why->at.file);
    ptrdiff_t line_end = str_find_char(text, '\n', why->at.at.start);
    range at = why->at.at;
    if (line_end >= 0 && (size_t)line_end < at.end) at.end = (uint32_t)line_end;
    not_read_part(n, ir_file_path(program, why->at.file), at, facts->registrations->refused ? "refused_all" : "refused",
                  rule_refusal_text(&c, why));
}

bool not_read_tells_of_header(const project_facts *facts, str path)
{
    const ir_program *p = facts->program;
    return p->absent.n && str_eq(ir_file_path(p, p->absent.at[0].at.file), path);
}

/* Once, however many there are: at the first. */
static void not_there(const not_checked *n, const ir_program *program)
{
    if (!program->absent.n) return;
    const ir_absent *first = &program->absent.at[0];
    size_t more = program->absent.n - 1;
    rule_value values[] = {{"name", first->name}, {"count", arena_printf(n->arena, "%zu", more)}};
    str message = text_of(n, !more ? "header" : more == 1 ? "header_two" : "headers", values, 2);
    report(n, "project/not-read", ir_file_path(program, first->at.file), first->at.at, message);
}

void not_read_project(const not_checked *n, workspace *w, const project_facts *facts)
{
    const ir_program *program = facts->program;
    for (size_t i = 0; i < program->unread.n; i++) {
        str path = program->unread.at[i], text;
        file_status status = workspace_text(w, path, &text);
        if (status == FILE_OUTSIDE) not_read_outside(n, path, range_make(0, 0), file_link_target(n->arena, path));
        else if (status == FILE_OK) not_read_source(n, path, text);
        else if (status != FILE_MISSING) not_read_file(n, path, status);
    }
    str path = path_join(n->arena, facts->root, str_of(facts->language->project_file)), text;
    file_status status = workspace_text(w, path, &text);
    if (status == FILE_OUTSIDE) not_read_outside(n, path, range_make(0, 0), file_link_target(n->arena, path));
    else if (status != FILE_OK && status != FILE_MISSING) not_read_file(n, path, status);
    for (size_t i = 0; i < facts->build->outside.n; i++) {
        const build_outside *o = &facts->build->outside.at[i];
        not_read_outside(n, o->file, o->at, o->written);
    }
    not_there(n, program);
    range at = find_sdk(facts, &path);
    not_judged(n, w, facts);
    if (!facts->registrations->n && path.n && !facts->registrations->refused)
        not_read_part(n, path, at, "registration", (str){0});
    for (size_t i = 0; i < facts->registrations->n; i++) {
        const registration *r = &facts->registrations->at[i];
        bool told = program->refused && program->refused->kind <= IR_REFUSED_LAST_OF_SYNTAX; /* by project/syntax */
        if (!r->parse && r->parse_at.at.end && !told) report_span(n, program, r->parse_at, "parser", (str){0});
        else if (!r->parse && r->sdk->inside) report_span(n, program, r->at, "mcp", (str){0});
    }
    str limit = arena_printf(n->arena, "%d", LIMIT_LIBRARY_FILES);
    if (program->libraries_cut) not_read_part(n, facts->build->file, range_make(0, 0), "libraries", limit);
}
