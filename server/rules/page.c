#include "rules/page.h"

static void add_example(strbuf *out, const char *heading, const rule_example *shown)
{
    str s = str_of(shown->text);
    size_t fence = 3; /* longer than any inside */
    for (size_t i = 0, run = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        if (run >= fence) fence = run + 1;
    }
    strbuf_printf(out, "\n## %s\n\n", heading);
    strbuf_pad(out, '`', fence);
    strbuf_printf(out, "%s\n%s%s", shown->language, shown->text, str_ends(s, STR("\n")) ? "" : "\n");
    strbuf_pad(out, '`', fence);
    strbuf_add_char(out, '\n');
}

void rule_page(strbuf *out, const rule *r, const language_row *code)
{
    strbuf_printf(out, words("# %.*s\n\n`%.*s` (%s, since %s)\n\n"), STR_ARG(sdk_text_str(r->title)), STR_ARG(r->id),
                  words(severity_name(r->level)), r->since);
    rule_page_text(out, r, code);
    strbuf_printf(out, words("\n\nEvidence: %.*s\n"), STR_ARG(sdk_text_str(r->evidence)));
    add_example(out, words("Bad"), &r->bad);
    add_example(out, words("Good"), &r->good);
    strbuf_printf(
        out,
        words("\n## Not here\n\nA comment takes the finding away: `wpls:ignore %.*s reason`, in code behind `//`, in YAML "
              "behind `# `. The setting `rules` changes its level or turns it off everywhere.\n"),
        STR_ARG(r->id));
}
