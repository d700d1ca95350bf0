#include "cli/report.h"

const report_format *report_find(const char *name)
{
    static const report_format *const formats[] = {&report_text, &report_jsonl};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0) return formats[i];
    return NULL;
}
