/* Calls of an SDK's functions whose source is not at hand, by the signatures of schema/functions/go.json. */
#include "go/refuse.h"

#include "ir/body_facts.h"
#include "ir/sdk.h"

/* From behind an opening bracket to the one that closes it; the text's length if none does. */
static size_t closing(str text, size_t at)
{
    for (int depth = 0; at < text.n; at++) {
        char c = text.p[at];
        if (c == '(' || c == '[' || c == '{') depth++;
        else if ((c == ')' || c == ']' || c == '}') && depth-- == 0) return at;
    }
    return at;
}

/* The next part of a list: up to a comma that stands in no brackets. */
static str next_part(str *list)
{
    size_t at = 0;
    for (int depth = 0; at < list->n && !(depth == 0 && list->p[at] == ','); at++) {
        char c = list->p[at];
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
    }
    str part = str_trim(str_slice(*list, 0, at));
    *list = str_slice(*list, at < list->n ? at + 1 : at, list->n);
    return part;
}

static type_kind kind_of(str type)
{
    static const char *const numbers[] = {"int", "int8", "int16", "int32", "int64",
                                          "uint", "uint8", "uint16", "uint32", "uint64"};
    if (str_is(type, "string")) return TYPE_STRING;
    if (str_is(type, "bool")) return TYPE_BOOL;
    if (str_starts(type, STR("[]"))) return TYPE_SLICE;
    if (str_starts(type, STR("func("))) return TYPE_FUNC;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (str_is(type, numbers[i])) return TYPE_INT;
    return TYPE_UNKNOWN;
}

/* Names may share the type of the last of them. False when that is more than is kept. */
static bool read_parameters(str list, go_known_call *known)
{
    uint32_t typed = 0;
    while (list.n) {
        str part = next_part(&list);
        if (!part.n) continue; /* behind a last comma */
        if (known->count == GO_KNOWN_PARAMS) return false;
        known->count++;
        ptrdiff_t blank = str_find_char(part, ' ', 0);
        if (blank < 0) continue;
        str type = str_trim(str_slice(part, (size_t)blank, part.n));
        if (str_starts(type, STR("..."))) return false;
        while (typed < known->count) known->params[typed++] = kind_of(type);
    }
    return typed == known->count;
}

static bool read_signature(str text, go_known_call *known)
{
    ptrdiff_t open = str_find_char(text, '(', 0);
    if (open < 0) return false;
    size_t end = closing(text, (size_t)open + 1);
    if (end >= text.n || !read_parameters(str_slice(text, (size_t)open + 1, end), known)) return false;
    str results = str_trim(str_slice(text, end + 1, text.n));
    if (results.n && results.p[0] == '(') results = str_slice(results, 1, closing(results, 1));
    while (results.n) known->results += next_part(&results).n > 0;
    return true;
}

bool go_known_callee(const go_lower *l, const ir_node *callee, go_known_call *known)
{
    str path, name;
    *known = (go_known_call){0};
    if (!callee || callee->op != IR_EXTERN || !body_is_extern(callee, &path, &name)) return false;
    const char *package = sdk_package(path);
    const sdk_function *f = package ? sdk_find(package, name) : NULL;
    return f && f->signature && go_is_between_versions(l->s, path) && read_signature(str_of(f->signature), known);
}
