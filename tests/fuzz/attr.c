/* Any line as attributes: by themselves, and wherever Markdown may have them. */
#include "fuzz.h"
#include "read/read_int.h"

/* A line end would only end the attributes. */
static Str input_line(Fuzz *f, const uint8_t *data, size_t size)
{
    Buf line = BUF(f->arena);
    for (size_t i = 0; i < size; i++) {
        buf_byte(&line, data[i] == '\n' || data[i] == '\r' ? ' ' : (char)data[i]);
    }
    return fuzz_sound(f, buf_str(&line).p, line.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz f = fuzz_open();
    Str s = input_line(&f, data, size);
    const Attr *attr = NULL;
    fuzz_expect(attr_read(f.arena, s, &attr) <= s.n, "attributes end within the text");
    fuzz_expect(attr_items(f.arena, s, 0, &attr) <= s.n, "items end within the text");
    attr_looks(s);
    static const char *const places[] = {"# Heading %.*s", "![a](b)%.*s", "[a](b)%.*s *x*", "`code`%.*s", "[words]%.*s",
                                         "``` c %.*s\ncode\n```", "```%.*s\ncode\n```", "|a|\n|-|\n|b|\n\n: Caption %.*s",
                                         "::: %.*s\nwords\n:::"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        fuzz_read_text(&f, str_format(f.arena, places[i], STR_ARGS(s)));
        fuzz_read_text(&f, str_format(f.arena, places[i], STR_ARGS(str_format(f.arena, "{%.*s}", STR_ARGS(s)))));
    }
    fuzz_close(&f);
    return 0;
}
