#include "rules/docs_claim.h"

#include <stdlib.h>

/* --- words ----------------------------------------------------------------------------------------------------------------- */

static bool is_one_of(str s, const char *const *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(s, str_of(all[i]))) return true;
    return false;
}
#define IS_ONE_OF(s, words) is_one_of(s, words, sizeof(words) / sizeof *(words))

static str without_marks(str s)
{
    while (s.n && strchr("`*_ ", s.p[0])) s = str_slice(s, 1, s.n);
    while (s.n && strchr("`*_ ", s.p[s.n - 1])) s = str_slice(s, 0, s.n - 1);
    return s;
}

bool docs_find_columns(const markdown_row *head, docs_columns *out)
{
    static const char *const names[] = {"名称", "字段名", "字段名称", "字段", "配置项", "参数", "参数名", "参数名称", "Name", "Field Name",
                                        "Field", "Key", "Configuration Item", "Option", "Property", "Parameter"};
    static const char *const required[] = {"填写要求", "必填", "是否必填", "是否必须", "是否必需", "Requirement", "Requirements",
                                           "Required", "Filling Requirements", "Fill Requirement", "Mandatory"};
    static const char *const types[] = {"数据类型", "类型", "字段类型", "参数类型", "Type", "Data Type", "Field Type"};
    static const char *const fallbacks[] = {"默认值", "默认", "Default", "Default Value", "Defaults"};
    *out = (docs_columns){0};
    if (!head->n || !IS_ONE_OF(without_marks(head->cells[0]), names)) return false;
    for (size_t i = 1; i < head->n; i++) {
        str written = without_marks(head->cells[i]);
        if (!out->required && IS_ONE_OF(written, required)) out->required = i;
        if (!out->type && IS_ONE_OF(written, types)) out->type = i;
        if (!out->fallback && IS_ONE_OF(written, fallbacks)) out->fallback = i;
    }
    return out->required || out->fallback;
}

/* "选填(**非实例级别配置**)": what stands before the bracket. */
static str before_bracket(str s)
{
    ptrdiff_t at = str_find(s, STR("("), 0), wide = str_find(s, STR("（"), 0);
    if (at < 0 || (wide >= 0 && wide < at)) at = wide;
    return at < 0 ? s : str_trim(str_slice(s, 0, (size_t)at));
}

/* Pairs of words, the one for "has to be there" first. */
static const char *const needs[][2] = {{"必填", "选填"},         {"必填", "非必填"}, {"必须", "可选"},       {"必需", "可选"}, {"是", "否"},
                                       {"必选", "可选"},         {"Yes", "No"},      {"Y", "N"},             {"true", "false"},
                                       {"required", "optional"}, {"must", "optional"}, {"mandatory", "optional"}};
enum { NEEDS = sizeof needs / sizeof *needs };

docs_need docs_need_of(str written)
{
    str whole = without_marks(written), word = without_marks(before_bracket(whole));
    for (size_t i = 0; i < NEEDS; i++) {
        if (str_eq_nocase(whole, str_of(needs[i][0]))) return NEED_REQUIRED;
        if (str_eq_nocase(word, str_of(needs[i][1]))) return NEED_OPTIONAL;
    }
    return NEED_UNKNOWN;
}

str docs_opposite(str written)
{
    str word = without_marks(before_bracket(without_marks(written)));
    for (size_t i = 0; i < NEEDS; i++)
        for (size_t k = 0; k < 2; k++) {
            if (!str_eq_nocase(word, str_of(needs[i][k]))) continue;
            str other = str_of(needs[i][1 - k]);
            bool capital = word.p[0] >= 'A' && word.p[0] <= 'Z', small = word.p[0] >= 'a' && word.p[0] <= 'z';
            if (capital && str_is(other, "optional")) return STR("Optional");
            if (capital && str_is(other, "required")) return STR("Required");
            if (capital && str_is(other, "true")) return STR("True");
            if (capital && str_is(other, "false")) return STR("False");
            if (small && str_is(other, "Yes")) return STR("yes");
            if (small && str_is(other, "No")) return STR("no");
            return other;
        }
    return STR("");
}

/* --- types ----------------------------------------------------------------------------------------------------------------- */

