/* What a plugin in C gives its host: functions of the ABI's names, in place of an SDK's contexts. */
#include "cxx/internal.h"
#include "ir/eval.h"

enum { SLIPS_MOST = 2 };

/* A function that hosts call by its name. */
typedef struct cxx_export {
    const char *name;
    phase phase;            /* PHASE_COUNT: nothing is known of it */
    uint32_t takes, before; /* numbers; those that the first version of the ABI handed over */
    const char *gives;
} cxx_export;

#include "cxx_export_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const cxx_export *export_named(str name)
{
    for (size_t i = 0; i < COUNT(exports); i++)
        if (str_is(name, exports[i].name)) return &exports[i];
    return NULL;
}

ir_type *cxx_export_result(str name)
{
    const cxx_export *e = str_starts(name, STR("proxy_on_")) ? export_named(name) : NULL;
    if (!e) return NULL;
    static const struct {
        const char *name;
        cxx_basic type;
    } results[] = {{"FilterHeadersStatus", CXX_T_HEADERS_STATUS},
                   {"FilterDataStatus", CXX_T_DATA_STATUS},
                   {"FilterTrailersStatus", CXX_T_TRAILERS_STATUS},
                   {"FilterMetadataStatus", CXX_T_METADATA_STATUS},
                   {"FilterStatus", CXX_T_STATUS}};
    for (size_t i = 0; i < COUNT(results); i++)
        if (strcmp(e->gives, results[i].name) == 0) return cxx_basic_type(results[i].type);
    return NULL;
}

/* --- is this a plugin? ----------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c) { return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

/* name(...) { ...: of a call something else follows. */
static bool is_definition(str text, size_t end)
{
    enum { PARAMETERS_MOST = 2000 };
    size_t at = cxx_skip_blanks(text, end), stop = at + PARAMETERS_MOST;
    if (at >= text.n || text.p[at] != '(') return false;
    int depth = 0;
    for (; at < text.n && at < stop; at++) {
        depth += text.p[at] == '(' ? 1 : text.p[at] == ')' ? -1 : 0;
        if (text.p[at] == ';' || text.p[at] == '{') return false;
        if (depth) continue;
        at = cxx_skip_blanks(text, at + 1);
        return at < text.n && text.p[at] == '{';
    }
    return false;
}

bool cxx_defines_export(str text)
{
    for (ptrdiff_t at = 0; (at = str_find(text, STR("proxy_on_"), (size_t)at)) >= 0; at++) {
        size_t end = (size_t)at;
        while (end < text.n && is_name_char(text.p[end])) end++;
        const cxx_export *e = at > 0 && is_name_char(text.p[at - 1]) ? NULL : export_named(str_slice(text, (size_t)at, end));
        if (e && e->takes > 0 && is_definition(text, end)) return true;
    }
    return false;
}

/* --- registering ----------------------------------------------------------------------------------------------------------- */

/* The only function of that name that has a body. */
static ir_func *function_named(cxx_state *s, str name)
{
    const cxx_name *n = map_get(&s->names, name);
    if (!n || n->kind != CXX_IS_FUNCTION || n->ambiguous || n->functions.n != 1) return NULL;
    cxx_function *f = &n->functions.at[0];
    if (!cxx_there(f->body)) return NULL;
    if (!f->func) f->func = cxx_func_of(s, f, NULL);
    return f->func;
}

static eval_entry *entry_of(cxx_state *s, ir_func *start)
{
    eval_host *host = ARENA_NEW(s->a, eval_host);
    eval_entry *e = ARENA_NEW(s->a, eval_entry);
    *host = (eval_host){.create = function_named(s, STR("proxy_on_context_create")),
                        .begin = function_named(s, STR("proxy_on_vm_start")),
                        .configure = start,
                        .start = "proxy_on_configure"};
    *e = (eval_entry){.host = host, .callee = ARENA_NEW(s->a, ir_node)};
    *e->callee = (ir_node){.op = IR_FUNC, .slot = -1, .at = start->at, .func = start};
    return e;
}

/* A name of the ABI with a slip of the keyboard, whose function nobody calls. */
static void find_misspelt(cxx_state *s, registration *r)
{
    for (size_t i = 0; i < s->names.n; i++) {
        const cxx_name *n = s->names.entries[i].value;
        if (n->kind != CXX_IS_FUNCTION || n->functions.n != 1) continue;
        const cxx_function *f = &n->functions.at[0];
        if (!str_starts(f->name, STR("proxy_")) || !cxx_there(f->body) || f->is_static || export_named(f->name)) continue;
        for (size_t k = 0; k < COUNT(exports); k++) {
            str right = str_of(exports[k].name);
            bool meant = f->most == exports[k].takes && str_distance(f->name, right, SLIPS_MOST) <= SLIPS_MOST;
            if (!meant || map_get(&s->names, right)) continue;
            cxx_at name = cxx_in(f->declarator, cxx_child(&s->g, f->declarator.node, CXX_F_declarator));
            array_push(s->a, &r->dead, (dead_handler){f->name, right, cxx_span(name), false, true});
            break;
        }
    }
}

/* A plugin that does not takes any configuration. */
static bool asks_for_configuration(const cxx_state *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        str text = s->files.at[i]->x.text;
        for (ptrdiff_t at = 0; (at = str_find(text, STR("proxy_get_"), (size_t)at)) >= 0; at++) {
            str rest = str_slice(text, (size_t)at, text.n);
            if (str_starts(rest, STR("proxy_get_buffer_bytes")) || str_starts(rest, STR("proxy_get_configuration"))) return true;
        }
    }
    return s->missing;
}

bool cxx_find_exports(cxx_state *s, registration *r)
{
    ir_func *start = function_named(s, STR("proxy_on_configure"));
    for (size_t i = 0; i < COUNT(exports); i++) {
        const cxx_export *e = &exports[i];
        ir_func *f = function_named(s, str_of(e->name));
        const cxx_name *n = f ? map_get(&s->names, str_of(e->name)) : NULL;
        uint32_t count = n ? n->functions.at[0].most : 0;
        if (!f || (count != e->takes && count != e->before)) continue;
        if (r->at.file == IR_NO_FILE) r->at = f->at;
        if (e->phase == PHASE_COUNT) continue;
        array_push(s->a, &r->handlers,
                   (registered_handler){.phase = e->phase, .option = str_of(e->name), .func = f, .at = f->at, .call = f->at});
    }
    if (r->at.file == IR_NO_FILE) return false;
    if (start) r->at = start->at;
    if (start && asks_for_configuration(s)) {
        r->parse_at = start->at;
        r->parse = entry_of(s, start);
    }
    find_misspelt(s, r);
    return true;
}
