/* How a handler gets the types that its option wants, or the option that wants the handler's. A fix is preferred only where all
 * code that uses the function still compiles afterwards, as far as is known. */
#include "ir/language_row.h"
#include "rules/go/signature.h"
#include "text/edit.h"

static str source_of(const signature *s) { return ir_file_text(s->c->program, s->func->at.file); }

static bool is_word(char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '_' || ch < 0;
}

/* How often a word stands in the text. */
static size_t count_word(str text, str word)
{
    size_t n = 0;
    for (ptrdiff_t at = str_find(text, word, 0); at >= 0; at = str_find(text, word, (size_t)at + word.n)) {
        size_t end = (size_t)at + word.n;
        n += (at == 0 || !is_word(text.p[at - 1])) && (end == text.n || !is_word(text.p[end]));
    }
    return n;
}

/* The declaration and the registration alone name it: nothing else breaks when its type changes. */
static bool is_used_once(const signature *s)
{
    if (!s->func->name.n) return true;
    if (!s->sdk.n) return true; /* a method that the host calls */
    size_t n = 0;
    for (uint32_t i = 0; i < ir_file_count(s->c->program); i++)
        if (ir_file_is_own(s->c->program, i)) n += count_word(ir_file_text(s->c->program, i), s->func->name);
    return n == 2;
}

/* --- imports --- */

/* The name that the file gives to a package; empty: it does not import it. */
static str import_name(const rule_context *c, uint32_t file, str path)
{
    source_imports imports = language_imports(c->code, c->program, file);
    for (size_t i = 0; i < imports.n; i++) {
        if (!str_eq(imports.at[i].path, path)) continue;
        str name = imports.at[i].name;
        if (str_is(name, ".") || str_is(name, "_")) return (str){0};
        ptrdiff_t slash = str_rfind_char(path, '/');
        return name.n ? name : str_slice(path, (size_t)(slash + 1), path.n);
    }
    return (str){0};
}

/* A place in a block of imports for a new one, whose last element nobody uses yet. */
static bool find_import_place(const rule_context *c, uint32_t file, str path, uint32_t *at)
{
    source_imports imports = language_imports(c->code, c->program, file);
    str text = ir_file_text(c->program, file);
    ptrdiff_t slash = str_rfind_char(path, '/');
    str name = str_slice(path, (size_t)(slash + 1), path.n);
    bool found = false;
    for (size_t i = 0; i < imports.n; i++) {
        const source_import *m = &imports.at[i];
        ptrdiff_t last = str_rfind_char(m->path, '/');
        if (str_eq(m->name.n ? m->name : str_slice(m->path, (size_t)(last + 1), m->path.n), name)) return false;
        if (!m->at.start || text.p[m->at.start - 1] != '\t') continue;
        if (!found || str_cmp(m->path, path) > 0) *at = m->at.start;
        found = true;
    }
    return found;
}

/* "wrapper.HttpContext" by the file's name for the package; an import is added to the fix when it has none. Empty: it can't be
 * had. */
typedef struct named {
    str text;
    str import; /* to be added; empty: it is there */
    uint32_t import_at;
} named;

static named name_type(const signature *s, str wants, str package)
{
    named n = {.text = wants};
    if (!package.n) return n;
    uint32_t file = s->func->at.file;
    str name = import_name(s->c, file, package);
    ptrdiff_t dot = str_find_char(wants, '.', 0);
    if (name.n) n.text = arena_printf(s->c->arena, "%.*s%.*s", STR_ARG(name), STR_ARG(str_slice(wants, (size_t)dot, wants.n)));
    else if (find_import_place(s->c, file, package, &n.import_at)) n.import = package;
    else n.text = (str){0};
    return n;
}

static void add_import(const signature *s, fix *f, const named *n)
{
    if (!n->import.n) return;
    str text = arena_printf(s->c->arena, "\"%.*s\"\n\t", STR_ARG(n->import));
    array_push(s->c->arena, &f->edits,
               (text_edit){ir_file_path(s->c->program, s->func->at.file), {n->import_at, n->import_at}, text});
}

/* Whether the file still uses what `gone`, a text that is replaced, takes from a package. */
static bool stays_used(const signature *s, str gone)
{
    ptrdiff_t dot = str_find_char(gone, '.', 0);
    if (dot < 0) return true;
    size_t from = 0;
    while (from < (size_t)dot && !is_word(gone.p[from])) from++;
    str qualifier = str_slice(gone, from, (size_t)dot + 1), text = source_of(s);
    ptrdiff_t first = str_find(text, qualifier, 0);
    return first >= 0 && str_find(text, qualifier, (size_t)first + qualifier.n) >= 0;
}