/* Words for one type, English ones first; the first of a language is what is written. */
typedef struct type_words {
    unsigned types;
    const char *const english[10], *const chinese[6];
} type_words;

static const type_words type_table[] = {
    {INFERRED_STRING, {"string", "str", "text"}, {"字符串", "字符串类型", "string类型"}},
    {INFERRED_INTEGER | INFERRED_NUMBER,
     {"number", "int", "integer", "int64", "int32", "uint32", "float", "float64", "double"},
     {"数字", "整数", "整型", "数值", "浮点数"}},
    {INFERRED_BOOLEAN, {"bool", "boolean"}, {"布尔值", "布尔", "布尔类型", "布尔型"}},
    {INFERRED_ARRAY, {"array", "list", "slice"}, {"数组", "列表"}},
    {INFERRED_OBJECT, {"object", "map", "dict", "struct"}, {"对象", "映射"}},
};

static bool is_word_of(str word, const char *const *words, size_t most)
{
    for (size_t i = 0; i < most && words[i]; i++)
        if (str_eq_nocase(word, str_of(words[i]))) return true;
    return false;
}

static const type_words *find_type(str word, bool *chinese)
{
    for (size_t i = 0; i < sizeof type_table / sizeof *type_table; i++) {
        const type_words *t = &type_table[i];
        *chinese = is_word_of(word, t->chinese, sizeof t->chinese / sizeof *t->chinese);
        if (*chinese || is_word_of(word, t->english, sizeof t->english / sizeof *t->english)) return t;
    }
    return NULL;
}

static bool names_list(str word)
{
    static const char *const starts[] = {"array of ", "list of ", "[]", "array<", "list<", "array(", "array["};
    static const char *const ends[] = {"[]", " array", "数组", "列表"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (word.n > strlen(starts[i]) && str_eq_nocase(str_slice(word, 0, strlen(starts[i])), str_of(starts[i]))) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (word.n > strlen(ends[i]) && str_ends(word, str_of(ends[i]))) return true;
    return false;
}

unsigned docs_types_of(str written)
{
    str word = without_marks(written);
    bool chinese;
    const type_words *t = find_type(word, &chinese);
    return t ? t->types : names_list(word) ? INFERRED_ARRAY : 0;
}

str docs_type_word(str written, unsigned type)
{
    bool chinese;
    if (!find_type(without_marks(written), &chinese)) return (str){0};
    for (size_t i = 0; i < sizeof type_table / sizeof *type_table; i++)
        if (type_table[i].types & type) return str_of(chinese ? type_table[i].chinese[0] : type_table[i].english[0]);
    return (str){0};
}

/* --- defaults -------------------------------------------------------------------------------------------------------------- */

/* What stands between the marks of code; a '*' may be the value. */
static str plain_text(str s)
{
    while (s.n && strchr("` ", s.p[0])) s = str_slice(s, 1, s.n);
    while (s.n && strchr("` ", s.p[s.n - 1])) s = str_slice(s, 0, s.n - 1);
    return s;
}

bool docs_says_none(str written)
{
    str s = plain_text(written);
    static const char *const nothing[] = {"",    "-",  "--",     "/",  "无",         "空", "空字符串", "none", "null",
                                          "nil", "n/a", "\"\"", "''", "[]",         "{}"};
    return IS_ONE_OF(s, nothing);
}

static bool is_zero_json(str json)
{
    return str_is(json, "\"\"") || str_is(json, "0") || str_is(json, "false") || str_is(json, "[]") || str_is(json, "{}") ||
           str_is(json, "null");
}

static str unquoted(str s)
{
    s = without_marks(s);
    if (s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0]) s = str_slice(s, 1, s.n - 1);
    return s;
}

/* A number at the start, or a product of numbers; what is behind it in `rest`. */
static bool read_number(str s, double *n, str *rest)
{
    char text[64], *at = text, *end;
    if (!s.n || s.n >= sizeof text || !(s.p[0] == '-' || (s.p[0] >= '0' && s.p[0] <= '9'))) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    *n = 1;
    for (;;) {
        double factor = strtod(at, &end);
        if (end == at) return false;
        *n *= factor;
        at = end;
        while (*at == ' ') at++;
        if (*at != '*') break;
        for (at++; *at == ' ';) at++;
    }
    *rest = str_trim(str_slice(s, (size_t)(end - text), s.n));
    return true;
}

