/* Types of handlers beside those that the SDK wants: of its source where it is at hand, else as the release that go.mod asks for
 * has them. */
#include "ir/build_facts.h"
#include "ir/program.h"
#include "rules/go/rules.h"
#include "rules/go/signature.h"

const sdk_release *signature_release(const rule_context *c, str import)
{
    str module = sdk_release_module(import);
    const build_requirement *r = module.n ? build_requires(c->build, module) : NULL;
    return r && !build_replaces(c->build, module) ? sdk_release_of(module, r->version) : NULL;
}

str signature_types(const rule_context *c, const sdk_release *r)
{
    return r ? arena_printf(c->arena, "%s/proxywasm/types", r->host) : (str){0};
}

uint32_t signature_count(const ir_func *f) { return f->param_count - (f->receiver ? 1 : 0); }

const ir_param *signature_param(const ir_func *f, uint32_t i) { return &f->params[i + (f->receiver ? 1 : 0)]; }

str signature_text(const rule_context *c, ir_span at)
{
    return at.file == IR_NO_FILE ? (str){0} : str_slice(ir_file_text(c->program, at.file), at.at.start, at.at.end);
}

static handler_part part_of(const signature *s, uint32_t i) { return i < s->shape->count ? s->shape->takes[i] : s->shape->gives; }

/* Whether the type can be compared: what another package declares may be another name for anything. */
static bool is_certain(const ir_type *t)
{
    if (!t || t->kind == TYPE_UNKNOWN) return false;
    return t->kind != TYPE_NAMED || !t->opaque || sdk_package(t->package) || sdk_release_module(t->package).n ||
           str_is(t->package, "github.com/tidwall/gjson");
}

static fit fit_named(const rule_context *c, const ir_type *t, str path, str name)
{
    if (!t || t->kind == TYPE_UNKNOWN || !path.n) return FIT_MAYBE;
    if (type_is_named(t, path, name)) return FIT_YES;
    const ir_package *p = ir_package_find(c->program, path);
    const ir_member *m = p ? map_get(&p->members, name) : NULL;
    if (m && m->type && type_same(m->type, t)) return FIT_YES;
    if (m && (!m->type || m->type->kind == TYPE_UNKNOWN || m->refused)) return FIT_MAYBE;
    return is_certain(t) ? FIT_NO : FIT_MAYBE;
}

static fit fit_basic(const ir_type *t, type_kind kind)
{
    if (t && t->kind == kind) return FIT_YES;
    return is_certain(t) ? FIT_NO : FIT_MAYBE;
}

/* The package and the name of what is handed over; a name alone for what the language has. */
static str named_part(const signature *s, handler_part part, str *path)
{
    *path = s->types;
    switch (part) {
    case PART_DOCUMENT: *path = STR("github.com/tidwall/gjson"); return STR("Result");
    case PART_HTTP: *path = s->sdk; return STR("HttpContext");
    case PART_CONTEXT: *path = s->sdk; return STR("PluginContext");
    case PART_LOGGER:
        *path = s->release ? arena_printf(s->c->arena, "%s/pkg/%s", s->release->module, s->release->logger) : (str){0};
        return STR("Log");
    case PART_ACTION: return STR("Action");
    case PART_PEER: return STR("PeerType");
    case PART_VM_STATUS: return STR("OnVMStartStatus");
    case PART_PLUGIN_STATUS: return STR("OnPluginStartStatus");
    case PART_PLUGIN_CONTEXT: return STR("PluginContext");
    case PART_HTTP_CONTEXT: return STR("HttpContext");
    case PART_TCP_CONTEXT: return STR("TcpContext");
    default: break;
    }
    *path = (str){0};
    static const char *const names[] = {
        [PART_BYTES] = "[]byte", [PART_FLAG] = "bool", [PART_INT] = "int", [PART_UINT32] = "uint32", [PART_ERROR] = "error"};
    return (size_t)part < sizeof names / sizeof *names && names[part] ? str_of(names[part]) : (str){0};
}

/* "string" of "Box[string]"; empty where there are none. */
static str type_arguments(str text)
{
    ptrdiff_t open = str_find_char(text, '[', 0);
    bool generic = open > 0 && text.p[text.n - 1] == ']';
    return generic ? str_slice(text, (size_t)open + 1, text.n - 1) : (str){0};
}

static bool is_declared(const ir_package *p, str name)
{
    const ir_member *m = p && p->own ? map_get(&p->members, name) : NULL;
    return m && m->type && m->type->kind == TYPE_NAMED && str_eq(m->type->name, name); /* no other name of something else */
}

