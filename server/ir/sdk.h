/* What wpls knows of the plugin SDKs' functions: the data of schema/functions/ and schema/phases.json, compiled in.
 *
 * Everything is constant and lives as long as the program. */
#ifndef IR_SDK_H
#define IR_SDK_H

#include "ir/registration.h"
#include "ir/sdk_text.h"

/* The columns of the measured table. STOPPED: the header handler of the same direction returned HeaderStopIteration. CB: in the
 * callback of an outgoing call that was dispatched in that phase. */
typedef enum sdk_column {
    SDK_REQUEST_HEADERS, SDK_REQUEST_BODY, SDK_REQUEST_BODY_STOPPED, SDK_REQUEST_TRAILERS,
    SDK_RESPONSE_HEADERS, SDK_RESPONSE_BODY, SDK_RESPONSE_BODY_STOPPED, SDK_RESPONSE_TRAILERS, SDK_STREAM_DONE,
    SDK_CB_REQUEST_HEADERS, SDK_CB_REQUEST_BODY, SDK_CB_REQUEST_BODY_STOPPED,
    SDK_CB_RESPONSE_HEADERS, SDK_CB_RESPONSE_BODY, SDK_CB_RESPONSE_BODY_STOPPED, SDK_CB_NOT_PAUSED,
    SDK_TICK, SDK_NEW_HTTP_CONTEXT, SDK_PLUGIN_START, SDK_CB_TICK, SDK_VM_START, SDK_NEW_PLUGIN_CONTEXT,
    SDK_STREAM_GONE,
    SDK_COLUMN_COUNT,
} sdk_column;

typedef struct sdk_column_info {
    const char *name; /* "cb_request_headers" */
    sdk_text where;   /* "in the request header phase" */
} sdk_column_info;

typedef enum sdk_verdict {
    SDK_OK, SDK_UNKNOWN,
    SDK_NO_EFFECT_UNLESS_PAUSED, /* the same, unless the handler then returns a pause */
    SDK_NO_EFFECT,           /* no error, nothing happens */
    SDK_BAD,                 /* an error, nothing happens */
    SDK_WRONG_DIRECTION,     /* resumes the other direction: a hang, unless the right one goes on as well */
    SDK_HARM,                /* breaks this stream */
    SDK_CRASH_UNLESS_PAUSED, /* a crash, unless the handler then returns a pause */
    SDK_CRASH,               /* takes Envoy or the VM down */
} sdk_verdict;

typedef struct sdk_status_info {
    const char *code;
    sdk_verdict verdict;
    const char *rule; /* which rule reports it, or NULL */
    sdk_text effect;  /* "returns 'bad argument' and changes nothing" */
    sdk_text reading; /* the same of a call that changes nothing anyway; may be absent */
    const char *streamed; /* the code that holds instead where every chunk of the body goes on at once; NULL: this one */
} sdk_status_info;

/* When a call happens, as seen from the data it touches. */
typedef enum sdk_when { SDK_WHEN_EARLY, SDK_WHEN_PASSED, SDK_WHEN_LATE, SDK_WHEN_NONE } sdk_when;

typedef struct sdk_reason {
    const char *data;
    sdk_when when;
    sdk_text why;
    sdk_text get, edit; /* what to do instead */
} sdk_reason;

typedef enum sdk_callback {
    SDK_CALLBACK_NONE,
    SDK_CALLBACK_HTTP, SDK_CALLBACK_REDIS, /* its function argument runs when the answer is there */
    SDK_CALLBACK_ROUTE,                    /* ... when the response of this very request is there */
    SDK_CALLBACK_TICK,                     /* ... again and again */
    SDK_CALLBACK_OTHER,                    /* an object's methods, which are not followed */
} sdk_callback;

/* What else a function does or tells; the direction is that of its data. */
typedef enum sdk_effect {
    SDK_NO_SPECIAL_EFFECT,
    SDK_HAS_BODY,    /* tells whether there is a body */
    SDK_SKIP_BODY,   /* the body handler is not called */
    SDK_BUFFER_BODY, /* streaming handlers are not called */
    SDK_PAUSE_STREAMING, /* chunks wait until they are sent by a call */
    SDK_BUFFER_LIMIT, /* how much of the body is kept */
    SDK_CONTEXT_SET, SDK_CONTEXT_GET, /* a value of the stream's own, by name */
    SDK_CONTEXT_OF,  /* the context of a stream, which may be gone */
} sdk_effect;

