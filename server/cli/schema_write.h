/* `wpls schema --write`: brings a plugin's spec.yaml or README up to date. */
#ifndef CLI_SCHEMA_WRITE_H
#define CLI_SCHEMA_WRITE_H

#include "plugin/export.h"
#include "plugin/project.h"

/* Writes the file and says on standard output what became of it. The exit status. */
int schema_write_spec(workspace *w, project *p, const export_options *options);
int schema_write_readme(workspace *w, project *p, const export_options *options);

#endif
