#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>
#include <stdint.h>

uint32_t digest(const char *text, size_t length);
double spread(const char *text, size_t length);

#endif
