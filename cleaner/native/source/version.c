/* Which sources this library was built from. */

#include "native.h"

/* `build.py` gives a CRC of all sources as SOURCES; `library.py` refuses a library of other sources than it ships. */
SHOWN uint32_t native_sources(void) { return SOURCES; }
