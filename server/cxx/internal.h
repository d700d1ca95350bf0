/* The front end's own state, shared by its files:
 *
 *     preprocess.c macros.c condition.c   sources to preprocessed texts with places
 *     load.c       files of a project, their trees        declare.c    what is declared in them
 *     proto*.c     messages of protobuf, and the C++ that they become
 *     types.c      types by their syntax                  instance.c   classes with their template arguments
 *     lower*.c     bodies to the ir                       semantics.c convert.c   how values behave
 *     models/      library functions                      registration.c  what the plugin hands to its SDK
 *
 * Names are looked up as C++ does, and where that finds nothing by their last part: where that leaves two meanings, nothing is
 * known. */
#ifndef CXX_INTERNAL_H
#define CXX_INTERNAL_H

#include "cxx/frontend.h"
#include "cxx/grammar.h"
#include "cxx/preprocess.h"
#include "cxx/proto.h"
#include "cxx/types.h"
#include "ir/program.h"
#include "ir/language_row.h"
#include "ir/registration.h"

typedef struct cxx_file {
    uint32_t index; /* of the program's file */
    str path;
    cxx_expanded x;
    syntax_tree *tree; /* of x.text */
} cxx_file;

/* A piece of syntax with its file; without a file there is none. */
typedef struct cxx_at {
    const cxx_file *file;
    syntax_node node;
} cxx_at;

typedef struct cxx_state cxx_state;
typedef struct cxx_class cxx_class;
typedef struct cxx_instance cxx_instance;

typedef struct cxx_field {
    str name;
    cxx_at type, declarator, init; /* init: the default value; a list, an expression, or nothing */
    bool is_static;
} cxx_field;

/* A function of the sources: a definition, or a declaration in a class. */
typedef struct cxx_function {
    str name;
    cxx_at at;         /* function_definition, declaration or field_declaration */
    cxx_at declarator; /* function_declarator */
    cxx_at body;       /* of the definition, which may stand elsewhere: then `definition` is it */
    cxx_at definition;
    uint32_t least, most; /* number of parameters that may be given */
    bool is_virtual, is_static, is_template, is_constructor, is_pure;
    cxx_at template_of; /* parameters of its template, or nothing */
    str space;         /* the namespace around, as in cxx_scope */
    ir_func *func;     /* outside of classes, once asked for */
} cxx_function;
typedef ARRAY(cxx_function) cxx_functions;

struct cxx_class {
    str name;
    cxx_at at;
    cxx_class *outer;
    ARRAY(str) params;  /* of a template */
    ARRAY(cxx_at) bases;
    ARRAY(cxx_field) fields;
    cxx_functions methods;
    map members;        /* nested classes, aliases, enumerators: name -> cxx_name */
    map used;           /* names of bases' methods that count beside its own: using Base::f */
    bool inherits;      /* the constructors of its bases: using Base::Base */
    bool is_function;   /* it stands for a function template: it has its parameters, and nothing else */
    str space;
    cxx_instance *plain; /* of a class without parameters */
    bool twice;         /* declared in several places */
};

typedef enum cxx_name_kind {
    CXX_IS_CLASS,
    CXX_IS_ALIAS,
    CXX_IS_ENUM,
    CXX_IS_ENUMERATOR,
    CXX_IS_FUNCTION,
    CXX_IS_GLOBAL
} cxx_name_kind;

/* What a name stands for. */
typedef struct cxx_name {
    cxx_name_kind kind;
    bool ambiguous; /* for several things */
    cxx_class *of;  /* CXX_IS_CLASS */
    cxx_at type, declarator; /* CXX_IS_ALIAS, CXX_IS_GLOBAL */
    cxx_instance *in; /* CXX_IS_GLOBAL: the class that it is a variable of, once asked for */
    str space;      /* it is declared in */
    int64_t number; /* CXX_IS_ENUMERATOR */
    ir_type *enumeration;
    cxx_functions functions;
    ir_global *global;
    cxx_at init;
    bool defined;   /* CXX_IS_GLOBAL: not only declared, in a class */
} cxx_name;

