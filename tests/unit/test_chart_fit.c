/* test_chart_fit.c - every chart of the cases, of the specimen and of the article, drawn with the theme's own faces in three
 * widths, the specimen also in other sizes of type: no label touches another one, none leaves the frame, and no line, bar,
 * point or edge of an area runs through one, unless it was cleared behind the label. Boxes are as wide as the shaper says
 * and as high as figures and capitals. */
#include <dirent.h>

#include "chart/chart.h"
#include "read/read.h"
#include "resolve/resolve.h"

#include "support.h"

typedef struct Box { Len x1, y1, x2, y2; } Box;

static Box text_box(const Mark *m)
{
    const Font *font = m->line->pieces[0].look->font;
    return (Box){m->x, m->y - font_len(font, font->face->cap_height), m->x + m->width, m->y};
}

static Str mark_words(Arena *arena, const Mark *m)
{
    Buf out = BUF(arena);
    for (int i = 0; i < m->line->n; i++)
        for (int k = 0; k < m->line->pieces[i].n; k++)
            buf_format(&out, "%s%.*s", out.n ? " " : "", STR_ARGS(m->line->pieces[i].words[k].shaped->text));
    return buf_str(&out);
}

/* ---- what runs through a box ------------------------------------------------------------------------------- */

static const Len slack = PT(0.3);

