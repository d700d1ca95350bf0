/* What the files of the Go front end share: the loaded program's own state, and the tools that lower syntax to the ir.
 *
 * Everything lives in the program's arena but the syntax trees, which are reference counted and dropped by go_unload. */
#ifndef GO_INTERNAL_H
#define GO_INTERNAL_H

#include "go/frontend.h"
#include "go/grammar.h"
#include "ir/native.h"
#include "ir/program.h"
#include "ir/verify.h"

typedef struct go_package go_package;

typedef struct go_imported {
    str name, path; /* the local name: given, or that of the package */
    range at;
    go_package *package; /* NULL: no source at hand */
} go_imported;

typedef struct go_file {
    uint32_t index; /* in ir_program.files */
    str text;
    syntax_tree *tree;
    go_package *package;
    source_imports written; /* as written, "." and "_" included */
    ARRAY(go_imported) imports;
    map import_names; /* name -> the first of them with it */
    map uses;         /* refuse_names.c: names with a selector, how often; read when asked for */
    bool uses_known;
    enum { NAMELESS_UNKNOWN, NAMELESS_NONE, NAMELESS_SOME } nameless; /* imports that may have any name */
    bool dot_known;   /* `sourceless_dot` is: */
    str sourceless_dot;
    const go_imported *guessed; /* the first whose name is a guess, or NULL */
    bool unresolved;  /* something in it has a name that stands for nothing, or for an import at a guess */
    ARRAY(go_package *) dots; /* dot imports with source */
    ARRAY(go_package *) links; /* all imports with source, blank ones included */
    ARRAY(ir_type *) types;   /* all types that are written in it, and thus have a place there */
    const ir_refusal *refused; /* what is wrong with it outside of single declarations */
    const ir_refusal *unused;  /* an import that it does not use */
} go_file;

struct go_package {
    ir_package ir; /* first: an ir_package of this front end is a go_package */
    ARRAY(go_file *) files;
    ARRAY(ir_func *) declared; /* all functions and methods, with and without body */
    bool resolved, stale;      /* stale: to be loaded anew by go_reload */
    bool listed;               /* used while packages are put in order */
    bool user;                 /* used while those are looked for that import an edited one */
    bool judged;               /* what Go refuses in it is looked for: it is neither vendored nor from the module cache */
    str other;                 /* a package whose files lie in the same folder; empty: none */
    bool partial;              /* it may have more than what is loaded, or less: files for other systems, generated ones */
};

typedef struct go_replace {
    str path, folder; /* the folder is empty when it may not be read */
} go_replace;

enum { GO_FINE_MOST = 4096 };

typedef struct go_state {
    ir_program *p;
    arena *a;
    const source_tree *tree;
    go_cache *cache;
    go_grammar grammar;
    build_facts *module;
    ARRAY(go_replace) replaces;
    str mod_file, mod_text;  /* that is being read: go.mod or go.work */
    str work_file;           /* go.work; empty: there is none */
    str toolchain;           /* "1.26.1", where go.mod asks for one */
    enum { VENDOR_UNKNOWN, VENDOR_NONE, VENDOR_THERE } vendor;
    str root;                /* the folder asked for; module->root may lie above it */
    language_folders mains;        /* of the main packages */
    size_t own_bytes;        /* of the program's own files, see LIMIT_SOURCES_BYTES */
    uint32_t library_files;  /* read so far, see LIMIT_LIBRARY_FILES */
    ARRAY(go_file *) files;  /* as in ir_program.files */
    map packages;            /* import path -> go_package, NULL for those without source */
    map opaque_types;        /* "path name" -> ir_type */
    uint64_t *fine;          /* hashes of declarations without mistakes of syntax, at their numbers below GO_FINE_MOST; or NULL */
    uint64_t texts;          /* made of those of all files that were edited: the same again when all are as they were */
    int depth;               /* of nested expressions, statements, types, and constants that need other constants */
} go_state;

static inline go_state *go_state_of(ir_program *p) { return p->front_state; }

/* --- cache.c --- */
/* The tree of the text, from the cache when it was parsed before. A reference for the caller. */
syntax_tree *go_parse(go_cache *cache, str path, str text);