typedef struct cxx_method {
    const cxx_function *of;
    cxx_instance *owner; /* whose scope it is in */
    ir_func *func;
    bool is_virtual;     /* here or in a base */
} cxx_method;

/* A class with arguments for its parameters. */
struct cxx_instance {
    cxx_state *state;
    cxx_class *of;
    cxx_type *type;
    cxx_instance *outer;
    ir_type **args;
    ARRAY(cxx_instance *) bases;
    ARRAY(cxx_method) methods; /* its own; constructors included */
    ARRAY(ir_type *) field_types; /* of its own fields, in the order of of->fields */
    uint32_t ancestors; /* bases, and theirs */
    bool whole;         /* its bases and fields are in: only then can it be a base itself */
    bool unknown_base;  /* one whose declaration is not at hand */
    bool broken;        /* fields of one name, or a mistake of syntax: something may be missing */
    ir_func *plain;     /* constructor without arguments, made when there is none */
    ir_func *forwarding[4]; /* those that hand so many arguments on to a base, less one */
};

/* using namespace target; */
typedef struct cxx_using {
    str space, target;
} cxx_using;

typedef struct cxx_registered {
    cxx_at at; /* the declaration */
    cxx_at args;
    str space;
} cxx_registered;

/* The tree of a file's text behind the preprocessor, when it was last parsed. */
typedef struct cxx_kept_tree {
    str path, text; /* in `memory`, which is the tree's own */
    arena memory;
    syntax_language language;
    syntax_tree *tree;
} cxx_kept_tree;

/* Of the files of a project; owned by its front_cache, and freed with it. The programs made of them have uses of their own. */
enum { CXX_TREES_MOST = 64 };
typedef struct cxx_trees {
    cxx_kept_tree at[CXX_TREES_MOST];
    size_t n;
} cxx_trees;

struct cxx_state {
    ir_program *p;
    arena *a;
    const source_tree *tree;
    cxx_grammar g;
    bool is_c;     /* all its sources are in C */
    cxx_preprocessor pp;
    ARRAY(cxx_file *) files;
    map names;     /* of namespaces: "a::b::name" -> cxx_name */
    map loose;     /* by their last part alone: name -> cxx_name, an ambiguous one where several have it */
    map spaces;    /* namespaces that are declared: "a::b::"; an alias has what it stands for */
    ARRAY(cxx_using) usings;
    map instances; /* of function templates: text -> ir_func */
    map types;     /* text -> cxx_type */
    ARRAY(cxx_registered) registered;
    ARRAY(cxx_class *) classes;
    ir_package *package;
    str root;      /* folder of the project */
    str include_root; /* the last folder above a file in which its includes are looked for; empty: any */
    ARRAY(str) include_paths; /* folders in which they are looked for next, as the build files say */
    ARRAY(str) waiting; /* sources of other folders that are built with it */
    uint32_t definitions; /* so many from there */
    size_t source_bytes;  /* of all files so far */
    map seen;      /* paths of files that were read or asked for */
    str including; /* the file that is being read, */
    uint32_t reading; /* and its index among the program's */
    bool reads_library; /* a header of those of cxx_read_library is included */
    proto_set messages; /* of protobuf, which .proto files declare */
    ir_refusals mistakes; /* of syntax that no compiler takes, one a file */
    cxx_trees *trees; /* borrowed from the cache that it is loaded with; NULL: none, and after that */
    bool exported; /* what hosts call are functions of the ABI's names: nothing is registered with the C++ SDK */
    map absent;    /* names of the program's absent headers */
    bool missing;  /* a header of the plugin's own is not at hand: what it declares may call the host */
    int depth;
};