/* --- uses of a parameter --- */

typedef struct uses {
    const ir_program *p;
    int32_t slot;
    size_t all, members, stores; /* as the base of a selector; of a field that is assigned to */
    bool captured;
} uses;

static bool count_use(void *self, ir_node *n)
{
    uses *u = self;
    if (n->op == IR_LOCAL && n->slot == u->slot) u->all++;
    if (n->op == IR_SELECT && n->kids[0] && n->kids[0]->op == IR_LOCAL && n->kids[0]->slot == u->slot) u->members++;
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++) {
        const ir_node *place = n->kids[i];
        while (place && (place->op == IR_SELECT || place->op == IR_INDEX)) place = place->kids[0];
        u->stores += place && place->op == IR_LOCAL && place->slot == u->slot && place != n->kids[i];
    }
    if (n->op != IR_CLOSURE) return true;
    for (uint32_t i = 0; i < n->func->capture_count; i++) {
        if (n->func->captures[i] != u->slot) continue;
        uses inner = {u->p, (int32_t)i, 0, 0, 0, false};
        ir_walk(n->func->body, count_use, &inner);
        u->all += inner.all;
        u->members += inner.members;
        u->stores += inner.stores;
    }
    return true;
}

static uses uses_of(const signature *s, const ir_param *p)
{
    uses u = {.p = s->c->program, .slot = p->slot};
    ir_node *body = ir_func_body(s->c->program, s->func);
    if (body && p->slot >= 0) ir_walk(body, count_use, &u);
    return u;
}

/* Several parameters share the type: it can't be changed for one of them. */
static bool shares_type(const signature *s, const ir_param *p)
{
    for (uint32_t i = 0; i < s->func->param_count; i++)
        if (&s->func->params[i] != p && s->func->params[i].type_at.at.start == p->type_at.at.start) return true;
    return false;
}

/* --- the fixes --- */

static str title(const signature *s, const char *phrase, str text)
{
    return rule_format(s->c, rule_related(phrase), &(rule_value){"text", text}, 1);
}

static fix *add_fix(const signature *s, diagnostic *d, str words, ir_span at, str text, bool preferred)
{
    fix *f = rule_add_fix(s->c->arena, d, words, ir_file_path(s->c->program, at.file), at.at, text);
    f->preferred = preferred && is_used_once(s);
    return f;
}

void signature_fix_type(const signature *s, diagnostic *d, uint32_t i)
{
    const ir_param *p = signature_param(s->func, i);
    str package, wants = signature_wants(s, i, &package);
    named n = name_type(s, wants, package);
    if (!n.text.n || shares_type(s, p)) return;
    bool unused = uses_of(s, p).all == 0, logger = s->shape->takes[i] == PART_LOGGER;
    str gone = signature_text(s->c, p->type_at);
    fix *f = add_fix(s, d, title(s, "use", n.text), p->type_at, n.text, (unused || logger) && stays_used(s, gone));
    add_import(s, f, &n);
}

void signature_fix_pointer(const signature *s, diagnostic *d, uint32_t i)
{
    const ir_param *p = signature_param(s->func, i);
    bool pointer = s->shape->takes[i] == PART_CONFIG;
    str has = signature_text(s->c, p->type_at), wants = s->config_text;
    if (pointer) wants = arena_printf(s->c->arena, "*%.*s", STR_ARG(wants.n ? wants : has));
    if (!wants.n || shares_type(s, p)) return;
    const ir_type *held = p->type->kind == TYPE_POINTER ? p->type->elem : p->type, *config = s->config;
    if (config && config->kind == TYPE_POINTER) config = config->elem;
    bool star_alone = !config || type_same(held, config);
    uses u = uses_of(s, p);
    bool safe = star_alone && u.all == u.members && (pointer || u.stores == 0);
    add_fix(s, d, title(s, "use", wants), p->type_at, wants, safe && stays_used(s, has));
}

/* --- results --- */

typedef struct returns {
    ARRAY(ir_node *) at;
    arena *a;
    bool values_do_something; /* what is returned is more than a constant */
} returns;

