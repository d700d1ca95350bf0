#ifndef RULES_H
#define RULES_H
#define RULES_VERSION 2
#define MOST 10
#define SQUARE(x) ((x) * (x))
#endif
