/* libfyaml: events only, or with TREE its documents: nodes without types. */
#include "parse.h"

#include <libfyaml.h>

static bool parse(const char *text, size_t n)
{
    const struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET};
    struct fy_parser *parser = fy_parser_create(&cfg);
    if (!parser) return false;
    bool fine = fy_parser_set_string(parser, text, n) == 0;
#ifdef TREE
    struct fy_document *document;
    while (fine && (document = fy_parse_load_document(parser))) fy_parse_document_destroy(parser, document);
#else
    struct fy_event *event;
    while (fine && (event = fy_parser_parse(parser))) fy_parser_event_free(parser, event);
#endif
    fine = fine && !fy_parser_get_stream_error(parser);
    fy_parser_destroy(parser);
    return fine;
}

int main(int argc, char **argv) { return bench(argc, argv, parse); }
