/* Any file as a picture, once by itself and once in a line. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_write("picture", data, size);
    fuzz_build(STR("![words](picture \"Caption\"){width=50%}\n\nIn ![a](picture#page=2){height=1em} line\n"), NULL);
    return 0;
}
