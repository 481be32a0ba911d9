/* report.c - how the lines and pages of a build came out, as text for the reader: what --report prints.
 *
 * Comes in: a build whose pages are broken. Goes out: a table; beside the pages stands what a filler that ends each page at
 * the last legal break would have made of the same lines. */
#include "build.h"

typedef struct LineCount {
    int lines, hyphens;
    int64_t loosest;                                       /* in 1/1000 of an em */
    const Node *node;
} LineCount;

static void line_count(LineCount *count, const Line *line)
{
    count->lines++;
    count->hyphens += line->hyphenated;
    for (int i = 0; i < line->n; i++) {
        const Piece *piece = &line->pieces[i];
        for (int k = 0; k < piece->n && piece->look->font->size > 0; k++) {
            int64_t space = piece->words[k].space_after ? piece->words[k].gap * 1000 / piece->look->font->size : 0;
            if (space > count->loosest) {
                count->loosest = space;
                count->node = piece->node;
            }
        }
    }
}

static LineCount lines_count(const Pages *pages)
{
    LineCount count = {0};
    for (int i = 0; i < pages->n; i++) {
        for (int k = 0; k < pages->at[i].n; k++) {
            const Box *box = &pages->at[i].boxes[k];
            if (box->kind == BOX_LINE && box->artifact == ARTIFACT_NONE) {
                line_count(&count, box->line);
            }
        }
    }
    return count;
}

static void row_add(Buf *out, const char *what, int ours, int theirs)
{
    buf_format(out, "%-34s %8d %14d\n", what, ours, theirs);
}

static void count_add(Buf *out, const char *what, int ours)
{
    buf_format(out, "%-34s %8d\n", what, ours);
}

void build_report(const Build *build, Buf *out)
{
    const Pages *pages = &build->pages;
    const Faults *faults = &pages->faults, *filler = &pages->filler;
    LineCount count = lines_count(pages);
    buf_format(out, "%-34s %8s %14s\n", "", "octavo", "page by page");
    row_add(out, "pages", pages->n, filler->pages);
    row_add(out, "widows", faults->widows, filler->widows);
    row_add(out, "orphans", faults->orphans, filler->orphans);
    row_add(out, "headings left behind", faults->stranded, filler->stranded);
    row_add(out, "uneven facing pages", faults->uneven, filler->uneven);
    row_add(out, "hyphens over a turn of the leaf", faults->turned, filler->turned);
    count_add(out, "set a line longer", pages->longer);
    count_add(out, "set a line shorter", pages->shorter);
    count_add(out, "  of these tables", pages->tables);
    count_add(out, "spaces a line wider or narrower", pages->spaced);
    count_add(out, "floats moved", pages->moved);
    count_add(out, "lines", count.lines);
    count_add(out, "hyphens", count.hyphens);
    buf_format(out, "%-34s %5d.%02d em", "loosest line", (int)(count.loosest / 1000), (int)(count.loosest % 1000 / 10));
    if (count.node && count.node->place.source) {
        buf_format(out, " at %.*s:%d", STR_ARGS(count.node->place.source->name), count.node->place.line);
    }
    buf_byte(out, '\n');
}
