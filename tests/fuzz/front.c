/* Any text as front matter, as YAML, as TOML; with its settings a theme is applied. */
#include "fuzz.h"

static Str fenced(Fuzz *f, Str text)
{
    bool whole = str_starts(text, STR("---")) || str_starts(text, STR("+++"));
    return whole ? text : str_format(f->arena, "---\n%.*s\n---\n", STR_ARGS(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz f = fuzz_open();
    Str text = fuzz_sound(&f, data, size);
    yaml_read(f.arena, &f.source, text, 1, f.diag);
    toml_read(f.arena, &f.source, text, 1);
    f.source.text = fenced(&f, text);
    FrontSplit split = front_split(f.source.text);
    Front front = {0};
    Style style = {0};
    front_read(&front, f.arena, &f.source, split, f.diag);
    front_value(f.arena, &f.source, split, STR("title"));
    theme_apply(&style, f.arena, STR("handout"), &front, f.diag);
    fuzz_close(&f);
    return 0;
}
