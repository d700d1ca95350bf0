/* textDocument/codeLens and codeLens/resolve (LSP 3.17): where a plugin registers itself, how many configurations it has and how
 * many problems they have, build, run and schema; at a configuration whose it is.
 *
 * What a lens does is the client's: it has to show a build's progress, a terminal, a document. So it says which of these commands
 * it has (initializationOptions.commands), and gets lenses for no other. Each takes one argument: {"uri": folder of the plugin},
 * wpls.showPlaces {"uri", "position": of the lens, "locations": what to show}. To count, configurations are judged: only for
 * lenses that are seen, when they are resolved. */
#include "base/words.h"
#include "features/lens.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "lsp/encode.h"

typedef enum lens_what { LENS_PLACES, LENS_RUNS, LENS_SCHEMA } lens_what;

typedef struct lens_row {
    const char *command;
    lens_what what;
    const char *title; /* NULL: made of what it shows */
} lens_row;

static const lens_row rows[] = {
    {"wpls.showPlaces", LENS_PLACES, NULL},
    {"wpls.buildPlugin", LENS_RUNS, WORDS("build")},
    {"wpls.runPlugin", LENS_RUNS, WORDS("run in Envoy")},
    {"wpls.showSchema", LENS_SCHEMA, WORDS("show schema")},
};
enum { ROWS = sizeof rows / sizeof *rows };

uint32_t code_lens_commands(const cJSON *list)
{
    uint32_t known = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
        for (uint32_t i = 0; i < ROWS; i++)
            if (cJSON_IsString(item) && strcmp(item->valuestring, rows[i].command) == 0) known |= 1u << i;
    return known;
}

/* --- what lenses say ------------------------------------------------------------------------------------------------------- */

static document *find_document(server *s, str uri)
{
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    return doc && (doc->role == ROLE_SOURCE || doc->role == ROLE_CONFIG) && !doc->too_large ? doc : NULL;
}

static lens_list lenses_of(server *s, const document *doc)
{
    return lenses_in(s->files, &s->scratch, strbuf_str(&doc->path));
}

/* Errors and warnings within the place. */
static size_t count_problems(server *s, const lens_use *use)
{
    document *open = documents_find_path(&s->docs, use->path);
    if (open && !document_is_analysed(open)) return 0;
    const diagnostic_list *found = open ? findings_of_document(s, open) : findings_of_closed(s, use->path);
    size_t count = 0;
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        bool within = d->at.start >= use->at.start && d->at.start <= use->at.end;
        if (within && d->level <= SEVERITY_WARNING && str_eq(d->path, use->path)) count++;
    }
    return count;
}

static str say_count(arena *a, size_t count, const char *none, const char *one, const char *more)
{
    if (count == 0) return words_str(none);
    return count == 1 ? words_str(one) : arena_printf(a, words(more), count);
}

/* What the lens that shows places is called, and which they are. */
static str find_places(server *s, const lens_place *lens, lens_uses *places)
{
    *places = (lens_uses){0};
    if (lens->is_document) {
        const project_facts *code = lens->plugin ? project_load(lens->plugin) : NULL;
        const registration *r = code ? code->registration : NULL;
        if (!code) return arena_printf(&s->scratch, words("plugin %.*s, built in"), STR_ARG(lens->name));
        if (r && r->at.file < ir_file_count(code->program)) {
            lens_use at = {ir_file_path(code->program, r->at.file), r->at.at};
            if (project_move_place(lens->plugin, at.path, &at.at)) array_push(&s->scratch, places, at);
        }
        return arena_printf(&s->scratch, words("plugin %.*s"), STR_ARG(lens->name));
    }
    path_list paths = configurations_of(s, lens->plugin);
    *places = lens_configurations(s->files, &s->scratch, lens->plugin, &paths);
    size_t problems = 0;
    for (size_t i = 0; i < places->n; i++) problems += count_problems(s, &places->at[i]);
    arena *a = &s->scratch;
    str uses = say_count(a, places->n, WORDS("no configurations"), WORDS("1 configuration"), WORDS("%zu configurations"));
    if (!places->n) return uses;
    str found = say_count(a, problems, WORDS("no problems"), WORDS("1 problem"), WORDS("%zu problems"));
    return arena_printf(&s->scratch, words("%.*s, %.*s"), STR_ARG(uses), STR_ARG(found));
}

/* --- the answers ----------------------------------------------------------------------------------------------------------- */

