/* The .proto files of a program. */
#include "cxx/internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "cxx/values.h"

enum { ABOVE_MOST = 12, IMPORTED_MOST = 60 };

/* What every header of protoc's brings along. */
static const char prelude[] = "namespace google { namespace protobuf { namespace util {\n"
                              "struct JsonParseOptions { bool ignore_unknown_fields = false; "
                              "bool case_insensitive_enum_parsing = false; };\n"
                              "} } }\n";

static void declare(cxx_state *s, uint32_t file, str path, cxx_expanded x)
{
    cxx_file *f = ARENA_NEW(s->a, cxx_file);
    *f = (cxx_file){.index = file, .path = path, .x = x, .tree = syntax_parse(SYNTAX_CPP, x.text, NULL, (str){0})};
    array_push(s->a, &s->files, f);
    cxx_declare(s, f);
}

void cxx_declare_text(cxx_state *s, str text)
{
    cxx_expanded x = {.text = text};
    array_push(s->a, &x.pieces, ((cxx_piece){0, 0, 0, false}));
    declare(s, s->reading, STR(""), x);
}

/* Beside the file that asks for it, then in the folders above, up to the top one. */
static bool find(cxx_state *s, str name, str *path, str *text)
{
    str folder = path_dir(s->including);
    for (int i = 0; i < ABOVE_MOST; i++) {
        *path = path_join(s->a, folder, name);
        if (s->tree->read(s->tree->self, *path, text)) return true;
        if (str_eq(folder, s->include_root) || path_dir(folder).n >= folder.n) return false;
        folder = path_dir(folder);
    }
    return false;
}

static void read_imports(cxx_state *s, const proto_file *f, uint32_t file);

static void read_messages(cxx_state *s, uint32_t file, str path, str text, bool hidden)
{
    proto_file *f = proto_read(&s->messages, text);
    s->depth++;
    read_imports(s, f, file);
    s->depth--;
    proto_resolve(&s->messages, f);
    declare(s, file, path, proto_to_cxx(&s->messages, f, hidden));
}

static void read_file(cxx_state *s, str path, str text)
{
    str outer = s->including;
    if (text.n > LIMIT_SOURCE_BYTES) return;
    path = arena_str(s->a, path);
    map_put(s->a, &s->seen, path, s);
    uint32_t index = (uint32_t)s->p->files.n;
    array_push(s->a, &s->p->files, (ir_file){.path = path, .text = arena_str(s->a, text), .own = true});
    s->including = path;
    read_messages(s, index, path, s->p->files.at[index].text, false);
    s->including = outer;
}

static void read_imports(cxx_state *s, const proto_file *f, uint32_t file)
{
    for (size_t i = 0; i < f->imports.n && s->depth < IMPORTED_MOST; i++) {
        str name = f->imports.at[i], path, text;
        bool known = proto_known_file(name, &text);
        if (map_find(&s->seen, known ? name : STR(""))) continue;
        if (known) {
            map_put(s->a, &s->seen, name, s);
            read_messages(s, file, name, text, true);
        } else if (find(s, name, &path, &text) && !map_find(&s->seen, path)) {
            read_file(s, path, text);
        }
    }
}

bool cxx_read_messages(cxx_state *s, str header)
{
    static const char end[] = ".pb.h";
    str name = arena_printf(s->a, "%.*s.proto", (int)(header.n - (sizeof end - 1)), header.p), path, text;
    if (s->is_c || !find(s, name, &path, &text)) return false;
    if (map_find(&s->seen, path)) return true;
    read_file(s, path, text);
    if (!map_find(&s->seen, STR("google/protobuf/util"))) {
        map_put(s->a, &s->seen, STR("google/protobuf/util"), s);
        cxx_declare_text(s, str_of(prelude));
    }
    return true;
}

const proto_message *cxx_message_of(const ir_type *t)
{
    const cxx_type *behind = cxx_type_behind(t);
    const cxx_instance *i = behind ? behind->instance : NULL;
    if (!i || i->of->outer || i->of->params.n || !i->state->messages.by_class.n) return NULL;
    arena *a = i->state->a;
    return map_get(&i->state->messages.by_class, arena_printf(a, "%.*s%.*s", STR_ARG(i->of->space), STR_ARG(i->of->name)));
}
