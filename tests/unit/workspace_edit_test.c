/* Findings of an edited buffer are those of a buffer opened with the same text. */
#include "base/strbuf.h"
#include "plugin/workspace.h"
#include "rules/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static const str path = {"/nowhere/plugin.yaml", 20};

static size_t seen; /* findings compared */

static diagnostic_list check_buffer(workspace *w, arena *a)
{
    diagnostic_list list = {0};
    check_document(w, path, NULL, a, &list);
    diagnostic_list_sort(&list);
    return list;
}

/* Many small entries, so that the text has many pieces; some of them bring findings. */
static str make_text(arena *a)
{
    strbuf b = STRBUF_INIT;
    strbuf_add_cstr(&b, "apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nspec:\n  matchRules:\n");
    for (int i = 0; i < 400; i++)
        strbuf_printf(&b, "  - ingress: [route-%d]\n    config:\n      name: rule%d\n      mode: %s\n", i, i, i % 40 ? "a" : "yes");
    str text = arena_str(a, strbuf_str(&b));
    strbuf_free(&b);
    return text;
}

static void edit_only(workspace *w, strbuf *text, range at, str with)
{
    strbuf next = STRBUF_INIT;
    strbuf_add(&next, str_slice(strbuf_str(text), 0, at.start));
    strbuf_add(&next, with);
    strbuf_add(&next, str_slice(strbuf_str(text), at.end, text->n));
    strbuf_free(text);
    *text = next;
    workspace_edit_buffer(w, path, at, with);
}

static void edit(workspace *w, strbuf *text, range at, str with)
{
    edit_only(w, text, at, with);
    workspace_set_buffer(w, path, strbuf_str(text));
}

static void assert_same_findings(workspace *w, str text)
{
    arena a = ARENA_INIT;
    workspace *fresh = workspace_new();
    workspace_set_buffer(fresh, path, text);
    diagnostic_list got = check_buffer(w, &a), want = check_buffer(fresh, &a);
    seen += want.n;
    assert_int_equal(got.n, want.n);
    for (size_t i = 0; i < want.n; i++) {
        const diagnostic *x = &got.at[i], *y = &want.at[i];
        assert_true(x->at.start == y->at.start && x->at.end == y->at.end && x->level == y->level);
        assert_true(str_eq(x->code, y->code) && str_eq(x->message, y->message));
        assert_int_equal(x->related.n, y->related.n);
        for (size_t k = 0; k < y->related.n; k++) assert_int_equal(x->related.at[k].at.start, y->related.at[k].at.start);
        assert_int_equal(x->fixes.n, y->fixes.n);
        for (size_t k = 0; k < y->fixes.n; k++)
            assert_int_equal(x->fixes.at[k].edits.at[0].at.start, y->fixes.at[k].edits.at[0].at.start);
    }
    workspace_free(fresh);
    arena_free(&a);
}

static void test_edits(void **state)
{
    (void)state;
    static const struct {
        const char *before, *with; /* `with` is put in front of `before` */
    } edits[] = {
        {"rule7\n", "\"open "}, {"mode: yes", "x: 1\n      x: 2\n      "}, {"rule390\n", "[1, 2\n      # "}, {"  - ingress: [route-200]", "  - foo: no\n"},
        {"kind:", "a: on\n"}, {"rule200\n", "long text "},
    };
    arena a = ARENA_INIT;
    workspace *w = workspace_new();
    strbuf text = STRBUF_INIT;
    strbuf_add(&text, make_text(&a));
    workspace_set_buffer(w, path, strbuf_str(&text));
    assert_same_findings(w, strbuf_str(&text));
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ptrdiff_t found = str_find(strbuf_str(&text), str_of(edits[i].before), 0);
        assert_true(found >= 0);
        uint32_t at = (uint32_t)found, n = (uint32_t)strlen(edits[i].with);
        for (uint32_t k = 0; k < n; k++) { /* typed */
            edit(w, &text, range_make(at + k, at + k), str_make(edits[i].with + k, 1));
            assert_same_findings(w, strbuf_str(&text));
        }
        if (i % 2) edit(w, &text, range_make(at, at + n), STR(""));
        assert_same_findings(w, strbuf_str(&text));
    }
    assert_true(seen > 500);
    /* A change that was not told of. */
    workspace_set_buffer(w, path, make_text(&a));
    assert_same_findings(w, make_text(&a));
    workspace_free(w);
    strbuf_free(&text);
    arena_free(&a);
}

/* Several edits before the text is asked for: few, as many as are followed, more, and some behind one that changes the whole. */
static void test_edits_at_once(void **state)
{
    (void)state;
    static const uint32_t counts[] = {2, 63, 64, 65, 300};
    arena a = ARENA_INIT;
    workspace *w = workspace_new();
    strbuf text = STRBUF_INIT;
    strbuf_add(&text, make_text(&a));
    workspace_set_buffer(w, path, strbuf_str(&text));
    assert_same_findings(w, strbuf_str(&text));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int whole = 0; whole < 2; whole++) {
            for (uint32_t k = 0; k < counts[i]; k++) {
                ptrdiff_t at = str_find(strbuf_str(&text), STR("name: "), (size_t)k * 60);
                assert_true(at >= 0);
                edit_only(w, &text, range_make((uint32_t)at + 6, (uint32_t)at + 6), whole && k == counts[i] / 2 ? STR("'\n") : STR("a"));
            }
            workspace_set_buffer(w, path, strbuf_str(&text));
            assert_same_findings(w, strbuf_str(&text));
        }
    workspace_free(w);
    strbuf_free(&text);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_edits), cmocka_unit_test(test_edits_at_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
