/* dump.c - any stage of a build as text: what --dump prints and what the golden cases hold. */
#include "build.h"

#include <string.h>

static const char *const stages[] = {"tree", "items", "lines", "galley", "pages", "ops", "tags", "contents", "style"};

bool dump_is_stage(const char *name)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(stages[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Each paragraph and heading by itself, in the body's style and measure: what the line floor makes of it. */
static void dump_blocks(Build *build, bool lines, Buf *out)
{
    const Setter *setter = &build->setter;
    const Style *style = setter->style;
    const Measure measure = {.width = style->page_width - style->margin_inner - style->margin_outer,
                             .align = style->text[TEXT_BODY].align};
    for (const Node *node = build->document; node; node = node_next(node, build->document)) {
        if (node->kind != KIND_PARAGRAPH && node->kind != KIND_HEADING) {
            continue;
        }
        Hlist list = hlist_new(setter, node, &style->text[TEXT_BODY]);
        buf_format(out, "%s line %d\n", kind_rows[node->kind].name, node->place.line);
        if (lines) {
            Paragraph paragraph = line_break(setter, &list, &measure);
            line_dump(&paragraph, out);
        } else {
            hlist_dump(&list, out);
        }
    }
}

static void dump_contents(Build *build, Buf *out)
{
    PdfInput input = {build->document, &build->front.meta, &build->pages, &build->ops, -1, 6, false, 0, NULL, build->jobs};
    buf_add(out, pdf_contents(build->arena, &input));
}

bool build_dump(Build *build, Buf *out)
{
    Str name = str_of(build->options->dump);
    if (str_eq(name, STR("tree"))) {
        doc_dump(build->document, out);
    } else if (str_eq(name, STR("items")) || str_eq(name, STR("lines"))) {
        dump_blocks(build, str_eq(name, STR("lines")), out);
    } else if (str_eq(name, STR("galley"))) {
        galley_dump(&build->galley, out);
    } else if (str_eq(name, STR("pages"))) {
        page_dump(&build->pages, out);
    } else if (str_eq(name, STR("ops"))) {
        ops_dump(&build->ops, out);
    } else if (str_eq(name, STR("tags"))) {
        tags_dump(build->document, &build->ops, out);
    } else if (str_eq(name, STR("contents"))) {
        dump_contents(build, out);
    } else if (str_eq(name, STR("style"))) {
        style_dump(&build->style, out);
    } else {
        return false;
    }
    return true;
}
