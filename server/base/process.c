#include "base/process_output.h"

#include "base/interrupt.h"
#include "base/limits.h"
#include "base/words.h"

#include <stdlib.h>

void process_result_free(process_result *r)
{
    strbuf_free(&r->out);
    strbuf_free(&r->err);
}

str process_end_text(arena *a, const process_result *r)
{
    switch (r->end) {
    case PROCESS_RUNNING: return words_str("still running");
    case PROCESS_EXITED: return arena_printf(a, words("exit status %d"), r->code);
    case PROCESS_SIGNALLED: return arena_printf(a, words("killed by signal %d (%s)"), r->code, interrupt_name(r->code));
    case PROCESS_DEADLINE: return arena_printf(a, words("stopped after %lld s"), (long long)((r->milliseconds + 500) / 1000));
    case PROCESS_CANCELLED: return words_str("cancelled");
    case PROCESS_NOT_STARTED:
        return r->folder_missing ? words_str("its working folder can't be entered")
                                 : arena_printf(a, words("can't be started: %s"), strerror(r->code));
    }
    return STR("");
}

/* --- output --------------------------------------------------------------------------------------------------------------- */

static void hand_line(process *p, process_stream from, str line)
{
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    p->request.line(p->request.self, from, line);
}

static void split_lines(process *p, process_stream from, str text)
{
    strbuf *pending = &p->lines[from];
    while (text.n) {
        ptrdiff_t end = str_find_char(text, '\n', 0);
        size_t take = end < 0 ? text.n : (size_t)end, room = LIMIT_PROCESS_LINE - pending->n;
        bool whole = end >= 0 && take <= room;
        if (take > room) take = room;
        strbuf_add(pending, str_slice(text, 0, take));
        text = str_slice(text, take + (whole ? 1 : 0), text.n);
        if (whole || pending->n == LIMIT_PROCESS_LINE) {
            hand_line(p, from, strbuf_str(pending));
            strbuf_clear(pending);
        }
    }
}

void process_take_output(process *p, process_stream from, str text)
{
    strbuf *kept = from == PROCESS_OUT ? &p->result->out : &p->result->err;
    size_t room = p->request.output_most - kept->n;
    if (text.n > room) p->result->cut = true;
    strbuf_add(kept, str_slice(text, 0, room));
    if (p->request.line) split_lines(p, from, text);
}

void process_end_output(process *p, process_stream from)
{
    if (p->lines[from].n) hand_line(p, from, strbuf_str(&p->lines[from]));
    strbuf_free(&p->lines[from]);
}

bool process_run(const process_request *r, process_result *result)
{
    process p;
    if (!process_start(&p, r, result)) return false;
    while (process_pump(&p, 60 * 1000)) {}
    return true;
}

/* --- arguments and environment -------------------------------------------------------------------------------------------- */

void process_arg(arena *a, process_strings *list, str arg) { array_push(a, list, arena_cstr(a, arg)); }

void process_env_set(arena *a, process_strings *env, const char *name, str value)
{
    size_t n = strlen(name);
    const char *entry = arena_printf(a, "%s=%.*s", name, STR_ARG(value)).p;
    for (size_t i = 0; i < env->n; i++)
        if (strncmp(env->at[i], entry, n + 1) == 0) {
            env->at[i] = entry;
            return;
        }
    array_push(a, env, entry);
}

void process_env_keep(arena *a, process_strings *env, const char *name)
{
    const char *value = getenv(name);
    if (value) process_env_set(a, env, name, str_of(value));
}

const char *const *process_list(arena *a, process_strings *list)
{
    array_push(a, list, NULL);
    list->n--;
    return list->at;
}
