/* Blocks of YAML and JSON in README files and other documentation: between fences, and in the heredocs of shell commands there.
 *
 * A block becomes a literal scalar whose lines begin where the fence does. */
#include "documents/form_internal.h"

/* What stands between two fences, or between a heredoc's command and its end. */
typedef struct block {
    str text;            /* of the whole file */
    uint32_t start, end; /* of its lines */
    uint32_t columns;    /* before each of them, at most */
    bool traffic;        /* what stands above calls it a request or a response */
} block;

static uint32_t line_end(str text, uint32_t at)
{
    ptrdiff_t end = str_find_char(text, '\n', at);
    return end < 0 ? (uint32_t)text.n : (uint32_t)end;
}

static uint32_t blanks_at(str text, uint32_t at, uint32_t most)
{
    uint32_t n = 0;
    while (n < most && at + n < text.n && text.p[at + n] == ' ') n++;
    return n;
}

/* --- blocks ---------------------------------------------------------------------------------------------------------------- */

static void add_block(arena *a, const block *b, yaml_dialect dialect, form_blocks *out)
{
    if (b->end <= b->start) return;
    yaml_node *scalar = ARENA_NEW(a, yaml_node);
    *scalar = (yaml_node){.kind = YAML_SCALAR, .style = YAML_LITERAL, .type = YAML_STRING, .at = range_make(b->start, b->end),
                          .content = range_make(b->start, b->end), .value = str_slice(b->text, b->start, b->end)};
    if (b->columns) {
        ARRAY(yaml_run) runs = {0};
        char *bytes = arena_alloc(a, b->end - b->start);
        uint32_t made = 0;
        for (uint32_t at = b->start, next; at < b->end; at = next) {
            next = line_end(b->text, at) + 1;
            if (next > b->end) next = b->end;
            uint32_t from = at + blanks_at(b->text, at, b->columns);
            array_push(a, &runs, (yaml_run){made, from});
            memcpy(bytes + made, b->text.p + from, next - from);
            made += next - from;
        }
        scalar->value = str_make(bytes, made);
        scalar->runs = runs.at;
        scalar->run_count = (uint32_t)runs.n;
    }
    array_push(a, out, (form_block){{.scalar = scalar, .text = scalar->value, .block = true, .traffic = b->traffic}, dialect});
}

/* The word that ends the heredoc which a line begins; empty when it begins none. */
static str heredoc_end(str line)
{
    ptrdiff_t at = str_find(line, STR("<<"), 0);
    str rest = at < 0 ? (str){0} : str_slice(line, (size_t)at + 2, line.n);
    size_t n = 0;
    while (rest.n && strchr("-'\" \\", rest.p[0])) rest = str_slice(rest, 1, rest.n);
    while (n < rest.n && ((rest.p[n] | ('a' - 'A')) >= 'a' && (rest.p[n] | ('a' - 'A')) <= 'z')) n++;
    return str_slice(rest, 0, n);
}

static void add_heredocs(arena *a, const block *shell, form_blocks *out)
{
    str word = {0};
    block b = {.text = shell->text, .columns = shell->columns};
    for (uint32_t at = shell->start, next; at < shell->end; at = next) {
        uint32_t end = line_end(shell->text, at);
        str line = str_trim(str_slice(shell->text, at, end));
        next = end + 1;
        if (!word.n) {
            word = heredoc_end(line);
            b.start = next;
        } else if (str_eq(line, word)) {
            b.end = at;
            add_block(a, &b, YAML_1_2, out);
            word = (str){0};
        }
    }
}

bool form_is_script(str text)
{
    str word = {0};
    for (uint32_t at = 0; at < text.n && !str_starts(text, STR("#!")); at = line_end(text, at) + 1) {
        str line = str_trim(str_slice(text, at, line_end(text, at)));
        if (word.n && str_eq(line, word)) return true;
        if (!word.n) word = heredoc_end(line);
    }
    return str_starts(text, STR("#!"));
}

/* --- what stands above ----------------------------------------------------------------------------------------------------- */

static bool has_any(str line, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t at = 0; at + strlen(list[i]) <= line.n; at++)
            if (str_eq_nocase(str_slice(line, at, at + strlen(list[i])), str_of(list[i]))) return true;
    return false;
}

static bool is_about_configuration(str line)
{
    static const char *const list[] = {"config", "setting", "option", "wasmplugin", "envoyfilter", "yaml",
                                       "\xe9\x85\x8d\xe7\xbd\xae" /* configuration */};
    return has_any(line, list, sizeof list / sizeof *list);
}

static bool is_about_traffic(str line)
{
    static const char *const list[] = {"request", "response", "respond", "return", "curl", "body", "payload",
                                       "\xe8\xaf\xb7\xe6\xb1\x82" /* request */, "\xe5\x93\x8d\xe5\xba\x94" /* response */,
                                       "\xe8\xbf\x94\xe5\x9b\x9e" /* returns */};
    return has_any(line, list, sizeof list / sizeof *list);
}

/* The line right above says it, else the heading. */
static bool shows_traffic(str line, str heading)
{
    if (is_about_configuration(line) || is_about_traffic(line)) return !is_about_configuration(line);
    return !is_about_configuration(heading) && is_about_traffic(heading);
}

/* --- fences ---------------------------------------------------------------------------------------------------------------- */

/* How many of its characters a line's fence has; 0: it is none. */
static size_t fence_of(str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == line.p[0]) n++;
    return line.n && (line.p[0] == '`' || line.p[0] == '~') && n >= 3 ? n : 0;
}

static str language_of_fence(str line, size_t fence)
{
    str info = str_trim(str_slice(line, fence, line.n));
    size_t n = 0;
    while (n < info.n && !strchr(" \t{,", info.p[n])) n++;
    return str_slice(info, 0, n);
}

static void add_fenced(arena *a, const block *b, str language, form_blocks *out)
{
    static const char *const shells[] = {"sh", "bash", "shell", "console", "zsh"};
    bool yaml = !language.n || str_eq_nocase(language, STR("yaml")) || str_eq_nocase(language, STR("yml"));
    if (yaml) add_block(a, b, YAML_1_2, out);
    else if (str_eq_nocase(language, STR("json"))) add_block(a, b, YAML_JSON, out);
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (str_eq_nocase(language, str_of(shells[i]))) add_heredocs(a, b, out);
}

form_blocks document_blocks(arena *a, str text)
{
    form_blocks out = {0};
    size_t fence = 0;
    char sign = 0;
    str language = {0}, above = {0}, heading = {0};
    block b = {.text = text};
    for (uint32_t at = 0, next; at < text.n; at = next) {
        uint32_t end = line_end(text, at);
        str line = str_trim(str_slice(text, at, end));
        size_t here = fence_of(line);
        next = end + 1;
        if (!fence && here) {
            fence = here;
            sign = line.p[0];
            language = language_of_fence(line, here);
            b.columns = blanks_at(text, at, end - at);
            b.start = next;
            b.traffic = shows_traffic(above, heading);
        } else if (fence && here >= fence && here == line.n && line.p[0] == sign) {
            b.end = at;
            add_fenced(a, &b, language, &out);
            fence = 0;
            above = (str){0};
        } else if (!fence && line.n) {
            above = line;
            if (line.p[0] == '#') heading = line;
        }
    }
    return out;
}
