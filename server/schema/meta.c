#include "schema/model.h"
#include "schema_tables.h"

bool schema_meta_text(str uri, str *text)
{
    for (size_t i = 0; i < sizeof meta_schemas / sizeof *meta_schemas; i++)
        if (str_is(uri, meta_schemas[i].uri)) {
            *text = str_make(meta_schemas[i].text, meta_schemas[i].size);
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