/* How an edit changes its data, where a rule has to know. */
typedef enum sdk_change {
    SDK_CHANGE_OTHER,
    SDK_CHANGE_ADD,     /* what was there stays: AddHttpRequestHeader */
    SDK_CHANGE_SET,     /* one header, or the body, gets another value */
    SDK_CHANGE_SET_ALL, /* the whole list becomes another one: ReplaceHttpRequestHeaders */
    SDK_CHANGE_REMOVE,
} sdk_change;

/* What an SDK's type is. */
typedef enum sdk_type {
    SDK_TYPE_OTHER,
    SDK_TYPE_ACTION,       /* what handlers return: go on, stop */
    SDK_TYPE_HTTP_CONTEXT, /* the stream that a handler works for */
} sdk_type;

typedef struct sdk_function {
    const char *language; /* of the SDK: language_row.name */
    const char *name;
    const char *package;  /* "proxywasm": see sdk_package */
    const char *receiver; /* methods: the type's name */
    const char *data;     /* what it touches: "request_headers", or NULL */
    bool edits;           /* changes it; else reads it */
    bool swallows;        /* hides the error and returns a zero value */
    bool switches_context;
    sdk_callback callback;
    sdk_effect effect;
    sdk_change change;
    int headers_at; /* the argument, from 0, that lists the headers of an outgoing call; -1: none */
    int cluster_at; /* the argument that names the cluster of an outgoing call; -1: none does */
    const char *vm_word; /* what stands in code that reads the VM's configuration by it; NULL: it reads something else */
    bool pair;      /* what it gives is a value and, behind it, its error */
    int first;      /* the row holds where this is the first argument; -1: always */
    const char *paths; /* ... where it is one of these, with blanks around each: " request.path request.headers.* "; or NULL */
    bool by_path;      /* other rows of its name are for such paths */
    uint8_t name_at, body_at; /* the argument that is a header's name, the new body; from 0 */
    bool in_guide;         /* in the function table of the Higress developer guide */
    uint32_t guide_phases; /* bits 1 << phase: where the guide allows it; 0: anywhere */
    int row;               /* of the measured table, -1 for none: use sdk_status */
    const char *instead;   /* what to use instead, or NULL */
    const char *like;      /* the function whose row it shares, or NULL */
    const char *signature; /* or NULL */
    sdk_text text;
} sdk_function;

/* "proxywasm", "types", "wrapper", "mcp", "iface" of an import path; NULL for a package of no SDK. */
const char *sdk_package(str path);
/* Whether a module of that path has packages of an SDK. */
bool sdk_is_module(str path);
/* Whether it is a package of an SDK for Envoy's own ABI. Higress has an ABI of its own, whose actions mean something else. */
bool sdk_is_plain(str path);
/* What the type is in its SDK; a pointer to one is none. */
sdk_type sdk_type_of(const ir_type *t);
/* The function of an SDK package, NULL when wpls does not know it; of several rows for one name the first. */
const sdk_function *sdk_find(const char *package, str name);
/* The row of that function for a first argument; `first`: -1 when it is not known. NULL: no row holds. */
const sdk_function *sdk_row(const sdk_function *f, int64_t first);
/* ... by the path that the first argument is, joined by dots; `f` itself where none is for that. */
const sdk_function *sdk_row_of_path(const sdk_function *f, str path);
/* The method `name` of a client in the language's SDKs that takes a callback (several clients share names); NULL when there is
 * none. `receiver`: the SDK type's name, empty when it is not known; an SDK type that is no client has none. */
const sdk_function *sdk_find_method(const char *language, str receiver, str name);
const sdk_function *sdk_functions(size_t *count);
/* What the function does in that column. Never NULL. */
const sdk_status_info *sdk_status(const sdk_function *f, sdk_column column);
/* ... where every chunk of the body goes on at once. */
const sdk_status_info *sdk_status_streamed(const sdk_status_info *status);
const sdk_column_info *sdk_column_of(sdk_column column);
/* Why the call is wrong there; NULL when the data does not say. */
const sdk_reason *sdk_reason_of(const sdk_function *f, sdk_column column);
/* How many bytes the host hands over for an attribute ("source.port") to who asks for a number; 0: not known, or no number. */
int sdk_property_bytes(const char *language, str path);
/* The value of a handler's result by the constant's name: 0 goes on, 1 stops the iteration, ...; -1 for an unknown name.
 * `package`: of the SDK, that the constant is of; NULL: any. */
int sdk_action(const char *language, const char *package, str name);
/* A result by whose name alone the headers wait until the body's handler has decided. */
bool sdk_action_waits_for_body(const char *language, str name);

#endif
