/* Any text as HTML: tag by tag, within a paragraph, as a block, and between Markdown's blocks. */
#include "fuzz.h"
#include "read/read_int.h"

static void read_tags(Fuzz *f, Str s)
{
    static const char *const names[] = {"id", "class", "href", "src", "width", "align", "style", "alt"};
    for (size_t at = 0; at < s.n; at++) {
        Tag tag;
        size_t n = s.p[at] == '<' ? tag_read(s, at, &tag) : 0;
        fuzz_expect(n <= s.n - at, "a tag ends within the text");
        for (size_t i = 0; n && i < sizeof names / sizeof *names; i++) {
            tag_attr(f->arena, &tag, names[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz f = fuzz_open();
    Str s = fuzz_sound(&f, data, size);
    read_tags(&f, s);
    entity_text(f.arena, s);
    static const char *const places[] = {"%.*s", "words %.*s", "<div>\n%.*s\n</div>", "<table><tr><td>\n\n%.*s", "- %.*s\n- b\n"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        fuzz_read_text(&f, str_format(f.arena, places[i], STR_ARGS(s)));
    }
    fuzz_close(&f);
    return 0;
}
