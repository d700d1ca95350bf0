/* Hands the jobs of `wpls lint` out to workers, processes of their own, takes their results, and replaces those that end before
 * they are done. What such a worker was at is tried again without what is to blame for its end, so that every other job, and
 * every report, is whole. */
#include "base/blame.h"
#include "base/file.h"
#include "base/path.h"
#include "base/stream.h"
#include "base/thread.h"
#include "cli/command.h"
#include "cli/lint_run.h"
#include "language/language.h"
#include "plugin/project.h"
#include "rules/rule.h"

#include <errno.h>
#include <stdio.h>

enum {
    TEAM_MOST = 64,
    TRIES_MOST = 6, /* of one job: each death leaves out more; then it is given up. And of starting workers */
    READ_BYTES = 64 * 1024,
    END_MS = 10 * 1000, /* for a worker to end when there is no more to do */
    MEMORY_LEAST = 64 << 20, /* of one worker, however many share the limit */
};

typedef struct member {
    worker worker;
    bool running;
    size_t left_out; /* entries of the blame when it was started */
    stream in, out;
    strbuf received; /* not taken yet */
    const job_group *group; /* at work, or NULL */
} member;

typedef struct lint_team team;
struct lint_team {
    lint *l;
    member members[TEAM_MOST];
    uint32_t most;    /* members */
    uint64_t share;   /* of the memory, for each */
    unsigned started;
    job_groups groups; /* of the round under way; those before `next` are handed out */
    size_t next;
    job_round round;
    uint8_t *tries;    /* deaths, by job */
    bool *settled;     /* by job: it has a result, or was put off to a later round */
    blame blame;
    unsigned deaths, vain; /* so far; of workers that had not begun a job */
    work_death last;
    bool broken;       /* no worker lives, or the system gives no process */
};

/* --- starting
 * ------------------------------------------------------------------------------------------------------------------ */

static bool start(team *t, member *m)
{
    strbuf left_out = STRBUF_INIT, argument = STRBUF_INIT;
    blame_write(&t->blame, &left_out);
    lint_pack_start(&argument, t->l, strbuf_str(&left_out));
    worker_request r = {.role = &lint_worker_role,
                        .argument = strbuf_str(&argument),
                        .memory_most = t->share,
                        .number = ++t->started};
    m->left_out = blame_count(&t->blame);
    m->running = worker_start(&m->worker, &r);
    if (!m->running) {
        tell("can't start a worker: %s", strerror(errno));
        t->last = (work_death){.cause = WORK_EXITED, .code = EXIT_INTERNAL};
        t->broken = true;
    }
    strbuf_free(&left_out);
    strbuf_free(&argument);
    if (!m->running) return false;
    stream_init(&m->in, m->worker.in, true);
    stream_init(&m->out, m->worker.out, true);
    return true;
}

static void send(member *m, const strbuf *block)
{
    uint64_t n = block->n;
    stream_add(&m->in, str_make((const char *)&n, sizeof n));
    stream_put(&m->in, strbuf_str(block));
}

/* The jobs of the member's group that have no result yet. */
static void send_group(team *t, member *m)
{
    const job_group *g = m->group;
    strbuf block = STRBUF_INIT, jobs = STRBUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < g->jobs.n; i++) {
        size_t number = (size_t)(g->jobs.at[i] - t->l->plan.jobs.at);
        if (t->settled[number]) continue;
        lint_pack_job(&jobs, number, g->jobs.at[i]);
        count++;
    }
    strbuf_add_char(&block, LINT_GROUP);
    pack_number(&block, t->round);
    pack_number(&block, count);
    strbuf_add(&block, strbuf_str(&jobs));
    send(m, &block);
    strbuf_free(&block);
    strbuf_free(&jobs);
}

/* --- a death
 * -------------------------------------------------------------------------------------------------------------------- */

static uint64_t hash_text(void *self, work_kind kind, str path)
{
    const team *t = self;
    arena a = ARENA_INIT;
    uint64_t hash = 0;
    str text;
    if (kind == WORK_DOCUMENT && file_read(&a, path, &text) == FILE_OK) hash = str_hash(text, 0);
    if (kind == WORK_PROJECT) {
        workspace *w = workspace_new(); /* as the worker's, and of the disk as it is now */
        lint_use_options(t->l, w);
        lint_use_plan(&t->l->plan, w);
        hash = workspace_sources_hash(w, path);
        workspace_free(w);
    }
    arena_free(&a);
    return hash;
}