/* The path of the package that the plugin's files call so. Empty: none does, or not all mean the same. */
static str package_called(const rule_context *c, str name)
{
    str path = {0};
    for (uint32_t i = 0; i < ir_file_count(c->program); i++) {
        source_imports all = c->program->files.at[i].own ? language_imports(c->code, c->program, i) : (source_imports){0};
        for (size_t k = 0; k < all.n; k++) {
            str written = all.at[k].path, called = all.at[k].name;
            if (!called.n) called = str_slice(written, (size_t)(str_rfind_char(written, '/') + 1), written.n);
            if (!str_eq(called, name)) continue;
            if (path.n && !str_eq(path, written)) return (str){0};
            path = written;
        }
    }
    return path;
}

/* Of Go itself, as far as a path tells: the first part of any other has a dot. */
static bool is_of_go(str path)
{
    ptrdiff_t slash = str_find_char(path, '/', 0);
    return path.n && str_find_char(str_slice(path, 0, slash < 0 ? path.n : (size_t)slash), '.', 0) < 0;
}

/* A type that has one name alone: what the language has, the plugin declares, or a package of Go; those of os are another's. */
static bool has_one_name(const rule_context *c, str name)
{
    static const char *const basic[] = {"string", "bool",   "int",    "int32",   "int64",
                                        "uint",   "uint32", "uint64", "float32", "float64"};
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (str_is(name, basic[i])) return true;
    ptrdiff_t dot = str_find_char(name, '.', 0);
    str path = dot > 0 ? package_called(c, str_slice(name, 0, (size_t)dot)) : (str){0};
    if (dot > 0) {
        const ir_package *p = path.n ? ir_package_find(c->program, path) : NULL;
        str member = str_slice(name, (size_t)dot + 1, name.n);
        return p && p->own ? is_declared(p, member) : is_of_go(path) && !str_is(path, "os") && !str_is(path, "io/fs");
    }
    for (size_t i = 0; i < ir_package_count(c->program); i++)
        if (is_declared(ir_package_at(c->program, i), name)) return true;
    return false;
}

/* The number of bytes up to the comma, or behind the bracket that ends the first group; all of it where there is none. */
static size_t first_part(str text, bool group)
{
    size_t depth = 0, i = 0;
    for (; i < text.n; i++) {
        char k = text.p[i];
        depth += k == '[' || k == '(' || k == '{';
        bool ends = k == ']' || k == ')' || k == '}';
        if (ends && !depth) return text.n;
        if (ends && --depth == 0 && group) return i + 1;
        if (!group && !depth && k == ',') return i;
    }
    return text.n;
}

/* How a type begins: '*', '[' of a list, 'm' of a map, 'n' of a name with one meaning; 0: it may be anything. */
static char form_of(const rule_context *c, str type)
{
    if (type.n && type.p[0] == '*') return '*';
    if (str_starts(type, STR("[]"))) return '[';
    if (str_starts(type, STR("map["))) return 'm';
    return has_one_name(c, type) ? 'n' : 0;
}

/* Whether two types, as written, are certainly not the same. */
static bool differs(const rule_context *c, str a, str b)
{
    for (;;) {
        a = str_trim(a);
        b = str_trim(b);
        if (str_eq(a, b)) return false;
        char form = form_of(c, a), other = form_of(c, b);
        if (!form || form != other) return form && other;
        if (form == 'n') return true;
        size_t skip = form == '*' ? 1 : 2;
        if (form == 'm') {
            size_t x = first_part(str_slice(a, 3, a.n), true) + 3, y = first_part(str_slice(b, 3, b.n), true) + 3;
            str key = str_slice(a, 4, x - 1), key_there = str_slice(b, 4, y - 1);
            if (!str_eq(str_trim(key), str_trim(key_there)))
                return form_of(c, key) == 'n' && form_of(c, key_there) == 'n';
            a = str_slice(a, x, a.n);
            b = str_slice(b, y, b.n);
            continue;
        }
        a = str_slice(a, skip, a.n);
        b = str_slice(b, skip, b.n);
    }
}

/* Whether a generic type is given arguments that are certainly not the same. Types know nothing of theirs. */
static bool differs_in_arguments(const signature *s, str text)
{
    str has = type_arguments(text), wants = type_arguments(s->config_text);
    while (has.n && wants.n) {
        size_t x = first_part(has, false), y = first_part(wants, false);
        if (differs(s->c, str_slice(has, 0, x), str_slice(wants, 0, y))) return true;
        has = str_slice(has, x < has.n ? x + 1 : x, has.n);
        wants = str_slice(wants, y < wants.n ? y + 1 : y, wants.n);
    }
    return false;
}

ir_type *signature_type(const signature *s, uint32_t i, const ir_node **argument)
{
    const ir_param *p = signature_param(s->func, i);
    const ir_type *inner = p->type;
    str name = signature_text(s->c, p->type_at);
    uint32_t stars = 0;
    *argument = NULL;
    for (; name.n && name.p[0] == '*' && inner && inner->kind == TYPE_POINTER; stars++, inner = inner->elem)
        name = str_slice(name, 1, name.n);
    for (uint32_t k = 0; k < s->func->type_param_count; k++) {
        const ir_node *given = s->node && k < s->node->count ? s->node->kids[k] : NULL;
        if (!str_eq(name, s->func->type_params[k]) || !given || given->op != IR_TYPE) continue;
        ir_type *t = given->type;
        while (stars-- > 0) t = type_new_pointer(s->c->arena, t);
        *argument = given;
        return t;
    }
    return p->type;
}

