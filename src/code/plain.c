/* plain.c - what lines alone tell: a diff's added and removed ones, and a session's commands, whose prompt is set apart
 * from what the machine answered. */
#include "code/code_int.h"

static CodeStyle diff_style(Str line)
{
    static const char *const heads[] = {"diff ", "index ", "+++ ", "--- ", "@@", "new file", "deleted file", "rename ",
                                        "similarity ", "Only in "};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(line, str_of(heads[i])))
            return CODE_ATTRIBUTE;
    return str_starts(line, STR("+"))   ? CODE_INSERTED
           : str_starts(line, STR("-")) ? CODE_DELETED
                                        : CODE_PLAIN;
}

/* Bytes of a prompt at the line's start: "$ ", "# ", "% ", "> ", ">>> ", "PS C:\> ". */
static size_t prompt_end(Str line)
{
    static const char *const prompts[] = {"$ ", "# ", "% ", "> ", ">>> ", "... "};
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++)
        if (str_starts(line, str_of(prompts[i])))
            return str_of(prompts[i]).n;
    ptrdiff_t end = str_starts(line, STR("PS ")) ? str_find(line, STR("> ")) : -1;
    return end > 0 ? (size_t)end + 2 : 0;
}

static void span_add(Arena *arena, Spans *spans, size_t from, size_t to, CodeStyle style)
{
    if (to > from && style != CODE_PLAIN)
        VEC_PUSH(arena, spans, (CodeSpan){(uint32_t)from, (uint32_t)to, style});
}

bool plain_knows(Str language)
{
    return str_eq(language, STR("diff")) || str_eq(language, STR("console"));
}

void plain_spans(Arena *arena, Str language, Str text, Spans *spans)
{
    bool diff = str_eq(language, STR("diff"));
    Str rest = text, line;
    while (str_split(&rest, '\n', &line)) {
        size_t from = (size_t)(line.p - text.p), prompt = diff ? 0 : prompt_end(line);
        if (diff)
            span_add(arena, spans, from, from + line.n, diff_style(line));
        if (prompt) {
            span_add(arena, spans, from, from + prompt - 1, CODE_COMMENT);
            span_add(arena, spans, from + prompt, from + line.n, CODE_KEYWORD);
        }
    }
}