static void tell_death(const team *t, work_death death, const blame_verdict *v, const job *j)
{
    arena a = ARENA_INIT;
    str here = t->l->plan.here, end = work_death_text(&a, death);
    const work_left_out *what = v->left_out ? &v->left_out->what : v->at_work ? &v->at_work->what : NULL;
    str path = path_relative(what ? what->path : j ? j->path : here, here);
    str function = what && what->kind == WORK_FUNCTION ? what->name : STR("");
    str at = function.n ? arena_printf(&a, words("analysing '%.*s' in %.*s"), STR_ARG(function), STR_ARG(path))
                        : arena_printf(&a, words("analysing %.*s"), STR_ARG(path));
    tell("%.*s ended with %.*s; %s", STR_ARG(at), STR_ARG(end),
         v->left_out ? words("it is left out") : words("it is tried once more"));
    arena_free(&a);
}

/* A finding says so in every report. */
static void give_up(team *t, job *j, work_death death)
{
    arena a = ARENA_INIT;
    diagnostic_list found = {0};
    str path = j->path;
    for (const language_row *const *l = language_all(); *l && j->project; l++) {
        str file = path_join(&a, j->path, str_of((*l)->project_file));
        if (file_exists(file)) path = file;
    }
    rule_context c = {.arena = &a, .out = &found};
    not_analysed_document(&c, path, &(work_left_out){.path = path, .death = death});
    workspace *w = workspace_new(); /* for the text alone, which tells lines */
    lint_use_options(t->l, w);
    lint_use_plan(&t->l->plan, w);
    outputs_write(&t->l->outputs, &j->out, w, &found);
    workspace_free(w);
    j->totals = (report_totals){.plugins = j->project, .configurations = !j->project};
    j->totals.counts[found.at[0].level]++;
    j->done = true;
    arena_free(&a);
}

/* The job that the worker was at, or NULL. */
static job *job_at_work(const team *t, const member *m)
{
    uint64_t number = atomic_load(&m->worker.page->message);
    return number && number <= t->l->plan.jobs.n ? &t->l->plan.jobs.at[number - 1] : NULL;
}

/* The worker has ended: says of what. The job that it was at, unless it is to be tried again, has its result. */
static void bury(team *t, member *m)
{
    work_death death = worker_wait(&m->worker);
    job *j = job_at_work(t, m);
    blame_verdict v = blame_death(&t->blame, m->worker.page, death, m->left_out, (blame_texts){hash_text, t});
    tell_death(t, death, &v, j);
    size_t number = j ? (size_t)(j - t->l->plan.jobs.at) : 0;
    if (j && !t->settled[number] && ++t->tries[number] >= TRIES_MOST) {
        give_up(t, j, death);
        t->settled[number] = true;
    }
    if (!j && ++t->vain >= TRIES_MOST) t->broken = true;
    t->last = death;
    t->deaths++;
    t->l->failed = true;
    m->running = false;
    worker_free(&m->worker);
    stream_free(&m->in);
    strbuf_clear(&m->received);
}

/* --- what workers tell
 * ------------------------------------------------------------------------------------------------------------ */

static void answer(team *t, member *m, unpacker *u)
{
    strbuf block = STRBUF_INIT;
    strbuf_add_char(&block, LINT_KNOWN);
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) strbuf_add_char(&block, baseline_take(t->l->known, unpack_str(u)));
    send(m, &block);
    strbuf_free(&block);
}

/* The next whole block that came; false when there is none. It is gone with the next call. */
static bool next_block(member *m, size_t *at, str *block)
{
    uint64_t n;
    if (m->received.n - *at < sizeof n) return false;
    memcpy(&n, m->received.p + *at, sizeof n);
    if (m->received.n - *at - sizeof n < n) return false;
    *block = str_slice(strbuf_str(&m->received), *at + sizeof n, *at + sizeof n + (size_t)n);
    *at += sizeof n + (size_t)n;
    return true;
}

static void forget_taken(member *m, size_t at)
{
    if (at) memmove(m->received.p, m->received.p + at, m->received.n - at);
    m->received.n -= at;
}

/* Reads once; false when the worker has ended. */
static bool receive(member *m)
{
    char bytes[READ_BYTES];
    size_t n = stream_read(&m->out, bytes, sizeof bytes);
    strbuf_add(&m->received, str_make(bytes, n));
    return n > 0;
}

static void take_blocks(team *t, member *m)
{
    size_t at = 0;
    str block;
    while (next_block(m, &at, &block)) {
        unpacker u = {str_slice(block, 1, block.n), false};
        switch (block.n ? block.p[0] : 0) {
        case LINT_RESULT: {
            size_t number = lint_unpack_result(t->l, &u);
            if (number < t->l->plan.jobs.n) t->settled[number] = true;
            break;
        }
        case LINT_ASK: answer(t, m, &u); break;
        case LINT_DONE: m->group = NULL; break;
        }
    }
    forget_taken(m, at);
}

/* --- rounds
 * ----------------------------------------------------------------------------------------------------------------------- */

