/* libyaml: events only, or with TREE its document: nodes without types. */
#include "parse.h"

#include <yaml.h>

#ifdef TREE
static bool parse(const char *text, size_t n)
{
    yaml_parser_t parser;
    yaml_document_t document;
    if (!yaml_parser_initialize(&parser)) return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
    bool fine = true, done = false;
    while (fine && !done) {
        fine = yaml_parser_load(&parser, &document);
        if (!fine) break;
        done = !yaml_document_get_root_node(&document);
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return fine;
}
#else
static bool parse(const char *text, size_t n)
{
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser)) return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
    bool fine = true, done = false;
    while (fine && !done) {
        fine = yaml_parser_parse(&parser, &event);
        if (!fine) break;
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return fine;
}
#endif

int main(int argc, char **argv) { return bench(argc, argv, parse); }
