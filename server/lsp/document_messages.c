#include "lsp/document_messages.h"

#include "base/words.h"

const char *document_read_uri(const cJSON *params, str *uri)
{
    return json_get_str(params, "textDocument.uri", uri) ? NULL : WORDS("'textDocument.uri' must be a string");
}

const char *document_read_open(const cJSON *params, document_opening *opening)
{
    *opening = (document_opening){.language = {"", 0}};
    const char *wrong = document_read_uri(params, &opening->uri);
    if (wrong) return wrong;
    if (!json_get_str(params, "textDocument.text", &opening->text)) return WORDS("'textDocument.text' must be a string");
    if (!json_get_int(params, "textDocument.version", &opening->version))
        return WORDS("'textDocument.version' must be an integer");
    json_get_str(params, "textDocument.languageId", &opening->language);
    return NULL;
}

static bool get_position(const cJSON *params, const char *path, text_position *at)
{
    const cJSON *p = json_get(params, path);
    int64_t line, column;
    if (!json_get_int(p, "line", &line) || !json_get_int(p, "character", &column) || line < 0 || column < 0) return false;
    *at = (text_position){line > UINT32_MAX ? UINT32_MAX : (uint32_t)line, column > UINT32_MAX ? UINT32_MAX : (uint32_t)column};
    return true;
}

const char *document_read_change(const cJSON *item, document_change *change)
{
    *change = (document_change){0};
    if (!json_get_str(item, "text", &change->text)) return WORDS("'contentChanges[].text' must be a string");
    const cJSON *at = json_get(item, "range");
    change->whole = !at || cJSON_IsNull(at);
    if (!change->whole && !(get_position(at, "start", &change->start) && get_position(at, "end", &change->end)))
        return WORDS("'contentChanges[].range' must be a range");
    return NULL;
}

document_change *document_read_changes(const document_edit *edit, arena *a, size_t *count)
{
    document_change *changes = ARENA_NEW_N(a, document_change, (size_t)cJSON_GetArraySize(edit->changes));
    const cJSON *item;
    *count = 0;
    cJSON_ArrayForEach(item, edit->changes) document_read_change(item, &changes[(*count)++]);
    return changes;
}

const char *document_read_edit(const documents *d, arena *scratch, const cJSON *params, document_edit *edit)
{
    *edit = (document_edit){.changes = json_get(params, "contentChanges")};
    const char *wrong = document_read_uri(params, &edit->uri);
    if (wrong) return wrong;
    if (!cJSON_IsArray(edit->changes)) return WORDS("'contentChanges' must be an array");
    document_change change;
    const cJSON *item;
    cJSON_ArrayForEach(item, edit->changes)
    {
        wrong = document_read_change(item, &change); /* all before the first is applied */
        if (wrong) return wrong;
    }
    edit->doc = documents_find(d, scratch, edit->uri);
    if (!edit->doc) return NULL;
    edit->version = edit->doc->version;
    json_get_int(params, "textDocument.version", &edit->version);
    edit->old = edit->version < edit->doc->version;
    return NULL;
}
