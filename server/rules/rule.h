/* Rules: the table of what wpls checks in sources, and the context a rule runs in.
 *
 * Ids, severities and texts are data (schema/rules.json, compiled in); a rule's work is a C function that rule.c attaches to its
 * id. Rules never change the program; findings go to the context's list, strings and all in the context's arena. */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "base/map.h"
#include "base/work.h"
#include "ir/sdk_text.h"
#include "ir/type.h"
#include "text/diagnostic.h"
#include "text/source_tree.h"

typedef struct language_row language_row;
typedef struct build_facts build_facts;
typedef struct build_problem build_problem;
typedef struct registration_list registration_list;

typedef struct rule_context {
    arena *arena;
    ir_program *program;
    const registration_list *registrations;
    const language_row *code; /* that the program is written in */
    const build_facts *build;
    const source_tree *tree;  /* for build files beside the sources; NULL: don't look */
    bool offers;              /* what is no finding is wanted: rules_offer */
    diagnostic_list *out;
    struct flow *flow;        /* the last run over the program */
    bool flow_is_fresh;       /* brought up to date on first use: flow_of */
    const struct reached_frames *reached; /* flow_reach.c: found on first use */
    struct {
        size_t known;         /* findings of `out` that are in: */
        map at;               /* place -> rule_placed */
    } placed;
    struct {
        const ir_func *of;    /* the function that was looked at last */
        map by_call;          /* address of a call -> the assignment of its first result, the second thrown away */
    } assigned;               /* go/phase_fix.c */
} rule_context;

/* A finding, or (`related`) one whose related place it is. */
typedef struct rule_placed {
    size_t number; /* in the context's list */
    bool related;
    const struct rule_placed *next; /* at the same place */
} rule_placed;

/* What a page shows: `language` as fences of code have it, "go", "yaml". */
typedef struct rule_example {
    const char *language, *text;
} rule_example;

typedef struct rule {
    str id; /* "phase/wrong-phase" */
    severity level;
    const char *languages; /* names of those that it is about, with blanks around each: " go "; NULL: all */
    const char *since; /* the release that brought it */
    sdk_text title;
    sdk_text message;   /* with {placeholders} */
    sdk_text swallowed; /* for calls that hide their error; en NULL where there are none */
    sdk_text page;      /* explanation, paragraphs separated by an empty line */
    sdk_text evidence;
    rule_example bad, good;
} rule;

/* What a language adds to rules of all languages, in its own code: a row of a table in rule.c, filled in rules/LANGUAGE/. */
struct flow_use;
typedef struct language_rules {
    const char *language; /* language_row.name */
    /* Adds the fix for a call in a wrong phase that `d` reports, where there is a mechanical one: the code compiles with it and
     * does what was meant. May be NULL. */
    void (*fix_phase)(rule_context *c, diagnostic *d, const struct flow_use *u);
} language_rules;

typedef struct rule_phrase {
    const char *name;
    sdk_text text;
} rule_phrase;

/* The rule table, in the order of the documentation. */
const rule *rule_all(size_t *count);
/* NULL when there is none. */
const rule *rule_find(str id);
/* Whether it is about programs in the language, language_row.name. */
bool rule_holds_for(const rule *r, const char *language);
/* What the program's language adds; one that adds nothing has an empty row. */
const language_rules *rule_language(const rule_context *c);
/* Runs every rule that holds for the program's language. */
void rules_run(rule_context *c);
/* What the code could become, though nothing is wrong with it: hints with a fix, for whoever asks. */
void rules_offer(rule_context *c);

/* --- for rules --- */
/* The findings so far that start at this place, or have a related place there; NULL: none. */
const rule_placed *rule_findings_at(rule_context *c, str path, uint32_t start);
/* Phrases of the table: "direct", "callback", ... and related places. */
sdk_text rule_where(const char *name);
sdk_text rule_related(const char *name);
sdk_text rule_config_phrase(const char *name);
sdk_text rule_unread_phrase(const char *name);
/* Why the compiler refuses code: "'x' is not declared". */
str rule_refusal_text(const rule_context *c, const ir_refusal *r);
/* Why the build file is refused. */
str rule_problem_text(const rule_context *c, const build_problem *p);
typedef struct rule_value {
    const char *name;
    str text;
} rule_value;
/* What the program's language, or its SDK, calls something: a word of schema/languages; empty: it has none. */
str rule_word(const rule_context *c, const char *name);
/* ... false: there is no such word. One may be empty. */
bool rule_find_word(const rule_context *c, str name, str *out);
/* Adds a rule's page, its words those of the newest SDK of the language `code`; NULL: of that which rules.json says, and at its
 * end what other languages have instead. */
void rule_page_text(strbuf *out, const rule *r, const language_row *code);
/* Whether the rule is about the language, and its page another one there. */
bool rule_page_differs(const rule *r, const language_row *code);
/* That word with {name} replaced by the values, for the code of fixes. */
str rule_word_with(const rule_context *c, const char *name, const rule_value *values, size_t count);
/* The text with {name} replaced by the value of that name, else by the word. */
str rule_format(const rule_context *c, sdk_text text, const rule_value *values, size_t count);
/* A new finding of the rule at the span, to be filled in further; borrowed until the next one. */
diagnostic *rule_report(rule_context *c, const rule *r, ir_span at, str message);
/* ... in a file that is none of the program's: a build file. */
diagnostic *rule_report_in(rule_context *c, const rule *r, str path, range at, str message);
/* A fix of one edit, more of which may be added; borrowed until the next one. The texts live as long as the finding. */
fix *rule_add_fix(arena *a, diagnostic *d, str title, str path, range at, str text);
void rule_add_place(rule_context *c, diagnostic *d, ir_span at, str message);

/* The rules' functions; those of one language alone stand in a header of its own (rules/go/rules.h). */
void phase_call_run(rule_context *c);    /* phase/... */
void flow_pause_run(rule_context *c);          /* flow/pause-no-resume, flow/header-stop-... */
void flow_resume_run(rule_context *c);         /* flow/resume-in-header-handler, flow/wrong-resume */
void flow_after_resume_run(rule_context *c);   /* flow/headers-after-resume */
void flow_pause_call_run(rule_context *c);     /* flow/pause-call-body */
void flow_dispatch_run(rule_context *c);       /* flow/dispatch-error-ignored */
void flow_callback_run(rule_context *c);       /* flow/callback-no-resume */
void flow_unpaused_run(rule_context *c);       /* flow/call-without-pause */
void flow_call_in_body_run(rule_context *c);   /* flow/call-in-body */
void flow_streaming_run(rule_context *c);      /* flow/streaming-call, flow/buffer-limit-late */
void flow_missing_return_run(rule_context *c); /* flow/missing-return-after-send */
void flow_content_length_run(rule_context *c); /* flow/content-length */
void flow_body_skipped_run(rule_context *c);   /* flow/body-handler-skipped */
void flow_tick_run(rule_context *c);           /* flow/tick-never-runs */
void flow_header_list_run(rule_context *c);    /* flow/pseudo-headers, flow/dispatch-headers */
void flow_shared_state_run(rule_context *c);
void flow_limit_run(rule_context *c);   /* project/not-read: more paths than are followed */
void syntax_run(rule_context *c);      /* project/syntax */
void not_analysed_run(rule_context *c);        /* project/not-analysed: functions */
/* ... and instead of all the rest: a document, a project in the folder `root`. */
void not_analysed_document(rule_context *c, str path, const work_left_out *left_out);
void not_analysed_project(rule_context *c, str root, const work_left_out *left_out);

#endif
