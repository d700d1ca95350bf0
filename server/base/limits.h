/* Every limit of the program. Past a limit there is one clear finding or message, and the rest goes on.
 * Each has a test at the limit and one past it; those of paths alone are in flow/engine.h. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    LIMIT_MESSAGE_BYTES = 64 << 20,    /* one LSP message */
    LIMIT_DOCUMENT_BYTES = 32 << 20,   /* one file or open document */
    LIMIT_SOURCE_BYTES = 10 << 20,     /* one source of a program */
    LIMIT_SOURCES_BYTES = 20 << 20,    /* a plugin's own sources in all */
    LIMIT_YAML_DEPTH = 200,            /* nesting of collections */
    LIMIT_TEXT_DEPTH = 4,              /* nesting of documents in texts of documents */
    LIMIT_YAML_KEY = 1024,             /* characters of an implicit key (YAML 1.2.2, 7.4.2) */
    LIMIT_YAML_FINDINGS = 1000,        /* errors, and warnings, listed for one text */
    LIMIT_YAML_ALIAS_NODES = 100000,   /* nodes that the aliases of one document may stand for */
    LIMIT_EVAL_STEPS = 200000,         /* one way through a parse function */
    LIMIT_EVAL_TEXT_STEPS = 1000,      /* ... more for each byte of a text that it takes apart itself, */
    LIMIT_EVAL_TEXT_BYTES = 32 << 10,  /* up to so many */
    LIMIT_EVAL_BYTES = 128 << 20,      /* memory that the evaluated code may take, over all ways */
    LIMIT_EVAL_NODE_BYTES = 32 << 20,  /* memory for what it asks the document for and does not find there */
    LIMIT_PATTERN_BYTES = 16 << 20,    /* what the patterns of one way or one schema take, see text/regexp_bridge.h */
    LIMIT_EVAL_WAYS = 16,              /* ways tried for one configuration */
    LIMIT_EVAL_GAPS = 100,             /* places listed where evaluation gave up */
    LIMIT_EVAL_SERVICES = 64,          /* services listed that a configuration leads to */
    LIMIT_FURTHER_MISTAKES = 8,        /* mistakes listed of a configuration that the plugin rejects, the first among them */
    LIMIT_EVAL_CALL_DEPTH = 200,       /* nested calls in evaluated code */
    LIMIT_SCHEMA_WAYS = 2000,          /* ways tried to infer a schema */
    LIMIT_INFER_BYTES = 64 << 20,      /* memory for what they say */
    LIMIT_EXPLORE_STEPS = 12000000,    /* evaluated on these ways */
    LIMIT_VERIFY_STEPS = 6000000,      /* evaluated to verify an inferred schema */
    LIMIT_SCHEMA_STEPS = 20000000,     /* schemas applied to values in one validation */
    LIMIT_SCHEMA_DEPTH = 1500,         /* schemas applied within one another */
    LIMIT_FINDINGS = 1000,             /* listed for one file, of all rules together */
    LIMIT_SCHEMA_FINDINGS = 1000,      /* mistakes listed for one document */
    LIMIT_FLOW_BYTES = 128 << 20,      /* memory for what a plugin's handlers do on their paths */
    LIMIT_FLOW_CALLBACKS = 256,        /* that one path hands over */
    LIMIT_FLOW_CANDIDATES = 256,       /* methods that one call through an interface may mean */
    LIMIT_SYNTAX_DEPTH = 500,          /* nesting of source code that is still lowered */
    LIMIT_FOLDER_DEPTH = 24,           /* folders below the one named */
    LIMIT_CONFIGURATION_FILES = 5000,  /* YAML and JSON files in which the uses of a key are looked for */
    LIMIT_FOLDER_FILES = 20000,        /* files looked at below the one named */
    LIMIT_LIBRARY_FILES = 300,         /* of other people's modules that one program takes in */
    LIMIT_COMPLETIONS = 500,           /* items of one completion answer */
    LIMIT_GLOB_BYTES = 512,            /* a glob pattern in settings */
    LIMIT_BUILD_SECONDS = 24 * 60 * 60, /* that a build may be given */
    LIMIT_PROCESS_OUTPUT = 4 << 20,    /* bytes kept of each stream of a child process */
    LIMIT_HTTP_BYTES = 16 << 20,       /* body of a message that `wpls run` sends or answers */
    LIMIT_WORK_SECONDS = 30,           /* of CPU time for one piece of work: a request, a document, a project */
    LIMIT_STILL_SECONDS = 20,          /* in which it takes no CPU time at all, while something waits for it */
    LIMIT_MEMORY_MIB = 2048,           /* that the analysis may take by itself; half of the machine's, if that is less */
    LIMIT_PROCESS_LINE = 64 << 10,     /* one line of a child's output; longer ones come in pieces */
};

#endif