/* --- declare.c --- */
/* Collects what the file declares. */
void cxx_declare(cxx_state *s, const cxx_file *f);
str cxx_text(cxx_at at);
ir_span cxx_span(cxx_at at);
static inline cxx_at cxx_in(cxx_at outer, syntax_node n) { return (cxx_at){syntax_is_null(n) ? NULL : outer.file, n}; }
static inline bool cxx_there(cxx_at at) { return at.file != NULL; }
/* The function_declarator in a declarator; nothing when it declares no function. */
cxx_at cxx_function_declarator(const cxx_state *s, cxx_at declarator);
/* The name of a declarator: identifier, field_identifier, qualified_identifier, ... */
cxx_at cxx_declared_name(const cxx_state *s, cxx_at declarator);
/* The last part of a qualified name. */
cxx_at cxx_last_part(const cxx_state *s, cxx_at name);
void cxx_count_parameters(const cxx_state *s, cxx_at declarator, uint32_t *least, uint32_t *most);

/* --- types.c, instance.c --- */
/* A type for an enumeration of that full name. */
ir_type *cxx_enum_type(cxx_state *s, str name, ir_type *under);
/* Where a type's name is looked up. */
typedef struct cxx_scope {
    cxx_state *s;
    cxx_instance *in; /* the class around, or NULL */
    str space;        /* the namespace around: "", "a::b::" */
} cxx_scope;
/* In a class that of its declaration; else the one given. */
cxx_scope cxx_scope_in(cxx_state *s, cxx_instance *in, str space);
/* NULL: deduced (auto). An opaque type when it is not known. */
ir_type *cxx_type_of_syntax(const cxx_scope *scope, cxx_at type);
/* The type that the declarator makes of it. `*reference`: it is a reference to that. */
ir_type *cxx_declared_type(const cxx_scope *scope, ir_type *base, cxx_at declarator, bool *reference);
ir_type *cxx_pointer_type(cxx_state *s, ir_type *of);
/* char[length] */
ir_type *cxx_memory_type(cxx_state *s, ir_type *of, int64_t length);
/* An argument of a template: a type, or a number. */
ir_type *cxx_type_argument(const cxx_scope *scope, cxx_at argument);
/* A type_descriptor's. */
ir_type *cxx_described_type(const cxx_scope *scope, cxx_at descriptor);
cxx_instance *cxx_instance_of(cxx_state *s, cxx_class *c, cxx_instance *outer, ir_type **args);
/* The name in the class, its bases and the classes around; `*in`: whose it is. Then in namespaces, from the one around outwards.
 * The name may be qualified. NULL: none, or ambiguous. */
const cxx_name *cxx_find_name(const cxx_scope *scope, str name, cxx_instance **in);
/* Without template arguments and blanks: "a::B::c". */
str cxx_plain_name(arena *a, str text);
/* The argument of that name of the template around; `*found`: there is one. */
ir_type *cxx_template_argument(const cxx_instance *i, str name, bool *found);
/* The name that a child of a template_parameter_list declares. */
str cxx_template_parameter(const cxx_state *s, cxx_at parameter);
/* The scope of a function template with these arguments. */
cxx_instance *cxx_function_instance(cxx_state *s, const cxx_function *f, cxx_instance *owner, ir_type **args, uint32_t count);
/* The class around, past function templates; or NULL. */
static inline cxx_instance *cxx_class_around(cxx_instance *i)
{
    while (i && i->of->is_function) i = i->outer;
    return i;
}
/* The methods of that name that take so many arguments (-1: any): the first class that has one counts, from the instance to its
 * bases. `*several`: more than one does. */
const cxx_method *cxx_find_method(cxx_instance *i, str name, int args, bool *several);
bool cxx_find_field(cxx_instance *i, str name, const cxx_field **field, cxx_instance **owner);
/* The constructor for so many arguments; NULL: none. */
ir_func *cxx_constructor(cxx_state *s, cxx_instance *i, uint32_t args);

/* --- handlers.c --- */
/* The methods of the plugin's contexts (NULL: none) that the host calls become handlers of the registration. */
void cxx_find_handlers(cxx_state *s, registration *r, cxx_instance *root, cxx_instance *stream);
/* Adds the methods of the plugin's handlers of gRPC calls, which run in the root context. */
void cxx_find_call_handlers(cxx_state *s, registration *r);
/* Every method of a class becomes a function of the program. */
void cxx_make_methods(ir_program *p);

