/* The schemas that are compiled in: meta-schemas, kinds of documents, the settings of wpls. */
#include "schema/model.h"
#include "schema_tables.h"

bool schema_compiled_in(str uri, str *text)
{
    for (size_t i = 0; i < sizeof compiled_in / sizeof *compiled_in; i++)
        if (str_is(uri, compiled_in[i].uri)) {
            *text = str_make(compiled_in[i].text, compiled_in[i].size);
            return true;
        }
    return false;
}

str schema_meta_uri(schema_draft draft)
{
    switch (draft) {
    case SCHEMA_DRAFT_6: return STR("http://json-schema.org/draft-06/schema");
    case SCHEMA_DRAFT_7: return STR("http://json-schema.org/draft-07/schema");
    case SCHEMA_2019_09: return STR("https://json-schema.org/draft/2019-09/schema");
    case SCHEMA_2020_12: return STR("https://json-schema.org/draft/2020-12/schema");
    case SCHEMA_DRAFT_4: return STR("http://json-schema.org/draft-04/schema");
    default: return STR("");
    }
}