/* --- module.c --- */
void go_module_find(go_state *s, str root);
/* What Go refuses in the module's go.mod (module_check.c). */
void go_module_check(go_state *s);
/* Likewise in go.work, whose text lives as long as the program. */
void go_work_check(go_state *s, str text);
/* Folder of the package with this import path; false when its source is not at hand. */
bool go_module_folder(go_state *s, str import, str *folder, bool *own);
/* Path of the module, among those that go.mod asks for, that has the package; empty when none has. */
str go_module_of(go_state *s, str import);
/* Import path of a folder of the module. */
str go_module_import(go_state *s, str folder);
/* "redis" of "github.com/go-redis/redis/v8": what a package is probably called. */
str go_guess_package_name(str import);
/* Whether that is what it is called for certain, its source being at hand or not: packages of the standard library and the SDKs,
 * and those that models stand for, are called what their paths say. */
bool go_is_guess_certain(str import);
/* The local name of the import is such a guess: nothing is at hand that says more. */
bool go_is_name_guessed(const go_imported *import);

/* --- package.c --- */
go_package *go_package_load(go_state *s, str import, str folder, bool own);
/* The package of an import, loading it and what it imports; NULL when there is no source. */
go_package *go_package_import(go_state *s, str import);
/* That there is no source of it, as far as that can be told without loading anything. */
bool go_package_is_absent(go_state *s, str import);
/* Finds the packages of what the file imports, and what it calls them. */
void go_link_imports(go_state *s, go_file *f);

/* --- patch.c --- */
/* Takes over a file's new text when it differs from the old one within the body of one function only: that body is lowered anew
 * when asked for, and what stands behind it is moved. False, and nothing has happened, when more has changed. */
bool go_file_patch(go_state *s, go_file *file, str text);

/* --- decl.c --- */
void go_file_read_imports(go_state *s, go_file *f);
/* Enters what a file declares into its package; types and constants are resolved by go_package_resolve afterwards. */
void go_file_declare(go_state *s, go_file *f);
void go_package_resolve(go_state *s, go_package *p);
/* Makes the signature of a declared function known, and of a method its type, which has it from then on. */
void go_func_resolve(go_state *s, ir_func *fn);
/* Makes the type or constant of a member known; a constant that is no constant expression for us becomes a global. */
void go_member_resolve(go_state *s, ir_member *m);
/* The refusal of a type's declaration that stands in this type; NULL: nothing is wrong with it. */
const ir_refusal *go_refusal_in(const ir_type *t);
/* Comment lines above the line of `at`, or else behind it on the same line; markers stripped. */
str go_doc(arena *a, str text, range at, bool behind);

/* --- lowering --- */
typedef enum go_binding_kind { GO_VARIABLE, GO_CONSTANT, GO_TYPE_NAME } go_binding_kind;

/* A statement around the one being lowered that a jump may mean. */
typedef struct go_target {
    const ir_node *statement;
    const struct go_target *outer;
} go_target;

typedef struct go_frame {
    struct go_frame *outer;
    ir_func *func;       /* NULL in the initialiser of a global */
    const go_target *targets;
    int32_t slot_count;
    ARRAY(int32_t) captures;
    map capture_index;   /* bytes of a slot of the outer frame -> number + 1 in `captures` */
    ARRAY(int32_t *) uses; /* literals: every slot number written, to be shifted behind the captures at the end */
} go_frame;

typedef struct go_binding {
    str name;
    go_binding_kind kind;
    go_frame *frame;
    int32_t slot;
    ir_type *type;
    ir_constant constant;
    bool declared, used; /* a variable of a statement, which has to be used */
    ir_span at;
    uint32_t hash, below; /* scope.c: of the name; number + 1 of the binding before it in its list, or 0 */
} go_binding;

typedef struct go_lower {
    go_state *s;
    arena *a;
    const go_grammar *g;
    go_file *file;
    go_frame *frame;
    ARRAY(go_binding) scope; /* innermost last */
    uint32_t *lists;         /* by hash: number + 1 of the innermost binding; a power of two of them, none of a small scope */
    uint32_t list_count;
    size_t block;            /* where the innermost block starts in `scope` */
    ARRAY(ir_node *) pending; /* kids of nodes under construction */
    int64_t iota;            /* -1 outside of constant declarations */
    str label;               /* of the statement about to be lowered */
    const ir_refusal *refused; /* see refuse.h */
    bool judged, gave_up;      /* gave_up: not all of it was lowered */
} go_lower;

go_lower go_lower_begin(go_state *s, go_file *f);
/* Hashes of the words in a text, see go/outline.h. */
typedef struct go_words {
    uint32_t *at;
    size_t n, cap;
    bool known;
} go_words;