static bool collect_return(void *self, ir_node *n)
{
    returns *r = self;
    if (n->op != IR_RETURN) return true;
    array_push(r->a, &r->at, n);
    for (uint32_t i = 0; i < n->count; i++)
        r->values_do_something = r->values_do_something || (n->kids[i]->op != IR_CONST && n->kids[i]->op != IR_EXTERN);
    return false;
}

/* What a handler that has nothing to say gives back. */
static str plain_value(const signature *s, str type)
{
    ptrdiff_t dot = str_find_char(type, '.', 0);
    str qualifier = str_slice(type, 0, (size_t)(dot + 1));
    switch (s->shape->gives) {
    case PART_ERROR: return STR("nil");
    case PART_ACTION: return arena_printf(s->c->arena, "%.*sActionContinue", STR_ARG(qualifier));
    case PART_VM_STATUS: return arena_printf(s->c->arena, "%.*sOnVMStartStatusOK", STR_ARG(qualifier));
    case PART_PLUGIN_STATUS: return arena_printf(s->c->arena, "%.*sOnPluginStartStatusOK", STR_ARG(qualifier));
    case PART_BYTES:
        for (uint32_t i = 0; i < s->shape->count && signature_count(s->func) == s->shape->count; i++) {
            const ir_param *p = signature_param(s->func, i);
            if (s->shape->takes[i] == PART_BYTES && p->name.n && !str_is(p->name, "_")) return p->name;
        }
        return (str){0};
    default: return (str){0};
    }
}

static void add_result(const signature *s, diagnostic *d, ir_node *body)
{
    str source = source_of(s), package, wants = signature_wants(s, s->shape->count, &package);
    named n = name_type(s, wants, package);
    str given = n.text.n ? plain_value(s, n.text) : (str){0};
    uint32_t open = body->at.at.start, end = body->at.at.end;
    if (!given.n || end <= open + 1 || source.p[open] != '{' || source.p[end - 1] != '}') return;
    returns found = {.a = s->c->arena};
    ir_walk(body, collect_return, &found);
    str path = ir_file_path(s->c->program, body->at.file);
    fix *f = add_fix(s, d, title(s, "return_type", n.text), (ir_span){body->at.file, {open, open}},
                     arena_printf(s->c->arena, "%.*s ", STR_ARG(n.text)), true);
    for (size_t i = 0; i < found.at.n; i++) {
        if (found.at.at[i]->count) return;
        uint32_t at = found.at.at[i]->at.at.start + 6; /* "return" */
        array_push(s->c->arena, &f->edits, (text_edit){path, {at, at}, arena_printf(s->c->arena, " %.*s", STR_ARG(given))});
    }
    const ir_node *last = body->count ? body->kids[body->count - 1] : NULL;
    if (!last || last->op != IR_RETURN) {
        bool one_line = str_find_char(str_slice(source, open, end), '\n', 0) < 0;
        const char *before = one_line ? body->count ? "; " : " " : "\t";
        str text = arena_printf(s->c->arena, "%sreturn %.*s%s", before, STR_ARG(given), one_line ? " " : "\n");
        uint32_t at = end - 1;
        while (one_line && at > open + 1 && source.p[at - 1] == ' ') at--;
        array_push(s->c->arena, &f->edits, (text_edit){path, {at, end - 1}, text});
    }
    add_import(s, f, &n);
}

/* Of one that gives back too much, constants alone. */
static void drop_result(const signature *s, diagnostic *d, ir_node *body)
{
    const ir_func *f = s->func;
    str source = source_of(s), path = ir_file_path(s->c->program, f->at.file);
    returns found = {.a = s->c->arena};
    ir_walk(body, collect_return, &found);
    ir_span at = f->results[0].type_at;
    if (found.values_do_something || f->result_count != 1 || f->results[0].name.n || !at.at.start ||
        source.p[at.at.start - 1] != ' ')
        return;
    str gone = str_slice(source, at.at.start, at.at.end);
    ptrdiff_t dot = str_find_char(gone, '.', 0);
    size_t named_there = dot < 0 ? 0 : count_word(source, str_slice(gone, 0, (size_t)dot));
    at.at.start--;
    fix *drop =
        add_fix(s, d, sdk_text_str(rule_related("return_nothing")), at, (str){0}, dot < 0 || named_there > found.at.n + 2);
    for (size_t i = 0; i < found.at.n; i++) {
        const ir_node *r = found.at.at[i];
        if (r->count)
            array_push(s->c->arena, &drop->edits, (text_edit){path, {r->at.at.start + 6, r->kids[r->count - 1]->at.at.end}, {0}});
    }
}