static void encode_places(server *s, json_writer *w, const document *doc, const lens_place *lens)
{
    lens_uses places;
    str title = find_places(s, lens, &places);
    const line_index *lines = workspace_lines(s->files, strbuf_str(&doc->path));
    text_position start = line_index_position(lines, lens->at.start, s->client.encoding);
    json_add_object(w, "command");
    json_add_string(w, "title", title);
    json_add_string(w, "command", places.n ? str_of(rows[0].command) : STR("")); /* nothing to show: it only says so */
    if (places.n) {
        json_add_array(w, "arguments");
        json_object(w);
        json_add_string(w, "uri", strbuf_str(&doc->uri));
        json_add_object(w, "position");
        json_add_int(w, "line", start.line);
        json_add_int(w, "character", start.column);
        json_object_end(w);
        json_add_array(w, "locations");
        for (size_t i = 0; i < places.n; i++) encode_location(s, w, places.at[i].path, places.at[i].at);
        json_array_end(w);
        json_object_end(w);
        json_array_end(w);
    }
    json_object_end(w);
}

static void encode_plain(server *s, json_writer *w, const lens_place *lens, const lens_row *row)
{
    json_add_object(w, "command");
    json_add_string(w, "title", words_str(row->title));
    json_add_string(w, "command", str_of(row->command));
    json_add_array(w, "arguments");
    json_object(w);
    json_add_string(w, "uri", encode_uri(s, lens->folder));
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
}

/* What codeLens/resolve needs to find it again. */
static void encode_data(json_writer *w, const document *doc, const lens_place *lens)
{
    json_add_object(w, "data");
    json_add_string(w, "uri", strbuf_str(&doc->uri));
    json_add_string(w, "plugin", lens->name);
    json_object_end(w);
}

static void encode_lens(server *s, json_writer *w, const document *doc, const lens_place *lens, const lens_row *row)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, strbuf_str(&doc->path), lens->at);
    if (row->what != LENS_PLACES) encode_plain(s, w, lens, row);
    else if (lens->is_document) encode_places(s, w, doc, lens);
    else encode_data(w, doc, lens);
    json_object_end(w);
}

static bool has_lens(const server *s, const lens_place *lens, size_t row)
{
    if (!(s->client.commands >> row & 1)) return false;
    if (rows[row].what == LENS_PLACES) return true;
    return !lens->is_document && (lens->has_schema || rows[row].what != LENS_SCHEMA);
}

static const char *list_lenses(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    document *doc = find_document(s, uri);
    lens_list lenses = {0};
    if (doc) lenses = lenses_of(s, doc);
    if (doc && doc->role == ROLE_CONFIG) doc->lenses = lenses.n ? code_lens_state(s, doc) : 0;
    json_array(w);
    for (size_t k = 0; k < lenses.n; k++)
        for (size_t i = 0; i < ROWS; i++)
            if (has_lens(s, &lenses.at[k], i)) encode_lens(s, w, doc, &lenses.at[k], &rows[i]);
    json_array_end(w);
    return NULL;
}

uint64_t code_lens_state(server *s, const document *doc)
{
    lens_list lenses = lenses_of(s, doc);
    uint64_t state = 0;
    for (size_t i = 0; i < lenses.n; i++) {
        lens_uses places;
        state = str_hash(find_places(s, &lenses.at[i], &places), state);
    }
    return state;
}

/* The same lens of the text as it is now. */
static const char *resolve(server *s, const cJSON *params, json_writer *w)
{
    str uri, name;
    if (!json_get_str(params, "data.uri", &uri) || !json_get_str(params, "data.plugin", &name))
        return WORDS("the lens must be one that the server sent");
    document *doc = find_document(s, uri);
    lens_list lenses = {0};
    if (doc) lenses = lenses_of(s, doc);
    for (size_t i = 0; i < lenses.n; i++) {
        if (lenses.at[i].is_document || !str_eq(lenses.at[i].name, name)) continue;
        json_object(w);
        json_key(w, "range");
        encode_range(s, w, strbuf_str(&doc->path), lenses.at[i].at);
        encode_places(s, w, doc, &lenses.at[i]);
        json_object_end(w);
        doc->lenses = code_lens_state(s, doc);
        return NULL;
    }
    return server_refuse(s, RPC_CONTENT_MODIFIED, words("the text has changed: ask again for what can be done"));
}

static void write_capability(const server *s, json_writer *w)
{
    if (!s->client.commands) return;
    json_add_object(w, "codeLensProvider");
    json_add_bool(w, "resolveProvider", true);
    json_object_end(w);
}

const server_feature feature_code_lens = {
    .methods = {
        {"textDocument/codeLens", RPC_REQUEST, list_lenses, METHOD_WHILE_RUNNING},
        {"codeLens/resolve", RPC_REQUEST, resolve, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
