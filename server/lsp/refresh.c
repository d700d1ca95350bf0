/* workspace/codeLens/refresh, inlayHint/refresh and semanticTokens/refresh (LSP 3.17): a client asks again for what it edits;
 * that lenses, hints and colours of another document follow from the edit it does not know.
 *
 * It is asked once the typing has stopped, only for documents that it has asked about and has not edited since, and for lenses
 * only when they say something else now. */
#include "base/clock.h"
#include "base/path.h"
#include "lsp/server_internal.h"
#include "plugin/settings.h"

static uint32_t delay_in(server *s)
{
    str folder = workspace_root_count(s->files) ? workspace_root_at(s->files, 0) : STR("/");
    settings_view v = workspace_settings(s->files, folder);
    return settings_typing_delay(&v);
}

int64_t refresh_due(const server *s) { return s->refresh.due ? s->refresh.due : INT64_MAX; }

static void ask(server *s, bool wanted, const char *method)
{
    if (wanted) server_send(s, arena_cstr(&s->scratch, arena_printf(&s->scratch, "\"wpls-%s\"", method)), method, STR(""));
}

/* What was shown in the documents may be another now. */
static void ask_again(server *s)
{
    bool shown = false, lenses = false;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        document *doc = s->docs.open.at[i];
        if (doc->decorated && doc->decorated != s->found.sources) {
            doc->decorated = 0;
            shown = true;
        }
        if (doc->lenses && s->client.refreshes_lenses && doc->lenses != code_lens_state(s, doc)) {
            doc->lenses = 0;
            lenses = true;
        }
    }
    ask(s, lenses, "workspace/codeLens/refresh");
    ask(s, shown && s->client.refreshes_hints, "workspace/inlayHint/refresh");
    ask(s, shown && s->client.refreshes_tokens, "workspace/semanticTokens/refresh");
}

bool refresh_step(server *s)
{
    if (!s->client.refreshes_lenses && !s->client.refreshes_hints && !s->client.refreshes_tokens) return false;
    if (s->refresh.changes != s->found.changes) {
        s->refresh.changes = s->found.changes;
        s->refresh.due = now_ms() + delay_in(s);
    }
    if (!s->refresh.due || now_ms() < s->refresh.due) return false;
    s->refresh.due = 0; /* first: a bug must not repeat for ever */
    ask_again(s);
    return true;
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.refreshes_lenses = json_is_true(abilities, "workspace.codeLens.refreshSupport");
    s->client.refreshes_hints = json_is_true(abilities, "workspace.inlayHint.refreshSupport");
    s->client.refreshes_tokens = json_is_true(abilities, "workspace.semanticTokens.refreshSupport");
}

const server_feature feature_refresh = {
    .read_abilities = read_abilities,
};