/* How many of the smallest unit of its kind one of the unit is; 0: not known. */
static double unit_size(str unit)
{
    static const struct {
        const char *name;
        double size;
    } units[] = {{"ns", 0.000001},   {"us", 0.001},   {"ms", 1},         {"毫秒", 1},   {"millisecond", 1}, {"milliseconds", 1},
                 {"s", 1000},        {"秒", 1000},    {"sec", 1000},     {"second", 1000}, {"seconds", 1000}, {"m", 60000},
                 {"min", 60000},     {"分钟", 60000}, {"minute", 60000}, {"minutes", 60000}, {"h", 3600000}, {"小时", 3600000},
                 {"hour", 3600000},  {"d", 86400000}, {"天", 86400000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq_nocase(unit, str_of(units[i].name))) return units[i].size;
    return 0;
}

static bool is_same_number(double a, double b) { return a <= b && a >= b; }

static docs_match compare_numbers(str written, str code, str code_unit)
{
    double said, is;
    str unit, rest;
    if (!read_number(written, &said, &unit) || !read_number(code, &is, &rest) || rest.n) return MATCH_UNKNOWN;
    if (is_same_number(said, is)) return MATCH_SAME; /* whatever the unit is called */
    double size = unit_size(before_bracket(unit)), of_code = unit_size(code_unit);
    if (!unit.n) return MATCH_OTHER;
    if (size <= 0 || of_code <= 0) return MATCH_UNKNOWN;
    return is_same_number(said * size, is * of_code) ? MATCH_SAME : MATCH_OTHER;
}

/* The letters that tell lists apart: without blanks and quotes. */
static str bare(arena *a, str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(" \t\"'`[]", s.p[i])) out[n++] = s.p[i];
    return str_make(out, n);
}

static bool is_list(str s) { return s.n > 1 && s.p[0] == '[' && s.p[s.n - 1] == ']'; }

/* One word, so that nothing is said about it. */
static bool is_word(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr(" \t(),;|<>", s.p[i]) || (unsigned char)s.p[i] >= 0x80) return false;
    return s.n > 0;
}

docs_match docs_compare_default(arena *a, str written, const inferred_value *v)
{
    str said = plain_text(written), code = v->default_text;
    bool zero = is_zero_json(code), text = code.n && code.p[0] == '"';
    if (!code.n || (code.p[0] == '{' && !zero) || str_find(code, STR("\\"), 0) >= 0) return MATCH_UNKNOWN;
    if (docs_says_none(said)) return zero ? MATCH_SAME : MATCH_OTHER;
    if (is_list(said) || code.p[0] == '[') return str_eq(bare(a, said), bare(a, code)) ? MATCH_SAME : MATCH_UNKNOWN;
    if (str_is(code, "true") || str_is(code, "false")) {
        str word = unquoted(said);
        bool boolean = str_eq_nocase(word, STR("true")) || str_eq_nocase(word, STR("false"));
        return !boolean ? MATCH_UNKNOWN : str_eq_nocase(word, code) ? MATCH_SAME : MATCH_OTHER;
    }
    if (!text) return zero ? MATCH_UNKNOWN : compare_numbers(unquoted(said), code, v->unit);
    if (zero) return MATCH_UNKNOWN; /* handlers may take the empty text for something else */
    str word = unquoted(said);
    if (str_eq_nocase(word, unquoted(code))) return MATCH_SAME;
    return is_word(word) ? MATCH_OTHER : MATCH_UNKNOWN;
}

str docs_default_text(arena *a, str written, const inferred_value *v)
{
    bool code = written.n > 1 && written.p[0] == '`', quoted = str_find(written, STR("\""), 0) >= 0;
    bool text = v->default_text.n && v->default_text.p[0] == '"';
    str shown = text && !quoted ? unquoted(v->default_text) : v->default_text;
    return code ? arena_printf(a, "`%.*s`", STR_ARG(shown)) : shown;
}