/* What a declared function or a member keeps for later. */
/* A function as it was lowered when the files had other texts. */
typedef struct go_before {
    const ir_func *func; /* NULL: none */
    uint64_t texts;      /* go_state.texts */
} go_before;

enum { GO_BEFORE_MOST = 2 };

typedef struct go_source {
    go_file *file;
    syntax_node node;   /* function declaration; value of the variable */
    syntax_node type;   /* declared type of a constant or variable */
    int64_t iota;
    uint32_t of;        /* names that share the value */
    ir_global **shared; /* the globals of the same specification, NULL for blank ones */
    const ir_refusal *refused; /* functions: for something else than the body */
    str text;           /* of the declaration, in the file's text. Constants that repeat the value above have the whole group's */
    size_t head;        /* functions: bytes of it in front of the body */
    go_words words, body_words; /* of the text, of functions that of the head; the body's */
    go_before before[GO_BEFORE_MOST]; /* of functions, the newest first */
    /* While an outline is patched (go/outline.c): */
    struct go_source *next; /* the same declaration in the new text; NULL: it is gone */
    void *old;              /* of one in the new text: the function or member that it was; NULL: there was none */
    bool anew;              /* of an old one: what was made of it does not hold any more */
} go_source;

/* scope.c */
size_t go_scope_open(go_lower *l, size_t *outer_block);
void go_scope_close(go_lower *l, size_t mark, size_t outer_block);
go_binding *go_bind(go_lower *l, go_binding b);
go_binding *go_lookup(go_lower *l, str name);
/* A name stands where it is used. */
void go_use(go_lower *l, syntax_node n);
bool go_bound_in_block(go_lower *l, str name);
/* A new slot of the current frame for a variable; "" and "_" get a slot, too, but no name. */
int32_t go_new_variable(go_lower *l, str name, ir_type *type);
/* Stores the slot number of the current frame in `*at`, now or once the frame's captures are known. */
void go_slot_write(go_lower *l, int32_t *at, int32_t slot);
/* The slot through which the current frame reaches a variable of this or an outer frame. */
int32_t go_slot_of(go_lower *l, const go_binding *b);
void go_frame_finish(go_lower *l, ir_func *literal);

typedef enum go_found_kind {
    GO_FOUND_NOTHING,
    GO_FOUND_BINDING,
    GO_FOUND_MEMBER,
    GO_FOUND_PACKAGE,
    GO_FOUND_UNIVERSE
} go_found_kind;
typedef struct go_found {
    go_found_kind kind;
    go_binding *binding;
    ir_member *member;
    const go_imported *import;
} go_found;
/* Go specification, "Declarations and scope". */
go_found go_resolve(go_lower *l, str name);
ir_member *go_find_member(go_state *s, go_package *p, str name);
/* The type of this name in the universe block, or NULL. */
ir_type *go_universe_type(str name);
/* The predeclared function of this name (ir_builtin), or -1. */
int go_universe_func(str name);

/* The path of a dot import without source, where an undefined name probably comes from; empty without one. */
str go_sourceless_dot(const go_lower *l);

/* types.c */
ir_type *go_type(go_lower *l, syntax_node n);
/* The type that an expression node stands for, NULL when it is none. */
ir_type *go_type_of_expression(go_lower *l, syntax_node n);
ir_type *go_opaque_type(go_state *s, str package, str name);
ir_type *go_signature(go_lower *l, syntax_node list, syntax_node result, ir_param **param_out, uint32_t *param_count,
                      ir_param **result_out, uint32_t *result_count, bool *variadic);
/* Binds the names of a type parameter list to the unknown type. */
void go_bind_type_parameters(go_lower *l, syntax_node list, str **names, uint32_t *count);
/* From a model's text, "[]gjson.Result"; NULL when it is not known. `package` is the model's own. */
ir_type *go_type_from_text(go_lower *l, str text, str package);

/* infer.c: static types, all NULL where not known */
ir_type *go_known(ir_type *t);
ir_type *go_default_type(ir_type *t);
ir_type *go_select_type(go_lower *l, ir_node *operand, str name);
ir_type *go_extern_type(go_lower *l, str package, str name);
ir_type *go_index_type(const ir_type *t);
ir_type *go_call_type(go_lower *l, ir_node *call);
ir_type *go_binary_type(uint8_t op, const ir_node *x, const ir_node *y);
void go_range_types(const ir_type *subject, ir_type **key, ir_type **elem);
/* Type of the i-th of `of` values of a node. */
ir_type *go_result_type(go_lower *l, const ir_node *n, uint32_t i, uint32_t of);

