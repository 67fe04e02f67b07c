#ifndef ANSWERS_H
#define ANSWERS_H

const char *answer(void);

#endif