/* --- exports.c --- */
/* Whether the text defines a function that hosts call by its name; `*handler`: one of those that are handed something. */
bool cxx_defines_export(str text);
/* The registration of a program in C: its functions that the host calls become handlers. False: it has none. */
bool cxx_find_exports(cxx_state *s, registration *r);
/* What a function of that name gives its host; NULL: no more than its declaration says. */
ir_type *cxx_export_result(str name);

/* --- build_files.c --- */
/* Reads those in the folder of the project, and above it down from the top one: include_paths, macros. */
void cxx_read_build_files(cxx_state *s);

/* --- load.c --- */
/* The nearest folder, from `root` up, that a build starts at; empty when there is none. */
str cxx_top_of(arena *a, const source_tree *tree, str root);
bool cxx_is_source(str name);
/* Whether a file is called as those of the C++ SDK are. */
bool cxx_is_of_sdk(str name);
bool cxx_is_of_c(str name);
/* Whether it asks for the SDK of Higress, whose StopIteration lets body handlers run. */
bool cxx_is_of_higress(arena *a, const source_tree *tree, str top);
/* Whether a file of that name makes its folder one. */
bool cxx_is_top(str name);

/* --- function_start.c --- */
/* The first byte from `at` on that is neither blank nor the end of a line; the text's end without one. */
size_t cxx_skip_blanks(str text, size_t at);
/* Whether the definition of a function begins in the line that starts at `line`, as far as its text up to the body tells. */
bool cxx_starts_function(str text, size_t line);

/* --- models/models.c --- */
/* Whether models stand for what a header of this name declares. */
bool cxx_is_modelled(const cxx_state *s, str include);

/* --- trees.c --- */
/* The tree of a text, made of the one before where there is one (NULL: nothing is kept). The caller's: syntax_tree_drop. */
syntax_tree *cxx_parse(cxx_trees *kept, syntax_language language, str path, str text);
void cxx_trees_free(cxx_trees *kept);

/* --- whole.c --- */
/* Fills s->mistakes. */
void cxx_find_mistakes(cxx_state *s);
ir_refusals cxx_refused(ir_program *p);
front_cache *cxx_cache_new(void);
void cxx_cache_free(front_cache *c);
/* Where trees stay from load to load; NULL without a cache. */
cxx_trees *cxx_cache_trees(front_cache *c);
/* The program that is loaded with the cache. */
void cxx_cache_take(front_cache *c, const ir_program *p);
/* Whether a text that the program's file is about to have is broken, and the one that it has is not. */
bool cxx_has_error(front_cache *c, str path, str text);

/* --- proto_load.c --- */
/* Declares what protoc makes of the .proto that a header "x.pb.h" is made of; false: it is not at hand. */
bool cxx_read_messages(cxx_state *s, str header);
/* Declares what a text of C++ that nobody sees has, static; its places are nowhere in the file that is being read. */
void cxx_declare_text(cxx_state *s, str text);
/* What a library's header declares, where it is one that is read so; false: it is none. */
bool cxx_read_library(cxx_state *s, str header);
/* absl::NAME, where such a header declared it; else NULL. */
const cxx_name *cxx_library_name(const cxx_state *s, str name);
/* The message that a class was made for; NULL: none. */
const proto_message *cxx_message_of(const ir_type *t);

/* --- lower.c --- */
/* What gives the default value of parameter `index` of a function (the receiver not counted); NULL: it has none. */
ir_func *cxx_default_value(cxx_state *s, ir_func *f, uint32_t index);
void cxx_lower_func(ir_program *p, ir_func *f);
/* The types of its parameters are known afterwards. */
void cxx_know_parameters(cxx_state *s, ir_func *f);
void cxx_lower_global(ir_program *p, ir_global *g);
/* The function of the program for one of the sources, in the scope of `owner` (NULL: none). */
ir_func *cxx_func_of(cxx_state *s, const cxx_function *f, cxx_instance *owner);
static inline cxx_state *cxx_state_of(const ir_program *p) { return p->front_state; }

/* The row's `tests` (test_config.c). */
test_configurations cxx_test_configurations(arena *a, str text);

#endif
