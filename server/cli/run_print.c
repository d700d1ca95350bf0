/* What `wpls run` shows: messages of the plugin, and exchanges. */
#include "base/path.h"
#include "base/visible.h"
#include "base/words.h"
#include "cli/run_session.h"

#include <stdio.h>

enum { BODY_MOST = 4096 }; /* bytes of a body shown */

/* --- text from outside ------------------------------------------------------------------------------------------------------ */

static void print_visible(str s)
{
    arena a = ARENA_INIT;
    str visible = str_visible_lines(&a, s);
    fwrite(visible.p, 1, visible.n, stdout);
    arena_free(&a);
}

static const char *paint(const run_session *s, const char *code) { return s->options->color ? code : ""; }

/* --- messages --------------------------------------------------------------------------------------------------------------- */

static const char *level_color(log_level level)
{
    static const char *const colors[] = {"\033[2m", "\033[2m", "\033[1;34m", "\033[1;33m", "\033[1;31m", "\033[1;31m"};
    return colors[level];
}

void run_print_message(const run_session *s, const gateway_message *m)
{
    if (m->continued) fputs("         ", stdout);
    else
        printf("%s%-8s%s %s", paint(s, level_color(m->level)), log_level_name(m->level), paint(s, "\033[0m"),
               m->plugin ? "" : "envoy: ");
    print_visible(m->text);
    const log_place *place = m->plugin && !m->continued ? log_places_find(&s->places, m->text) : NULL;
    if (place)
        printf("  %s(%.*s:%u)%s", paint(s, "\033[2m"), STR_ARG(path_relative(place->path, s->options->folder)), place->line,
               paint(s, "\033[0m"));
    putchar('\n');
    fflush(stdout);
}

/* --- exchanges -------------------------------------------------------------------------------------------------------------- */

static void print_line(const run_session *s, const char *sign, const char *color, str text)
{
    printf("%s%s%s ", paint(s, color), sign, paint(s, "\033[0m"));
    print_visible(text);
    putchar('\n');
}

static void print_message(const run_session *s, const char *sign, const char *color, const http_message *m)
{
    arena a = ARENA_INIT;
    str first = m->response ? arena_printf(&a, "%d %.*s", m->status, STR_ARG(m->reason))
                            : arena_printf(&a, "%.*s %.*s", STR_ARG(m->method), STR_ARG(m->target));
    print_line(s, sign, color, first);
    for (size_t i = 0; i < m->headers.n; i++)
        print_line(s, sign, color,
                   arena_printf(&a, "%.*s: %.*s", STR_ARG(m->headers.at[i].name), STR_ARG(m->headers.at[i].value)));
    str rest = str_slice(m->body, 0, BODY_MOST), line;
    if (rest.n) print_line(s, sign, color, STR(""));
    while (rest.n && str_split(&rest, '\n', &line)) print_line(s, sign, color, line);
    if (m->body.n > BODY_MOST) print_line(s, sign, color, arena_printf(&a, words("... %zu bytes in all"), m->body.n));
    arena_free(&a);
}

static void print_outcome(http_outcome outcome, const http_message *response)
{
    if (outcome == HTTP_REFUSED) puts(words("< no answer: Envoy does not listen any more"));
    if (outcome == HTTP_TIMEOUT) puts(words("< no answer in time"));
    if (outcome == HTTP_CUT)
        puts(response->status ? words("< the answer was cut off here") : words("< no answer: the connection was closed"));
}

void run_print_exchange(run_session *s, const http_message *request, http_outcome outcome, const http_message *response,
                        const echo_exchanges *seen)
{
    const char *sent = "\033[1;36m", *came = "\033[1;32m", *call = "\033[1;35m";
    size_t reached = 0;
    print_message(s, ">", sent, request);
    for (size_t i = 0; i < seen->n; i++) {
        const echo_exchange *e = &seen->at[i];
        puts(e->call ? words("\n  the plugin called") : words("\n  the upstream saw"));
        print_message(s, "  |", call, &e->request);
        reached += !e->call;
    }
    if (s->options->own_upstream && !reached) puts(words("\n  the upstream saw nothing"));
    putchar('\n');
    if (response->status) print_message(s, "<", came, response);
    print_outcome(outcome, response);
    putchar('\n');
    fflush(stdout);
}
