/* The keywords by name, and in which dialects and vocabularies each of them counts. */
#include "schema/model.h"

enum { NOW = 9999, OPENAPI = 5 };
enum group { CORE, APPLY, UNEVALUATED, VALIDATE, OTHER };

static const struct keyword {
    str text;
    enum group group;
    int since, until;
} keywords[] = {
    {STR_INIT(""), OTHER, NOW, 0},
#define KEYWORD(name, text, group, since, until) {STR_INIT(text), group, since, until},
#include "schema/keywords.def"
#undef KEYWORD
};

enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

/* OpenAPI's dialects grew out of draft 5 ("Wright 00"), but what newer drafts added and they do not forbid is honoured, too. */
static bool has(const struct keyword *k, schema_draft draft)
{
    static const int years[] = {[SCHEMA_DRAFT_4] = 4, [SCHEMA_DRAFT_6] = 6, [SCHEMA_DRAFT_7] = 7, [SCHEMA_2019_09] = 2019,
                                [SCHEMA_2020_12] = 2020};
    bool openapi = draft == SCHEMA_OPENAPI_3_0 || draft == SCHEMA_KUBERNETES;
    if (openapi)
        return k->since == OPENAPI || (k->since <= 7 && k->until >= 7 && k->group != CORE) || (k->since == 4 && k->until > 4);
    return years[draft] >= k->since && years[draft] <= k->until;
}

static bool in_vocabulary(const struct keyword *k, const schema_dialect *d)
{
    return !(d->no_validation && k->group == VALIDATE) && !(d->no_applicator && k->group == APPLY) &&
           !(d->no_unevaluated && k->group == UNEVALUATED);
}

schema_keyword schema_keyword_named(str name, const schema_dialect *dialect)
{
    for (int i = 1; i < KEYWORD_COUNT; i++)
        if (str_eq(keywords[i].text, name))
            return has(&keywords[i], dialect->draft) && in_vocabulary(&keywords[i], dialect) ? (schema_keyword)i
                                                                                             : KEYWORD_UNKNOWN;
    return KEYWORD_UNKNOWN;
}