void signature_fix_result(const signature *s, diagnostic *d)
{
    ir_node *body = ir_func_body(s->c->program, s->func);
    if (!body || body->at.file != s->func->at.file) return;
    if (!s->func->result_count) add_result(s, d, body);
    else if (s->shape->gives == PART_NOTHING) drop_result(s, d, body);
}

/* --- numbers --- */

static const char *usual_name(handler_part part)
{
    static const char *const names[] = {
        [PART_DOCUMENT] = "json", [PART_BYTES] = "body", [PART_FLAG] = "last",     [PART_INT] = "size",
        [PART_UINT32] = "id",     [PART_LOGGER] = "log", [PART_CONFIG] = "config", [PART_GLOBAL] = "config",
        [PART_CONTEXT] = "ctx",   [PART_HTTP] = "ctx",   [PART_PEER] = "peer"};
    return (size_t)part < sizeof names / sizeof *names && names[part] ? names[part] : "_";
}

void signature_fix_count(const signature *s, diagnostic *d)
{
    const ir_func *f = s->func;
    uint32_t has = signature_count(f), next = 0;
    str source = source_of(s);
    if (has >= s->shape->count || (has && !signature_param(f, 0)->name.n)) return;
    for (uint32_t i = 0; i < has; i++)
        if (shares_type(s, signature_param(f, i))) return;
    ptrdiff_t open = has ? -1 : str_find_char(source, '(', f->at.at.end);
    uint32_t end = has ? signature_param(f, has - 1)->type_at.at.end : (uint32_t)open + 1;
    text_edits edits = {0};
    str all = {0};
    for (uint32_t i = 0; i < s->shape->count; i++) {
        const ir_param *p = next < has ? signature_param(f, next) : NULL;
        if (p && signature_fits(s, i, p->type, signature_text(s->c, p->type_at)) == FIT_YES) {
            next++;
            continue;
        }
        str package, wants = signature_wants(s, i, &package), name = str_of(usual_name(s->shape->takes[i]));
        named n = name_type(s, wants, package);
        for (uint32_t k = 0; k < has; k++)
            if (str_eq(signature_param(f, k)->name, name)) name = STR("_");
        if (!n.text.n || n.import.n) return;
        bool first = !has && !edits.n;
        str one = arena_printf(s->c->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(n.text));
        uint32_t at = p ? p->at.at.start : end;
        array_push(s->c->arena, &edits, (text_edit){ir_file_path(s->c->program, f->at.file), {at, at},
                   arena_printf(s->c->arena, p ? "%.*s, " : first ? "%.*s" : ", %.*s", STR_ARG(one))});
        all = all.n ? arena_printf(s->c->arena, "%.*s, %.*s", STR_ARG(all), STR_ARG(one)) : one;
    }
    if (next < has || !edits.n) return;
    fix *made = add_fix(s, d, title(s, "take_parameter", all), (ir_span){f->at.file, edits.at[0].at}, edits.at[0].text, true);
    for (size_t i = 1; i < edits.n; i++) array_push(s->c->arena, &made->edits, edits.at[i]);
}

bool signature_fix_option(const signature *s, diagnostic *d)
{
    if (!s->sdk.n || s->shape->of != 1) return false;
    size_t count;
    bool preferred = false;
    const handler_shape *shapes = language_shapes(s->c->code, &count);
    str name;
    ir_span at = flow_callee(s->c, s->call, &name);
    if (!str_eq(name, s->option)) return false;
    for (size_t i = 0; i < count; i++) {
        const handler_shape *o = &shapes[i];
        bool parses = s->shape->gives == PART_ERROR, by = str_ends(str_of(o->option), STR("By"));
        bool same_package =
            strcmp(o->package, s->shape->package) == 0 && o->of == 1 && o != s->shape && (o->gives == PART_ERROR) == parses;
        if (!same_package || (s->release && !by && !s->release->plain_options)) continue;
        signature other = *s;
        other.shape = o;
        other.at_hand = NULL;
        if (signature_fits_all(&other) != FIT_YES) continue;
        bool twin = str_starts(str_of(o->option), s->option) || str_starts(s->option, str_of(o->option));
        twin = twin && by != str_ends(s->option, STR("By"));
        flow_add_fix(s->c, d, title(s, "register_with", str_of(o->option)), at, str_of(o->option), twin || parses);
        preferred = preferred || twin || parses;
    }
    return preferred;
}
