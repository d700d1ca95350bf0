/* `wpls dump validate`: verdicts of JSON Schemas on documents. */
#ifndef CLI_DUMP_VALIDATE_H
#define CLI_DUMP_VALIDATE_H

/* The arguments behind "validate"; returns the exit status. */
int dump_validate(int argc, char **argv);

#endif