/* Gives the member something to do, starting it when it has to; false when there is nothing. */
static bool employ(team *t, member *m)
{
    bool again = m->group && !m->running;
    if (!m->group && t->next < t->groups.n) m->group = &t->groups.at[t->next++];
    else if (!again) return m->group != NULL;
    if (!m->running && !start(t, m)) return false;
    send_group(t, m);
    return true;
}

static int watch(team *t)
{
    int timeout = -1;
    for (uint32_t i = 0; i < t->most; i++) {
        member *m = &t->members[i];
        if (!m->running || !m->group) continue;
        int again = worker_check(&m->worker, worker_usual_patience(), WORKER_AWAITED);
        if (timeout < 0 || again < timeout) timeout = again;
    }
    return timeout;
}

static void wait_for_members(team *t, int timeout)
{
    stream *in[TEAM_MOST], *out[TEAM_MOST];
    for (uint32_t i = 0; i < t->most; i++) {
        member *m = &t->members[i];
        in[i] = m->running && m->group ? &m->out : NULL;
        out[i] = m->running ? &m->in : NULL;
    }
    streams_wait(in, t->most, out, t->most, timeout);
}

static void do_round(team *t)
{
    memset(t->settled, 0, t->l->plan.jobs.n * sizeof *t->settled);
    t->groups = job_groups_make(&t->l->memory, &t->l->plan.jobs, t->round);
    t->next = 0;
    for (bool busy = true; busy && !t->broken;) {
        busy = false;
        for (uint32_t i = 0; i < t->most; i++) busy = employ(t, &t->members[i]) || busy;
        if (!busy) break;
        wait_for_members(t, watch(t));
        for (uint32_t i = 0; i < t->most; i++) {
            member *m = &t->members[i];
            if (!m->running || !m->out.ready) continue;
            bool alive = receive(m);
            take_blocks(t, m);
            if (!alive) bury(t, m);
        }
    }
}

/* --- questions to one member
 * ------------------------------------------------------------------------------------------------------ */

/* Sends the block to the first member and waits for the block that answers it; false when the worker has ended before. */
static bool ask_once(team *t, const strbuf *question, strbuf *reply)
{
    member *m = &t->members[0];
    if (!m->running && !start(t, m)) return false;
    send(m, question);
    for (bool alive = true; alive;) {
        size_t at = 0;
        str block;
        while (next_block(m, &at, &block)) {
            unpacker u = {str_slice(block, 1, block.n), false};
            bool asks = block.n && block.p[0] == LINT_ASK;
            if (asks) answer(t, m, &u);
            if (asks) continue;
            strbuf_clear(reply);
            strbuf_add(reply, block);
            forget_taken(m, at);
            return true;
        }
        forget_taken(m, at);
        int again = worker_check(&m->worker, worker_usual_patience(), WORKER_AWAITED);
        stream *in[] = {&m->out}, *out[] = {&m->in};
        streams_wait(in, 1, out, 1, again);
        if (m->out.ready) alive = receive(m);
    }
    bury(t, m);
    return false;
}

/* As often as there is hope. */
static bool ask(team *t, const strbuf *question, strbuf *reply)
{
    while (!t->broken)
        if (ask_once(t, question, reply)) return true;
    return false;
}

int lint_team_plan(team *t, char **paths, size_t count, bool *complete)
{
    lint *l = t->l;
    strbuf block = STRBUF_INIT, reply = STRBUF_INIT;
    streams_may_break(true);
    strbuf_add_char(&block, LINT_PLAN);
    pack_number(&block, count);
    for (size_t i = 0; i < count; i++) pack_str(&block, str_of(paths[i]));
    int status = -1;
    if (ask(t, &block, &reply)) {
        unpacker u = {str_slice(strbuf_str(&reply), 1, reply.n), false};
        status = (int)unpack_number(&u) - 1;
        *complete = unpack_number(&u);
        lint_unpack_plan(&u, &l->plan);
    } else { /* nobody knows what there is to do: that is what the reports say */
        array_push(&l->memory, &l->plan.jobs, (job){.path = l->plan.here});
        *complete = true;
    }
    streams_may_break(false);
    size_t jobs = l->plan.jobs.n;
    if (t->most > jobs) t->most = jobs ? (uint32_t)jobs : 1;
    t->tries = ARENA_NEW_N(&l->memory, uint8_t, jobs);
    t->settled = ARENA_NEW_N(&l->memory, bool, jobs);
    strbuf_free(&block);
    strbuf_free(&reply);
    return status;
}

/* Fixes the sources of all plugins before anything is reported: documents are checked against them. False when what was changed
 * is lost with the worker that knew it. */
