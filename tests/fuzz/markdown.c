/* Any text as Markdown: read and completed, the tree holds together. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz f = fuzz_open();
    fuzz_sound(&f, data, size);
    Node *document = fuzz_read(&f);
    Meta meta = {.lang = STR("en"), .toc = true, .toc_depth = 3, .number_sections = true};
    resolve(f.arena, document, &meta, f.diag);
    const char *wrong = node_check(document);
    fuzz_expect(!wrong, wrong);
    Buf out = BUF(f.arena);
    doc_dump(document, &out);
    fuzz_close(&f);
    return 0;
}
