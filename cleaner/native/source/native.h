/* What the parts of the compiled core share.

   The core is plain C without Python's headers: any C compiler builds it, and one library serves every Python of a
   platform.  Each function does what a Python function of `cleaner/spelling` does, operation for operation, so that
   the floating-point results are equal to the last bit (`tests/test_native.py`).  Texts come as UTF-32 in the
   machine's byte order.  Nothing here keeps state of its own, so threads may call it at the same time. */

#ifndef CLEANER_NATIVE_H
#define CLEANER_NATIVE_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define SHOWN __declspec(dllexport)
#else
#define SHOWN __attribute__((visibility("default")))
#endif

/* strings are shorter: candidates are sought for strings up to 40 letters */
#define LONGEST_STRING 64

/* letters that are looked up in a table */
#define PLAIN 256

/* A string that is compared with many: for each plain letter the places where it stands, a bit for each. */
typedef struct {
    const uint32_t *letters;
    int32_t n;
    uint64_t places[PLAIN];
} Pattern;

void pattern_of(Pattern *pattern, const uint32_t *word, int32_t n);

/* The distance of a string from the pattern by optimal string alignment, or `most` + 1 if it is more (`distance.c`). */
int32_t osa(const Pattern *pattern, const uint32_t *other, int32_t m, int32_t most);

#endif