/* The configuration, or what it points to. A pointer to a pointer is never taken for one that has a star too many. */
static fit fit_config(const signature *s, const ir_type *t, bool pointer, str text)
{
    if (!t || t->kind == TYPE_UNKNOWN) return FIT_MAYBE;
    if (pointer && t->kind != TYPE_POINTER) return is_certain(t) ? FIT_NO : FIT_MAYBE;
    const ir_type *held = pointer ? t->elem : t, *wanted = s->config;
    if (!wanted || !held || held->kind == TYPE_UNKNOWN) return FIT_MAYBE;
    if (type_same(held, wanted)) return differs_in_arguments(s, text) ? FIT_NO : FIT_YES;
    bool stars = (held->kind == TYPE_POINTER) != (wanted->kind == TYPE_POINTER);
    bool known = (held->kind != TYPE_NAMED || !held->opaque) && (wanted->kind != TYPE_NAMED || !wanted->opaque);
    return stars || known ? FIT_NO : FIT_MAYBE;
}

/* What the SDK's own source says of it; NULL: it is not at hand, or a type parameter. */
static const ir_type *declared_part(const signature *s, uint32_t i)
{
    const ir_type *f = s->at_hand;
    bool gives = s->shape->gives != PART_NOTHING;
    if (!f || f->kind != TYPE_FUNC || f->param_count != s->shape->count || f->part_count != s->shape->count + gives ||
        i >= f->part_count)
        return NULL;
    return f->parts[i] && f->parts[i]->kind != TYPE_UNKNOWN ? f->parts[i] : NULL;
}

fit signature_fits(const signature *s, uint32_t i, const ir_type *t, str text)
{
    handler_part part = part_of(s, i);
    switch (part) {
    case PART_ANY: return FIT_MAYBE;
    case PART_NOTHING: return t ? FIT_NO : FIT_YES;
    case PART_CONFIG: return fit_config(s, t, true, text);
    case PART_GLOBAL: return fit_config(s, t, false, text);
    case PART_FLAG: return fit_basic(t, TYPE_BOOL);
    case PART_INT: return fit_basic(t, TYPE_INT);
    case PART_UINT32: return fit_basic(t, TYPE_UINT32);
    case PART_BYTES:
        if (t && t->kind == TYPE_SLICE && t->elem && t->elem->kind == TYPE_UINT8) return FIT_YES;
        return !is_certain(t) || (t->kind == TYPE_SLICE && !is_certain(t->elem)) ? FIT_MAYBE : FIT_NO;
    case PART_ERROR:
        if (t && (t == type_error() || (t->kind == TYPE_NAMED && !t->package.n && str_is(t->name, "error")))) return FIT_YES;
        return is_certain(t) ? FIT_NO : FIT_MAYBE;
    default: break;
    }
    const ir_type *declared = declared_part(s, i);
    if (declared && t && type_same(declared, t)) return FIT_YES;
    if (declared && declared->kind == TYPE_NAMED) return fit_named(s->c, t, declared->package, declared->name);
    str path, name = named_part(s, part, &path);
    return fit_named(s->c, t, path, name);
}

fit signature_fits_all(const signature *s)
{
    if (signature_count(s->func) != s->shape->count || s->func->result_count > 1) return FIT_NO;
    fit all = signature_fits(s, s->shape->count, s->func->result_count ? s->func->results[0].type : NULL, (str){0});
    if (!s->func->result_count && s->shape->gives != PART_NOTHING) return FIT_NO;
    for (uint32_t i = 0; i < s->shape->count && all != FIT_NO; i++) {
        const ir_node *argument;
        const ir_type *t = signature_type(s, i, &argument);
        fit one = signature_fits(s, i, t, signature_text(s->c, signature_param(s->func, i)->type_at));
        if (one < all) all = one;
    }
    return all;
}

str signature_wants(const signature *s, uint32_t i, str *package)
{
    *package = (str){0};
    handler_part part = part_of(s, i);
    if (part == PART_CONFIG) return s->config_text.n ? arena_printf(s->c->arena, "*%.*s", STR_ARG(s->config_text)) : (str){0};
    if (part == PART_GLOBAL) return s->config_text;
    const ir_type *declared = declared_part(s, i);
    str path, name = named_part(s, part, &path);
    if (declared && declared->kind == TYPE_NAMED && declared->package.n) {
        path = declared->package;
        name = declared->name;
    }
    if (!path.n) return name;
    *package = path;
    ptrdiff_t slash = str_rfind_char(path, '/');
    return arena_printf(s->c->arena, "%.*s.%.*s", STR_ARG(str_slice(path, (size_t)(slash + 1), path.n)), STR_ARG(name));
}
