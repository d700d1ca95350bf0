#include "sandbox/child.h"

#include "base/confine.h"
#include "base/words.h"
#include "base/worker.h"
#include "sandbox/host.h"

enum { IN = 0, OUT = 1, ENDED_BADLY = 1 };

static bool send(const sandbox_answer *answer)
{
    strbuf bytes = STRBUF_INIT;
    sandbox_answer_pack(&bytes, answer);
    bool sent = worker_put_block(OUT, strbuf_str(&bytes));
    strbuf_free(&bytes);
    return sent;
}

static int serve(host_module *m)
{
    arena a = ARENA_INIT;
    strbuf block = STRBUF_INIT;
    bool sent = true;
    while (sent && worker_get_block(IN, &block)) {
        sandbox_answer answer;
        host_run(m, &a, strbuf_str(&block), &answer);
        sent = send(&answer);
        arena_reset(&a);
    }
    strbuf_free(&block);
    arena_free(&a);
    return 0;
}

int sandbox_child_run(void)
{
    confine_process(SANDBOX_PROCESS_BYTES);
    arena a = ARENA_INIT;
    strbuf block = STRBUF_INIT;
    sandbox_order order;
    int status = ENDED_BADLY;
    if (worker_get_block(IN, &block) && sandbox_order_unpack(strbuf_str(&block), &order)) {
        words_use(order.language == WORDS_CHINESE ? WORDS_CHINESE : WORDS_ENGLISH);
        sandbox_answer ready = {.verdict = SANDBOX_ACCEPTED};
        host_module *m = host_load(&a, &order, &ready.reason);
        if (!m) ready.verdict = SANDBOX_NO_JUDGE;
        status = send(&ready) && m ? serve(m) : 0;
        if (m) host_unload(m);
    }
    strbuf_free(&block);
    arena_free(&a);
    return status;
}