static bool fix_sources(team *t)
{
    job_list *jobs = &t->l->plan.jobs;
    strbuf block = STRBUF_INIT, reply = STRBUF_INIT;
    bool kept = true;
    for (size_t i = 0; i < jobs->n && kept && !t->broken;) {
        if (!jobs->at[i].project || t->tries[i] >= TRIES_MOST) {
            i++;
            continue;
        }
        strbuf_clear(&block);
        strbuf_add_char(&block, LINT_FIX);
        lint_pack_job(&block, i, &jobs->at[i]);
        if (!ask_once(t, &block, &reply)) {
            kept = !t->l->buffers;
            continue;
        }
        unpacker u = {str_slice(strbuf_str(&reply), 1, reply.n), false};
        jobs->at[i].done = unpack_number(&u);
        bool elsewhere = unpack_number(&u);
        jobs->at[i].totals.plugins = (uint32_t)unpack_number(&u);
        jobs->at[i].totals.plugins_checked = (uint32_t)unpack_number(&u);
        jobs->at[i].totals.unchanged = (uint32_t)unpack_number(&u);
        jobs->at[i].checked = jobs->at[i].totals.plugins_checked;
        for (size_t k = 0; elsewhere && k < i; k++) jobs->at[k].done = false;
        i++;
    }
    strbuf_free(&block);
    strbuf_free(&reply);
    return kept;
}

/* --- all of it
 * -------------------------------------------------------------------------------------------------------------------- */

/* With `buffers` one worker has the changed texts: without it all begins anew, with what is to blame left out. */
static bool do_rounds(team *t)
{
    unsigned deaths = t->deaths;
    job_list *jobs = &t->l->plan.jobs;
    for (size_t i = 0; t->l->buffers && i < jobs->n; i++) jobs->at[i].done = t->tries[i] >= TRIES_MOST;
    if (t->l->fix && !fix_sources(t)) return false;
    for (t->round = 0; t->round < JOB_ROUNDS && !t->broken; t->round++) {
        do_round(t);
        if (t->l->buffers && t->deaths > deaths) return false;
    }
    return true;
}

void lint_team_work(team *t)
{
    streams_may_break(true);
    while (!t->broken && !do_rounds(t)) {}
    streams_may_break(false);
    for (size_t i = 0; t->broken && i < t->l->plan.jobs.n; i++) /* nobody does the rest: the reports say so of each */
        if (!t->l->plan.jobs.at[i].done) give_up(t, &t->l->plan.jobs.at[i], t->last);
    t->l->failed = t->l->failed || t->broken;
}

void lint_team_join_hints(team *t, report_totals *all, output_texts *out)
{
    lint *l = t->l;
    diagnostic_list hints = {0};
    for (size_t i = 0; i < l->plan.left_out.n; i++) array_push(&l->memory, &hints, l->plan.left_out.at[i]);
    for (size_t i = 0; i < l->plan.jobs.n; i++)
        for (size_t k = 0; k < l->plan.jobs.at[i].left_out.n; k++)
            array_push(&l->memory, &hints, l->plan.jobs.at[i].left_out.at[k]);
    if (!hints.n) return;
    strbuf block = STRBUF_INIT, reply = STRBUF_INIT;
    strbuf_add_char(&block, LINT_HINTS);
    lint_pack_hints(&block, &hints);
    streams_may_break(true);
    if (ask(t, &block, &reply)) {
        unpacker u = {str_slice(strbuf_str(&reply), 1, reply.n), false};
        for (int i = 0; i < 5; i++) all->counts[i] += (uint32_t)unpack_number(&u);
        lint_unpack_texts(&u, l, out);
    }
    streams_may_break(false);
    strbuf_free(&block);
    strbuf_free(&reply);
}

void lint_team_print(team *t, strbuf *out)
{
    strbuf block = STRBUF_INIT, reply = STRBUF_INIT;
    strbuf_add_char(&block, LINT_PRINT);
    streams_may_break(true);
    bool told = false;
    while (!t->broken && !told) {
        told = ask_once(t, &block, &reply);
        while (!told && !t->broken && !do_rounds(t)) {} /* the changed texts were the worker's */
    }
    streams_may_break(false);
    if (told) strbuf_add(out, str_slice(strbuf_str(&reply), 1, reply.n));
    strbuf_free(&block);
    strbuf_free(&reply);
}

team *lint_team_new(lint *l)
{
    team *t = ARENA_NEW(&l->memory, team);
    t->l = l;
    t->most = l->workers ? l->workers : thread_processors();
    if (t->most > TEAM_MOST) t->most = TEAM_MOST;
    t->share = l->memory_most / t->most;
    if (t->share < MEMORY_LEAST) t->share = MEMORY_LEAST;
    return t;
}

void lint_team_free(team *t)
{
    for (uint32_t i = 0; i < t->most; i++) {
        member *m = &t->members[i];
        if (m->running) {
            worker_end(&m->worker, END_MS);
            worker_wait(&m->worker);
            worker_free(&m->worker);
        }
        stream_free(&m->in);
        strbuf_free(&m->received);
    }
    blame_free(&t->blame);
}
