/* Compiles any bytes as a JSON Schema and checks any bytes against it: the text before a line "%%" is the schema, the rest the document.
 * The verdict and the findings must agree, and every finding must stand inside its text. */
#include "base/bug.h"
#include "base/words.h"
#include "schema/schema.h"

#define CHECK(condition) ((condition) ? (void)0 : BUG("not so: %s", #condition))

static bool read_schema(void *self, str uri, schema_file *out)
{
    if (!str_is(uri, "file:///schema.json") && !str_is(uri, "file:///schema.yaml")) return false;
    *out = (schema_file){*(const str *)self, STR("/schema")};
    return true;
}

static void check_findings(const diagnostic_list *found, str text)
{
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        CHECK(d->at.start <= d->at.end && d->at.end <= text.n);
        CHECK(d->message.n > 0 && str_starts(d->code, STR("schema/")));
        for (size_t k = 0; k < d->fixes.n; k++)
            for (size_t j = 0; j < d->fixes.at[k].edits.n; j++) CHECK(d->fixes.at[k].edits.at[j].at.end <= text.n);
    }
}

static void check_text(str schema_text, str document, const char *uri, schema_draft draft)
{
    arena a = ARENA_INIT;
    schema_set *set = schema_set_new(&a, (schema_loader){&schema_text, read_schema}, draft);
    const schema_node *schema = schema_load(set, str_of(uri));
    diagnostic_list about_schema = {0};
    schema_check_itself(set, str_of(uri), &a, &about_schema);
    check_findings(&about_schema, schema_text);
    const yaml_stream *s = yaml_parse(&a, document, YAML_1_2);
    for (size_t i = 0; schema && i < s->documents.n; i++) {
        diagnostic_list found = {0};
        words_use(i % 2 == 1 ? WORDS_CHINESE : WORDS_ENGLISH);
        schema_options options = {.formats = true, .path = STR("/document"), .text = document};
        schema_validate(&a, schema, s->documents.at[i].root, &options, &found);
        check_findings(&found, document);
        bool good = schema_accepts(schema, s->documents.at[i].root, true), error = false;
        for (size_t k = 0; k < found.n; k++) error = error || found.at[k].level == SEVERITY_ERROR;
        CHECK(good ? !error : found.n > 0);
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    ptrdiff_t split = str_find(text, STR("\n%%\n"), 0);
    str schema = split < 0 ? text : str_slice(text, 0, (size_t)split);
    str document = split < 0 ? text : str_slice(text, (size_t)split + 4, text.n);
    check_text(schema, document, "file:///schema.json", SCHEMA_2020_12);
    check_text(schema, document, "file:///schema.yaml", SCHEMA_DRAFT_7);
    check_text(schema, document, "file:///schema.yaml", SCHEMA_KUBERNETES);
    return 0;
}