/* constant.c */
bool go_literal(go_lower *l, go_kind kind, str text, ir_constant *c, ir_type **type);
bool go_unquote(arena *a, str literal, str *text);
bool go_fold_unary(uint8_t op, const ir_node *x, ir_constant *c);
/* All but the sum of strings. */
bool go_fold_binary(uint8_t op, const ir_node *x, const ir_node *y, ir_constant *c);
/* Constant conversion (Go specification, "Conversions"); false when the result is no constant. */
bool go_fold_convert(arena *a, ir_constant *c, const ir_type *from, const ir_type *to);
bool go_constant_int(const ir_node *n, int64_t *out);

/* lower.c, lower_*.c */
ir_node *go_node(go_lower *l, ir_op op, syntax_node at);
ir_node *go_node1(go_lower *l, ir_op op, syntax_node at, ir_node *kid);
ir_node *go_node2(go_lower *l, ir_op op, syntax_node at, ir_node *first, ir_node *second);
ir_node *go_unsupported(go_lower *l, syntax_node at, const char *why);
ir_node *go_constant_node(go_lower *l, syntax_node at, ir_constant c, ir_type *type);
ir_node *go_type_node(go_lower *l, syntax_node at, ir_type *type);
static inline void go_push(go_lower *l, ir_node *n) { array_push(l->a, &l->pending, n); }
/* Moves what was pushed since `mark` to the node's kids. */
void go_take_kids(go_lower *l, ir_node *n, size_t mark);
ir_span go_span(const go_lower *l, syntax_node n);
str go_text(const go_lower *l, syntax_node n);
/* False past the limit of nesting; else go_leave must follow. */
bool go_enter(go_lower *l);
void go_leave(go_lower *l);

ir_node *go_expression(go_lower *l, syntax_node n);
ir_node *go_call(go_lower *l, syntax_node n);
/* A generic function with explicit type arguments as its kids, or an element of what is no generic function. */
ir_node *go_instantiate(go_lower *l, syntax_node at, ir_node *x, syntax_node args, bool from_second);
ir_node *go_composite(go_lower *l, syntax_node n, syntax_node body, ir_type *type);
ir_node *go_convert(go_lower *l, syntax_node at, ir_type *type, ir_node *x);
ir_node *go_closure(go_lower *l, syntax_node n);
ir_node *go_identifier(go_lower *l, syntax_node n, str name);
ir_node *go_select(go_lower *l, syntax_node n, syntax_node operand, syntax_node field);
/* Pushes the expressions of an expression_list; returns how many. */
uint32_t go_expressions(go_lower *l, syntax_node list);
uint8_t go_operator(str text);
/* Turns a map index, type assertion or receive into its two-valued form. */
bool go_make_comma_ok(ir_node *n);

/* The statement behind those pushed since `mark`, in a block of its own when there are any. */
ir_node *go_enclose(go_lower *l, syntax_node at, size_t mark, ir_node *s);
ir_node *go_block(go_lower *l, syntax_node block);
/* Pushes the statement's nodes; a declaration may give several or none. */
void go_statement(go_lower *l, syntax_node n);
/* Pushes the statements of a block or case, from the child after `skip` on. */
void go_statements(go_lower *l, syntax_node block);
/* One statement as one node, or NULL. */
ir_node *go_simple(go_lower *l, syntax_node n);
void go_local_declaration(go_lower *l, syntax_node n);
ir_node *go_assign(go_lower *l, syntax_node n);
ir_node *go_define(go_lower *l, syntax_node n);
ir_node *go_switch(go_lower *l, syntax_node n);
ir_node *go_type_switch(go_lower *l, syntax_node n);
ir_node *go_comm_select(go_lower *l, syntax_node n);
ir_node *go_for(go_lower *l, syntax_node n);
/* A place that declares a new variable; `_` gives IR_BLANK. */
ir_node *go_declare(go_lower *l, syntax_node name, ir_type *type);
ir_node *go_place(go_lower *l, syntax_node n);

void go_lower_func(ir_program *p, ir_func *f);
/* The function without what its body has made of it. */
void go_forget_slots(ir_func *f);
void go_lower_global(ir_program *p, ir_global *g);

#endif
