/* What comments say to wpls: "wpls:ignore RULE" in all files that may have it, "wpls: plugin=FOLDER" in YAML. */
#include "features/completion_internal.h"

#include "base/path.h"
#include "base/words.h"
#include "language/language.h"
#include "plugin/project.h"

/* The text between the comment's sign and the cursor, without blanks before it; false: the cursor is in no comment. A sign in a
 * string is taken for one, too: then nothing that begins with "wpls" stands behind it. */
static bool find_comment(str text, uint32_t cursor, const char *sign, range *typed)
{
    uint32_t start = cursor;
    while (start > 0 && text.p[start - 1] != '\n') start--;
    str line = str_slice(text, start, cursor);
    ptrdiff_t at = str_find(line, str_of(sign), 0);
    if (at < 0) return false;
    uint32_t from = start + (uint32_t)at + (uint32_t)strlen(sign);
    while (from < cursor && (text.p[from] == ' ' || text.p[from] == '\t')) from++;
    *typed = range_make(from, cursor);
    return true;
}

static void add(completion *c, str label, str text, str detail, char group)
{
    completion_item *item = completion_add(c, COMPLETION_VALUE, group);
    if (!item) return;
    item->label = item->filter = item->text = arena_str(c->a, str_trim(label));
    item->text = text;
    item->detail = detail;
}

static void add_plugins(workspace *w, completion *c, str path)
{
    const project_list *plugins = workspace_projects(w);
    str folder = path_dir(path);
    for (size_t i = 0; i < plugins->n; i++) {
        str root = project_root(plugins->at[i]), from = folder, up = STR("");
        if (workspace_holds_others(w, plugins->at[i])) continue;
        while (!path_is_inside(root, from) && !str_is(from, "/")) {
            from = path_dir(from);
            up = arena_printf(c->a, "%.*s../", STR_ARG(up));
        }
        str below = str_eq(root, from) ? STR(".") : path_relative(root, from);
        str name = arena_printf(c->a, "%.*s%.*s", STR_ARG(up), STR_ARG(below));
        add(c, name, name, words_str("a plugin of the workspace"), '1');
    }
}

/* Behind the last blank, comma or '=' before the cursor: what an item replaces. */
static void set_token(completion *c, str text, range typed, uint32_t cursor, const char *stops)
{
    uint32_t start = typed.end;
    while (start > typed.start && !strchr(stops, text.p[start - 1])) start--;
    c->at.token = range_make(start, cursor);
}

void completion_in_comment(workspace *w, completion *c, str path, str text, uint32_t offset, const completion_words *rules)
{
    const language_row *l = language_of(path);
    uint32_t cursor = offset < text.n ? offset : (uint32_t)text.n;
    range typed;
    if (!find_comment(text, cursor, l ? l->comments.sign : "#", &typed)) return;
    str words = str_slice(text, typed.start, typed.end);
    static const str ignore = STR_INIT("wpls:ignore "), plugin = STR_INIT("wpls: plugin=");
    if (str_starts(words, ignore)) {
        str rest = str_slice(words, ignore.n, words.n);
        ptrdiff_t blank = str_find_char(str_trim(rest), ' ', 0);
        set_token(c, text, typed, cursor, " ,");
        bool more = blank < 0 || str_find_char(rest, ',', (size_t)blank) >= 0;
        for (size_t i = 0; i < rules->n && more; i++) add(c, rules->at[i].name, rules->at[i].name, rules->at[i].title, '1');
    } else if (!l && str_starts(words, plugin)) {
        set_token(c, text, range_make(typed.start + (uint32_t)plugin.n, typed.end), cursor, "");
        add_plugins(w, c, path);
    } else if (words.n && (str_starts(STR("wpls:ignore"), words) || (!l && str_starts(plugin, words)))) {
        c->at.token = typed;
        add(c, STR("wpls:ignore"), ignore, words_str("take a finding away"), '0');
        if (!l) add(c, STR("wpls: plugin="), plugin, words_str("say whose configuration this is"), '0');
    }
}
