#include "digest.h"

#include <math.h>

/* FNV-1a, 32 bit */
uint32_t digest(const char *text, size_t length) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < length; i++) {
    hash ^= (unsigned char)text[i];
    hash *= 16777619u;
  }
  return hash;
}

/* standard deviation of the bytes */
double spread(const char *text, size_t length) {
  if (length == 0) return 0;
  double mean = 0, squares = 0;
  for (size_t i = 0; i < length; i++) mean += (unsigned char)text[i];
  mean /= (double)length;
  for (size_t i = 0; i < length; i++) squares += pow((unsigned char)text[i] - mean, 2);
  return sqrt(squares / (double)length);
}
