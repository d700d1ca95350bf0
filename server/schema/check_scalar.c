/* Types, constants, numbers and texts: what a value is held against by itself. */
#include "schema/check.h"

#include "base/utf8.h"

bool schema_values_hold(const schema_values *values, const yaml_node *v)
{
    if (schema_value_is_string(v)) return map_find(&values->strings, v->value) != NULL;
    for (size_t i = 0; i < values->list.n; i++)
        if (schema_values_equal(values->list.at[i], v)) return true;
    return false;
}

static bool fits_type(const schema_node *s, const yaml_node *v)
{
    unsigned types = schema_value_types(v);
    /* up to draft 4 an integer is written without a fraction */
    bool old = s->resource->dialect.draft == SCHEMA_DRAFT_4 && v->kind == YAML_SCALAR && v->type == YAML_FLOAT;
    if (old) types &= ~(unsigned)SCHEMA_INTEGER;
    return s->types & types;
}

bool check_type_and_values(check_run *r, const schema_node *s, const yaml_node *v)
{
    schema_error *error;
    bool is_null = s->nullable && (schema_value_types(v) & SCHEMA_NULL);
    if (s->values && !is_null && !schema_values_hold(s->values, v)) {
        check_fail(r, ERROR_VALUE, s, v, &error);
        if (error) array_push(r->arena, &error->values, s->values);
        return false;
    }
    if (!s->types || fits_type(s, v)) return true;
    check_fail(r, ERROR_TYPE, s, v, &error);
    if (error) error->types = s->types;
    return false;
}

bool check_number(check_run *r, const schema_node *s, const yaml_node *v)
{
    if (v->type != YAML_INT && v->type != YAML_FLOAT) return true;
    const schema_range *limits = s->range;
    schema_number n = schema_number_of(v);
    int below = limits->has_min ? schema_number_compare(&n, &limits->min) : 1;
    int above = limits->has_max ? schema_number_compare(&n, &limits->max) : -1;
    if (below < 0 || (below == 0 && limits->min_excluded)) return check_fail(r, ERROR_MINIMUM, s, v, NULL);
    if (above > 0 || (above == 0 && limits->max_excluded)) return check_fail(r, ERROR_MAXIMUM, s, v, NULL);
    if (limits->has_multiple && !schema_number_is_multiple(&n, &limits->multiple))
        return check_fail(r, ERROR_MULTIPLE, s, v, NULL);
    return true;
}

/* RFC 4648 4; no line breaks. */
static bool is_base64(str s)
{
    if (s.n % 4) return false;
    size_t padding = str_ends(s, STR("==")) ? 2 : str_ends(s, STR("=")) ? 1 : 0;
    for (size_t i = 0; i < s.n - padding; i++) {
        char c = s.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
        if (!good) return false;
    }
    return true;
}

static str decode_base64(arena *a, str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(a, s.n);
    size_t n = 0;
    unsigned bits = 0, count = 0;
    for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
        bits = bits << 6 | (unsigned)(strchr(digits, s.p[i]) - digits);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out[n++] = (char)(bits >> count & 255);
    }
    return str_make(out, n);
}

static bool is_json(arena *a, str s)
{
    const yaml_stream *stream = yaml_parse(a, s, YAML_JSON);
    for (size_t i = 0; i < stream->findings.n; i++)
        if (stream->findings.at[i].level == SEVERITY_ERROR) return false;
    return str_trim(s).n > 0;
}

static bool check_content(check_run *r, const schema_text *t, str s)
{
    if (t->base64_content && !is_base64(s)) return false;
    if (!t->json_content) return true;
    return is_json(r->arena, t->base64_content ? decode_base64(r->arena, s) : s);
}

bool check_text(check_run *r, const schema_node *s, const yaml_node *v)
{
    if (v->type != YAML_STRING) return true;
    const schema_text *t = s->text;
    if (t->has_min || t->has_max) {
        uint64_t n = v->value.n;
        bool certain = n / 4 >= (t->has_min ? t->min : 0) && (!t->has_max || n <= t->max); /* a character has 1 to 4 bytes */
        if (!certain) n = utf8_count(v->value);
        bool few = !certain && t->has_min && n < t->min, many = !certain && t->has_max && n > t->max;
        schema_error *error;
        if (few || many) {
            check_fail(r, few ? ERROR_SHORT : ERROR_LONG, s, v, &error);
            if (error) error->count = n;
            return false;
        }
    }
    if (t->pattern && !check_pattern(r, t->pattern, v->value)) return check_fail(r, ERROR_PATTERN, s, v, NULL);
    bool assert_formats = r->formats || s->resource->dialect.format_assertion;
    if (assert_formats && t->format && !schema_format_accepts(t->format, v->value))
        return check_fail(r, ERROR_FORMAT, s, v, NULL);
    bool content = r->formats && (t->json_content || t->base64_content);
    if (content && !check_content(r, t, v->value)) return check_fail(r, ERROR_CONTENT, s, v, NULL);
    return true;
}