static bool line_cuts(const Box *b, Len x1, Len y1, Len x2, Len y2)
{
    if ((x1 <= b->x1 && x2 <= b->x1) || (x1 >= b->x2 && x2 >= b->x2) || (y1 <= b->y1 && y2 <= b->y1) ||
        (y1 >= b->y2 && y2 >= b->y2))
        return false;
    int above = 0;
    for (int i = 0; i < 4; i++) {
        Len x = i % 2 ? b->x1 : b->x2, y = i / 2 ? b->y1 : b->y2;
        above += (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0;
    }
    return above > 0 && above < 4;
}

static bool curve_cuts(const Box *b, Len x0, Len y0, const Len *p)
{
    enum { PIECES = 8 };
    Len x1 = x0, y1 = y0;
    for (int i = 1; i <= PIECES; i++) {
        int64_t t = i, u = PIECES - i, all = (int64_t)PIECES * PIECES * PIECES;
        Len x2 = (u * u * u * x0 + 3 * u * u * t * p[0] + 3 * u * t * t * p[2] + t * t * t * p[4]) / all;
        Len y2 = (u * u * u * y0 + 3 * u * u * t * p[1] + 3 * u * t * t * p[3] + t * t * t * p[5]) / all;
        if (line_cuts(b, x1, y1, x2, y2))
            return true;
        x1 = x2;
        y1 = y2;
    }
    return false;
}

static bool path_cuts(const Box *b, const Mark *m)
{
    Box own = {b->x1 - m->x, b->y1 - m->y, b->x2 - m->x, b->y2 - m->y};
    Len x = 0, y = 0, first_x = 0, first_y = 0;
    const Len *p = m->points;
    for (int i = 0; i < m->n_segments; i++)
        switch (m->segments[i]) {
        case SEGMENT_MOVE:
            x = first_x = p[0], y = first_y = p[1];
            p += 2;
            break;
        case SEGMENT_LINE:
            if (line_cuts(&own, x, y, p[0], p[1]))
                return true;
            x = p[0], y = p[1];
            p += 2;
            break;
        case SEGMENT_CURVE:
            if (curve_cuts(&own, x, y, p))
                return true;
            x = p[4], y = p[5];
            p += 6;
            break;
        case SEGMENT_CLOSE:
            if (line_cuts(&own, x, y, first_x, first_y))
                return true;
            break;
        }
    return false;
}

static bool rect_holds(const Mark *m, const Box *b)
{
    return m->kind == MARK_RECT && b->x1 >= m->x && b->y1 >= m->y && b->x2 <= m->x + m->width && b->y2 <= m->y + m->height;
}

static bool rect_cuts(const Box *b, const Mark *m)
{
    bool meet = b->x1 < m->x + m->width && m->x < b->x2 && b->y1 < m->y + m->height && m->y < b->y2;
    return m->colour != 0xFFFFFF && meet && !rect_holds(m, b);
}

/* Something is seen within the label: drawn after it, or before it without a ground between the two. */
static int marks_through(const Drawing *d, int text, const Box *box)
{
    Box b = {box->x1 + slack, box->y1 + slack, box->x2 - slack, box->y2 - slack};
    int faults = 0, ground = 0;
    for (int i = 0; i < text; i++)
        ground = rect_holds(&d->marks[i], &b) ? i : ground;
    for (int i = ground; i < d->n; i++) {
        const Mark *m = &d->marks[i];
        faults += (m->kind == MARK_PATH && path_cuts(&b, m)) || (m->kind == MARK_RECT && rect_cuts(&b, m)) ||
                  (i > text && rect_holds(m, &b));
    }
    return faults;
}

/* ---- charts ---------------------------------------------------------------------------------------------------- */

static bool boxes_meet(const Box *a, const Box *b)
{
    return a->x1 < b->x2 && b->x1 < a->x2 && a->y1 < b->y2 && b->y1 < a->y2;
}

static int text_faults(Arena *arena, const Drawing *d, int i)
{
    Box a = text_box(&d->marks[i]);
    Str words = mark_words(arena, &d->marks[i]);
    int faults = a.x1 < -slack || a.y1 < -slack || a.x2 > d->width + slack || a.y2 > d->height + slack;
    if (faults > 0)
        print_message("\"%.*s\" leaves the frame\n", STR_ARGS(words));
    for (int k = 0; k < i; k++) {
        if (d->marks[k].kind != MARK_TEXT || d->marks[k].line->n == 0)
            continue;
        Box b = text_box(&d->marks[k]);
        if (!boxes_meet(&a, &b))
            continue;
        print_message("\"%.*s\" meets \"%.*s\"\n", STR_ARGS(words), STR_ARGS(mark_words(arena, &d->marks[k])));
        faults++;
    }
    if (marks_through(d, i, &a) > 0) {
        print_message("something runs through \"%.*s\"\n", STR_ARGS(words));
        faults++;
    }
    return faults;
}

static int drawing_faults(Arena *arena, const Drawing *d, Str name, int line)
{
    int faults = 0;
    for (int i = 0; i < d->n; i++) {
        if (d->marks[i].kind == MARK_TEXT && d->marks[i].line->n > 0)
            faults += text_faults(arena, d, i);
    }
    if (faults > 0)
        print_message("%.*s:%d: %d faults at a width of %lld pt\n", STR_ARGS(name), line, faults,
                      (long long)(d->width / LEN_PT));
    return faults;
}

/* Three widths: the measure, beside a table, and half of the measure. */
static int file_faults(Arena *arena, const char *path, Len size)
{
    int faults = 0;
    Diag *diag = diag_new(arena);
    Files files;
    FileStatus status;
    files_open(&files, arena, files_root(arena, NULL, "."), diag);
    Source *source = files_read(&files, str_of(path), &status);
    if (!source)
        return 0;
    Front front = {0};
    FrontSplit split = front_split(source->text);
    front_read(&front, arena, source, split, diag);
    front.settings.n = 0;                                  /* the theme's own faces and sizes */
    Dialect dialect = {.files = &files};
    Node *document = markdown_read_as(arena, source, split, &dialect, diag);
    resolve(arena, document, &front.meta, diag);
    Style style = {0};
    theme_apply(&style, arena, STR("handout"), &front, diag);
    TextStyle *text = &style.text[TEXT_CHART];
    text->leading = len_scale(text->leading, size, text->size);
    text->size = size;
    Fonts *fonts = fonts_open(arena, diag);
    fonts_family(fonts, STR("sans"), style.family_sans, (Place){0});
    Setter setter = {.arena = arena, .shown = arena, .scratch = arena_open(), .style = &style, .meta = &front.meta, .fonts = fonts,
                     .shaper = shaper_open(arena, fonts, diag), .diag = diag,
                     .palette = palette_new(arena, &style, document)};
    for (const Node *n = document; n; n = node_next(n, document))
        for (int i = 0; n->kind == KIND_CHART && i < 3; i++) {
            static const Len widths[] = {PT(390), PT(245), PT(195)};
            const Drawing *d = chart_new(&setter, n, widths[i], PT(600));
            if (d)
                faults += drawing_faults(arena, d, source->name, n->place.line);
        }
    shaper_close(setter.shaper);
    fonts_close(fonts);
    arena_close(setter.scratch);
    return faults;
}

static int name_cmp(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void labels_keep_apart(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    VEC(const char *) names = {0};
    DIR *folder = opendir("tests/cases/chart");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (str_ends(str_of(entry->d_name), STR(".md")))
            VEC_PUSH(arena, &names, str_format(arena, "tests/cases/chart/%s", entry->d_name).p);
    closedir(folder);
    qsort(names.at, names.n, sizeof *names.at, name_cmp);
    VEC_PUSH(arena, &names, "content/charts.md");
    VEC_PUSH(arena, &names, "content/rust-vs-go.md");
    int faults = 0;
    for (size_t i = 0; i < names.n; i++)
        faults += file_faults(arena, names.at[i], PT(8));
    for (int size = 7; size <= 11; size += 2)
        faults += file_faults(arena, "content/charts.md", size * LEN_PT);
    assert_int_equal(faults, 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels_keep_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
