/* test_chart_fit.c - every chart of the cases and of the specimen, drawn with the theme's own faces: no label touches another
 * one or leaves the frame. Boxes are as wide as the shaper says and as high as figures and capitals. */
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

static int drawing_faults(Arena *arena, const Drawing *d, Str name, int line)
{
    const Len slack = PT(0.3);
    int faults = 0;
    for (int i = 0; i < d->n; i++) {
        if (d->marks[i].kind != MARK_TEXT || d->marks[i].line->n == 0)
            continue;
        Box a = text_box(&d->marks[i]);
        Str words = mark_words(arena, &d->marks[i]);
        if (a.x1 < -slack || a.y1 < -slack || a.x2 > d->width + slack || a.y2 > d->height + slack) {
            print_message("%.*s:%d: \"%.*s\" leaves the frame\n", STR_ARGS(name), line, STR_ARGS(words));
            faults++;
        }
        for (int k = 0; k < i; k++) {
            if (d->marks[k].kind != MARK_TEXT || d->marks[k].line->n == 0)
                continue;
            Box b = text_box(&d->marks[k]);
            if (a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2) {
                print_message("%.*s:%d: \"%.*s\" meets \"%.*s\"\n", STR_ARGS(name), line, STR_ARGS(words),
                              STR_ARGS(mark_words(arena, &d->marks[k])));
                faults++;
            }
        }
    }
    return faults;
}

/* Two widths: the measure, and half of it. */
static int file_faults(Arena *arena, const char *path)
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
    Fonts *fonts = fonts_open(arena, diag);
    fonts_family(fonts, STR("sans"), style.family_sans, (Place){0});
    Setter setter = {.arena = arena, .scratch = arena_open(), .style = &style, .meta = &front.meta, .fonts = fonts,
                     .shaper = shaper_open(arena, fonts, diag), .diag = diag,
                     .palette = palette_new(arena, &style, document)};
    for (const Node *n = document; n; n = node_next(n, document))
        for (int half = 0; n->kind == KIND_CHART && half < 2; half++) {
            const Drawing *d = chart_new(&setter, n, half ? PT(195) : PT(390), PT(600));
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
    int faults = 0;
    for (size_t i = 0; i < names.n; i++)
        faults += file_faults(arena, names.at[i]);
    assert_int_equal(faults, 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels_keep_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
