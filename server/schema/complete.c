/* Fixes for missing keys: all of an object at once, of the types and with the values that the schema says. What only the user
 * knows is left empty, and nobody applies that unasked. */
#include "base/json_write.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "schema/check.h"
#include "schema/outline.h"
#include "yaml/insert.h"

enum { CHOICES_MOST = 4, KEYS_MOST = 16, DEPTH_MOST = 4 };

/* The fixes of one finding. */
typedef struct completion {
    arena *a;
    const schema_node *whole;
    const schema_error *error;
    const schema_options *options;
    size_t inside; /* keys of objects that are written so far */
} completion;

/* A value of the schema as JSON, which stands in YAML, too. Empty: one that takes too much room. */
static str written(arena *a, const yaml_node *v)
{
    if (v->kind == YAML_SEQUENCE && !v->item_count) return STR("[]");
    if (v->kind == YAML_MAPPING && !v->entry_count) return STR("{}");
    if (v->kind != YAML_SCALAR) return (str){0};
    if (!schema_value_is_string(v)) return v->value;
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_string(&w, v->value);
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static str empty_value(unsigned types)
{
    if (types & SCHEMA_STRING) return STR("\"\"");
    if (types & (SCHEMA_INTEGER | SCHEMA_NUMBER)) return STR("0");
    if (types & SCHEMA_BOOLEAN) return STR("true");
    if (types & SCHEMA_ARRAY) return STR("[]");
    return types & SCHEMA_OBJECT ? STR("{}") : STR("\"\"");
}

static str value_of(completion *c, const schema_outline *o, str *path, size_t depth, bool *sure);

/* A key in an object of one line: quoted where its neighbours are, and where it needs that. */
static void add_key(const completion *c, str key, strbuf *out)
{
    static const char *const words_of_yaml[] = {"true", "false", "null"}; /* the others are shorter */
    bool plain = c->error->value->style != YAML_FLOW && key.n > 3 && key.p[0] > '9';
    for (size_t i = 0; i < sizeof words_of_yaml / sizeof *words_of_yaml; i++)
        plain = plain && !str_eq_nocase(key, str_of(words_of_yaml[i]));
    for (size_t i = 0; i < key.n && plain; i++) {
        char k = key.p[i];
        plain = (k >= '0' && k <= '9') || (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || k == '_' || k == '-';
    }
    json_writer w = JSON_WRITER(out);
    if (plain) strbuf_add(out, key);
    else json_string(&w, key);
    strbuf_add_cstr(out, ": ");
}

/* An object with all that it has to have. */
static str object_value(completion *c, str *path, size_t depth, bool *sure)
{
    strbuf out = STRBUF_INIT;
    schema_outlines keys = {0};
    if (depth < DEPTH_MOST) keys = schema_outline_needed(c->a, c->whole, c->error->value, path, depth);
    *sure = false;
    strbuf_add_cstr(&out, "{");
    for (size_t i = 0; i < keys.n && c->inside < KEYS_MOST; i++) {
        bool one;
        c->inside++;
        if (i) strbuf_add_cstr(&out, ", ");
        add_key(c, keys.at[i].name, &out);
        path[depth] = keys.at[i].name;
        strbuf_add(&out, value_of(c, &keys.at[i], path, depth + 1, &one));
        *sure = (i == 0 || *sure) && one;
    }
    strbuf_add_cstr(&out, "}");
    str text = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* The value of the key that the path of `depth` keys ends in. `*sure`: there is no other value. */
static str value_of(completion *c, const schema_outline *o, str *path, size_t depth, bool *sure)
{
    str value = {0};
    *sure = o->values.n == 1;
    if (o->fallback && !*sure) value = written(c->a, o->fallback);
    else if (o->values.n) value = written(c->a, o->values.at[0]);
    else if (o->least) value = written(c->a, o->least);
    *sure = *sure && value.n;
    if (value.n) return value;
    return (o->types & ~(unsigned)SCHEMA_NULL) == SCHEMA_OBJECT ? object_value(c, path, depth, sure) : empty_value(o->types);
}

static const schema_outline *outline_named(const schema_outlines *keys, str name)
{
    static const schema_outline unknown;
    for (size_t i = 0; i < keys->n; i++)
        if (str_eq(keys->at[i].name, name)) return &keys->at[i];
    return &unknown;
}

static void offer(completion *c, const schema_outlines *keys, const str *names, size_t n, diagnostic *d)
{
    yaml_new_member members[KEYS_MOST];
    arena *a = c->a;
    strbuf title = STRBUF_INIT;
    bool sure = true;
    for (size_t i = 0; i < n; i++) {
        bool one;
        str path[DEPTH_MOST + 1] = {names[i]};
        members[i] = (yaml_new_member){arena_str(a, names[i]), value_of(c, outline_named(keys, names[i]), path, 1, &one)};
        sure = sure && one;
        strbuf_printf(&title, "%s'%.*s'", i ? words(", ") : "", STR_ARG(names[i]));
    }
    uint32_t at = 0;
    str text = yaml_insert_members(a, c->options->text, c->error->value, members, n, &at);
    if (text.n) {
        fix *f = array_add(a, &d->fixes);
        str list = strbuf_str(&title);
        f->title = sure ? arena_printf(a, words("add %.*s"), STR_ARG(list))
                        : arena_printf(a, words("add %.*s, to be filled in"), STR_ARG(list));
        f->preferred = sure;
        array_push(a, &f->edits, (text_edit){c->options->path, range_make(at, at), text});
    }
    strbuf_free(&title);
}

/* The key that may be the missing one. */
static void offer_rename(arena *a, const schema_error *e, const schema_options *options, diagnostic *d)
{
    const yaml_node *key = e->entry->key;
    if (key->kind != YAML_SCALAR || key->style > YAML_DOUBLE_QUOTED) return;
    fix *f = array_add(a, &d->fixes);
    f->title = arena_printf(a, words("rename to '%.*s'"), STR_ARG(e->names.at[0]));
    array_push(a, &f->edits, (text_edit){options->path, key->content, arena_str(a, e->names.at[0])});
}

void check_offer_missing(arena *a, const schema_node *whole, const schema_error *e, const schema_options *options, diagnostic *d)
{
    size_t n = e->kind == ERROR_NEEDED ? 1 : e->names.n;
    if ((e->kind != ERROR_REQUIRED && e->kind != ERROR_NEEDED) || !n || n > KEYS_MOST || !options->text.n) return;
    if (e->kind == ERROR_REQUIRED && e->entry && n == 1) offer_rename(a, e, options, d);
    schema_outlines keys = schema_outline_keys(a, whole, e->value, NULL);
    completion c = {.a = a, .whole = whole, .error = e, .options = options};
    if (!e->any) offer(&c, &keys, e->names.at, n, d);
    for (size_t i = 0; e->any && i < n && i < CHOICES_MOST; i++) offer(&c, &keys, &e->names.at[i], 1, d);
}
