/* WebAssembly modules in the binary format (core specification 2.0, chapter 5): what is in the file, without running it.
 *
 * Made for files of any origin: nothing is believed that is not there, no count is larger than the bytes behind it could fill,
 * and the first mistake ends the reading with its place, while all that came before it is kept. Everything is borrowed from the
 * bytes or lives in the arena given to wasm_read. */
#ifndef WASM_MODULE_H
#define WASM_MODULE_H

#include "base/array.h"

typedef enum wasm_section_id {
    WASM_CUSTOM, WASM_TYPES, WASM_IMPORTS, WASM_FUNCTIONS, WASM_TABLES, WASM_MEMORIES, WASM_GLOBALS, WASM_EXPORTS, WASM_START,
    WASM_ELEMENTS, WASM_CODE, WASM_DATA, WASM_DATA_COUNT, WASM_TAGS,
    WASM_SECTION_COUNT,
} wasm_section_id;

typedef struct wasm_section {
    wasm_section_id id;
    str name;    /* of a custom section, else what the specification calls it */
    str content; /* behind id, size and, of a custom section, its name */
    str whole;   /* with them */
} wasm_section;

/* Bytes of value types: 0x7f i32, 0x7e i64, 0x7d f32, 0x7c f64, ... */
enum { WASM_I32 = 0x7f, WASM_I64 = 0x7e, WASM_F32 = 0x7d, WASM_F64 = 0x7c };

typedef struct wasm_type {
    str parameters, results; /* a byte each */
} wasm_type;

typedef enum wasm_kind { WASM_FUNCTION, WASM_TABLE, WASM_MEMORY, WASM_GLOBAL, WASM_TAG } wasm_kind;

typedef struct wasm_import {
    str module, name;
    wasm_kind kind;
    uint32_t index; /* among the functions, tables, ... */
    uint32_t type;  /* of a function */
    str bytes;      /* its whole entry */
} wasm_import;

typedef struct wasm_export {
    str name;
    wasm_kind kind;
    uint32_t index;
} wasm_export;

typedef struct wasm_function {
    str name;      /* of the name section, or of the import; empty: not known */
    uint32_t type; /* number among the types */
    str body;      /* locals and instructions; of an import empty */
} wasm_function;

/* The producers section: field "language", "processed-by" or "sdk". */
typedef struct wasm_producer {
    str field, name, version;
} wasm_producer;

typedef struct wasm_module {
    str bytes;
    ARRAY(wasm_section) sections;
    ARRAY(wasm_type) types;
    ARRAY(wasm_import) imports;
    ARRAY(wasm_export) exports;
    ARRAY(wasm_function) functions; /* the imported ones first: the index space of functions */
    uint32_t imported_functions;
    uint32_t memories;              /* imported ones, too */
    ARRAY(wasm_producer) producers;
    str problem;       /* "section 'code' has 900 bytes, and 20 are left"; empty: all was read */
    size_t problem_at; /* its byte */
} wasm_module;

/* Reads as much as there is; false when something is wrong (`problem`). */
bool wasm_read(arena *a, str bytes, wasm_module *m);
/* Whether the bytes start as a module does. */
bool wasm_is_module(str bytes);

/* The first of that id (of custom sections: and name), NULL without one. */
const wasm_section *wasm_section_find(const wasm_module *m, wasm_section_id id, const char *name);
const wasm_export *wasm_export_find(const wasm_module *m, str name, wasm_kind kind);
/* Of a function of the module's index space; NULL when its type is not there. */
const wasm_type *wasm_type_of(const wasm_module *m, uint32_t function);

/* A place in bytes that are read one after the other. Reading beyond the end fails, sets `failed` and stays there. */
typedef struct wasm_cursor {
    str bytes;
    size_t at;
    bool failed;
} wasm_cursor;

uint8_t wasm_byte(wasm_cursor *c);
/* LEB128, at most 5 bytes (5.2.2). */
uint32_t wasm_u32(wasm_cursor *c);
/* A signed or unsigned integer of up to `bits` bits, whose value does not matter. */
void wasm_skip_leb(wasm_cursor *c, unsigned bits);
str wasm_take(wasm_cursor *c, size_t n);
/* A length and as many bytes: names, bodies. */
str wasm_vector(wasm_cursor *c);

#endif
