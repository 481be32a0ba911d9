/* Any file as a document, from its front matter to the PDF. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_build((Str){(const char *)data, size}, NULL);
    return 0;
}
