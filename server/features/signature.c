#include "features/signature.h"

#include "base/path.h"
#include "base/words.h"
#include "features/hover_source.h"
#include "features/sdk_name.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "plugin/project.h"
#include "text/brackets.h"

/* The parts between the outermost parentheses that are opened at `open`, split at commas that nothing encloses. */
static void find_parameters(arena *a, signature_help *help, size_t open)
{
    str label = help->label;
    int depth = 0;
    for (size_t i = open + 1, start = i; i < label.n; i++) {
        char c = label.p[i];
        bool end = depth == 0 && (c == ',' || c == ')');
        if (strchr("([{<", c)) depth++;
        else if (strchr(")]}>", c) && !(c == '>' && i && label.p[i - 1] == '-')) depth--;
        if (!end) continue;
        while (start < i && label.p[start] == ' ') start++;
        if (i > start) array_push(a, &help->parameters, range_make((uint32_t)start, (uint32_t)i));
        start = i + 1;
        if (c == ')') return;
    }
}

/* Where the parameters of a signature begin: behind the function's name. */
static ptrdiff_t opening(str label, str name)
{
    ptrdiff_t at = str_find(label, name, 0);
    while (at >= 0 && (size_t)at + name.n < label.n && label.p[(size_t)at + name.n] != '(' && label.p[(size_t)at + name.n] != '[')
        at = str_find(label, name, (size_t)at + 1);
    return at < 0 ? -1 : str_find_char(label, '(', (size_t)at + name.n);
}

static bool of_function(arena *a, const language_row *l, const sdk_function *f, bool markdown, signature_help *help)
{
    if (!f || !f->signature) return false;
    help->label = str_of(f->signature);
    help->documentation = hover_source_function(a, l, f, markdown);
    ptrdiff_t open = opening(help->label, str_of(f->name));
    if (open < 0) return false;
    find_parameters(a, help, (size_t)open);
    return true;
}

/* An option takes one function, whose form is what one has to know. */
static bool of_option(arena *a, const language_row *l, const char *package, str name, signature_help *help)
{
    phase when;
    bool streaming;
    const char *shape;
    if (!package || !language_option(l, package, name, &when, &streaming, &shape) || !*shape) return false;
    help->label = arena_printf(a, "%.*s(%s)", STR_ARG(name), shape);
    array_push(a, &help->parameters, range_make((uint32_t)name.n + 1, (uint32_t)help->label.n - 1));
    return true;
}

bool signature_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, signature_help *help)
{
    str text;
    const language_row *l = language_of(path);
    *help = (signature_help){0};
    if (!l || workspace_text(w, path, &text) != FILE_OK || offset > text.n) return false;
    bool lines = l->place != NULL; /* where literals and statements end as in Go */
    scan_result scan = scan_brackets(a, &(scan_rules){.lines = lines}, text, offset);
    const open_bracket *call = NULL;
    for (size_t i = scan.open.n; i-- > 0 && !call;) {
        if (scan.open.at[i].kind == '{') return false; /* in the body of a literal */
        if (scan.open.at[i].kind == '(') call = &scan.open.at[i];
    }
    sdk_name called;
    if (!call || !sdk_name_of(w, a, path, l, call->header, &called)) return false;
    help->active = call->commas;
    if (of_option(a, l, called.package, called.name, help)) return true;
    return of_function(a, l, called.function, markdown, help);
}
