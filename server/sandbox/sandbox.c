#include "sandbox/sandbox.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/die_with_parent.h"
#include "base/file.h"
#include "base/path.h"
#include "base/stream.h"
#include "base/words.h"
#include "wasm/hosts.h"

#include <stdlib.h>

enum { PUMP_MS = 2, LOG_WARNING = 3 };

struct sandbox {
    arena memory; /* of what is needed to start the child */
    const sandbox_order *order;
    process_request request;
    process process;
    process_result result;
    stream in;
    bool running;
};

/* --- the child -------------------------------------------------------------------------------------------------------------- */

/* Beside wpls itself, or where WPLS_SANDBOX says. */
static str find_program(arena *a)
{
    const char *said = getenv("WPLS_SANDBOX");
    str program = said ? str_of(said) : path_join(a, path_dir(file_executable(a)), STR("wpls-sandbox"));
    return file_is_program(program) ? program : (str){0};
}

static bool start(sandbox *s)
{
    process_result_free(&s->result);
    s->running = process_start(&s->process, &s->request, &s->result);
    if (!s->running) return false;
    stream_init(&s->in, s->process.in, true);
    return true;
}

static void stop(sandbox *s)
{
    if (!s->running) return;
    process_stop(&s->process);
    stream_free(&s->in);
    s->running = false;
}

/* The next block that comes; false when none does, and the child is gone then. Borrowed until the next question. */
static bool receive(sandbox *s, str *block)
{
    int64_t until = now_ms() + SANDBOX_WALL_MS;
    for (bool alive = true;;) {
        str all = strbuf_str(&s->result.out);
        size_t n = sandbox_block_size(all);
        if (n == SIZE_MAX) return false;
        if (n) {
            *block = str_slice(all, sizeof(uint64_t), n);
            return true;
        }
        if (!alive || now_ms() >= until) return false;
        stream_flush(&s->in);
        alive = process_pump(&s->process, PUMP_MS);
    }
}

/* Sends a block and reads its answer into `a`. False: the child is ended, `answer` says how. */
static bool ask(sandbox *s, arena *a, str question, sandbox_answer *answer)
{
    uint64_t length = question.n;
    str block;
    strbuf_clear(&s->result.out);
    stream_add(&s->in, str_make((const char *)&length, sizeof length));
    stream_put(&s->in, question);
    if (receive(s, &block) && sandbox_answer_unpack(a, block, answer)) return true;
    bool over = s->process.id == 0;
    if (over) {
        stream_free(&s->in);
        s->running = false;
    } else {
        stop(s);
    }
    *answer = (sandbox_answer){.verdict = SANDBOX_STOPPED};
    answer->reason = over ? arena_printf(a, words("the sandbox ended: %.*s"), STR_ARG(process_end_text(a, &s->result)))
                          : arena_printf(a, words("no answer within %d s"), SANDBOX_WALL_MS / 1000);
    return false;
}

/* --- from outside ----------------------------------------------------------------------------------------------------------- */

/* A child that has the module. False with the reason. */
static bool start_with_module(sandbox *s, arena *a, str *problem)
{
    sandbox_answer ready;
    strbuf order = STRBUF_INIT;
    *problem = words_str("the sandbox can't be started");
    if (!start(s)) return false;
    sandbox_order_pack(&order, s->order);
    bool asked = ask(s, a, strbuf_str(&order), &ready);
    strbuf_free(&order);
    if (asked && ready.verdict == SANDBOX_ACCEPTED) return true;
    *problem = ready.reason;
    stop(s);
    return false;
}

sandbox *sandbox_open(arena *a, const sandbox_order *o, str *problem)
{
    static const char *const nothing[] = {NULL};
    sandbox *s = calloc(1, sizeof *s);
    if (!s) bug_out_of_memory();
    s->order = o;
    str program = find_program(&s->memory);
    if (!program.n) {
        *problem = words_str("it can't be run without the program 'wpls-sandbox', which is not beside wpls ('make sandbox' "
                             "builds it)");
        sandbox_close(s);
        return NULL;
    }
    process_strings argv = {0};
    die_with_parent_begin(&s->memory, &argv);
    process_arg(&s->memory, &argv, program);
    process_arg(&s->memory, &argv, STR("--serve"));
    s->request = (process_request){.argv = process_list(&s->memory, &argv), .environment = nothing, .grace_ms = 1,
                                   .output_most = SANDBOX_BLOCK_BYTES, .fed = true};
    if (start_with_module(s, a, problem)) return s;
    sandbox_close(s);
    return NULL;
}

void sandbox_run(sandbox *s, arena *a, str configuration, sandbox_answer *answer)
{
    str problem;
    if (s->running || start_with_module(s, a, &problem)) ask(s, a, configuration, answer);
    else *answer = (sandbox_answer){.verdict = SANDBOX_NO_JUDGE, .reason = problem};
}

void sandbox_close(sandbox *s)
{
    stop(s);
    process_result_free(&s->result);
    arena_free(&s->memory);
    free(s);
}

/* --- what the plugin said --------------------------------------------------------------------------------------------------- */

/* The first line of a panic's text that says something, as Go and Rust write it. */
static str panic_text(str errors)
{
    str rest = errors, line, first = {0};
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!first.n) first = line;
        if (str_starts(line, STR("panic: ")) || str_starts(line, STR("fatal error: "))) return line;
        if (!str_has(line, STR("' panicked at ")) && !str_has(line, STR(" panicked at "))) continue;
        str place = line; /* of Rust: the text stands on the next line */
        return str_split(&rest, '\n', &line) && str_trim(line).n ? str_trim(line) : place;
    }
    return first;
}

/* The last line that the SDK marks as the plugin's reason, else the last of the highest level from warnings on. */
static str last_complaint(const sandbox_answer *answer)
{
    str best = {0};
    uint64_t level = LOG_WARNING - 1;
    for (size_t i = answer->log.n; i-- > 0;) {
        const sandbox_line *line = &answer->log.at[i];
        bool framed;
        str text = wasm_log_message(line->text, &framed);
        if (framed && text.n) return text;
        if (!text.n || line->level <= level) continue;
        level = line->level;
        best = text;
    }
    return best;
}

str sandbox_message(arena *a, const sandbox_answer *answer)
{
    str message = {0};
    if (answer->verdict == SANDBOX_CRASHED && answer->errors.n) message = panic_text(answer->errors);
    return arena_str(a, message.n ? message : last_complaint(answer));
}
