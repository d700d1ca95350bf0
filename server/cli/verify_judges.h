/* What `wpls verify` asks: the two judges of a configuration, and the configurations at hand. */
#ifndef CLI_VERIFY_JUDGES_H
#define CLI_VERIFY_JUDGES_H

#include "plugin/project.h"
#include "sandbox/sandbox.h"

typedef enum judgement {
    JUDGEMENT_ACCEPTS,
    JUDGEMENT_REFUSES,
    JUDGEMENT_OPEN, /* it can't tell */
} judgement;

typedef struct opinion {
    judgement verdict;
    str because; /* why it refuses or can't tell, where that is known */
} opinion;

/* What wpls makes of the plugin's sources, and what the built module does. `json` is the configuration as the plugin gets it;
 * texts in `a`, which it must outlive. */
opinion judge_sources(project *p, arena *a, str json);
opinion judge_module(sandbox *s, arena *a, str json);

typedef ARRAY(str) configuration_texts;
/* The configurations of the plugin in the file, as JSON texts in `a`, behind those that are in `out`. `named`: the file is the
 * plugin's whatever it says. */
void collect_configurations(workspace *w, project *p, arena *a, str path, bool named, configuration_texts *out);

#endif
