/* A text in the languages that wpls speaks, one beside the other. */
#ifndef IR_SDK_TEXT_H
#define IR_SDK_TEXT_H

typedef struct sdk_text {
    const char *en, *zh;
} sdk_text;

#endif
