/* label.c - type in charts: measured by the shaper, broken by the paragraph breaker, then placed. A word that is wider than
 * its room is cut between letters: a chart has no margin into which it might stick out. */
#include "chart/chart_int.h"

TextStyle style_in(const TextStyle *style, Colour colour)
{
    TextStyle other = *style;
    other.colour = colour;
    return other;
}

static Label label_of(const Chart *c, const TextStyle *style, const Line *lines, int n)
{
    const Font *font = look_of_style(c->setter, style)->font;
    Label label = {.lines = lines, .n = n, .leading = style->leading};
    label.middle = (font_len(font, font->face->cap_height) + font_len(font, font->face->x_height)) / 4;
    for (int i = 0; i < n; i++)
        label.width = lines[i].width > label.width ? lines[i].width : label.width;
    return label;
}

static Line line_of(const Chart *c, Str text, const TextStyle *style)
{
    Hlist list = hlist_of_text(c->setter, c->node, text, style);
    return list.n > 0 ? line_single(c->setter, &list) : (Line){0};
}

/* The most letters of the text that fit. */
static size_t text_fit(const Chart *c, Str text, const TextStyle *style, Len measure)
{
    size_t lo = 0, hi = text.n;
    while (lo < hi) {
        size_t mid = (lo + hi + 1) / 2;
        size_t cut = mid < text.n ? utf8_prev(text, mid + 1) : mid;
        if (cut > lo && line_of(c, str_slice(text, 0, cut), style).width <= measure)
            lo = cut;
        else
            hi = mid - 1;
    }
    return lo > 0 ? lo : text.n;
}

/* After a space, a hyphen or a stroke, if one is near enough. */
static size_t text_break(Str text, size_t n)
{
    for (size_t i = n; i > n / 3 && n < text.n; i--)
        if (text.p[i - 1] == '-' || text.p[i - 1] == '/' || text.p[i - 1] == ' ')
            return i;
    return n;
}

static Label label_cut(const Chart *c, Str text, const TextStyle *style, Len measure)
{
    VEC(Line) lines = {0};
    while (text.n > 0) {
        size_t n = text_break(text, text_fit(c, text, style, measure));
        VEC_PUSH(c->arena, &lines, line_of(c, str_trim(str_slice(text, 0, n)), style));
        text = str_trim(str_slice(text, n, text.n));
    }
    return label_of(c, style, lines.at, (int)lines.n);
}

Label label_new(const Chart *c, Str text, const TextStyle *style, Len measure)
{
    Hlist list = hlist_of_text(c->setter, c->node, text, style);
    if (list.n == 0)
        return label_of(c, style, NULL, 0);
    if (measure > 0 && hlist_width(&list) > measure) {
        if (hlist_min_width(&list) > measure)
            return label_cut(c, text, style, measure);
        Paragraph p = line_break(c->setter, &list, &(Measure){.width = measure, .align = ALIGN_LEFT});
        return label_of(c, style, p.lines, p.n);
    }
    Line *line = ARENA_NEW(c->arena, Line);
    *line = line_single(c->setter, &list);
    return label_of(c, style, line, 1);
}

Len label_width(const Chart *c, Str text, const TextStyle *style)
{
    return line_of(c, text, style).width;
}

Len label_word(const Chart *c, Str text, const TextStyle *style)
{
    Hlist list = hlist_of_text(c->setter, c->node, text, style);
    return list.n > 0 ? hlist_min_width(&list) : 0;
}

void label_put(Chart *c, const Label *label, Len x, Len y, Align align)
{
    for (int i = 0; i < label->n; i++) {
        const Line *line = &label->lines[i];
        Len shift = align == ALIGN_RIGHT ? line->width : align == ALIGN_CENTER ? line->width / 2 : 0;
        VEC_PUSH(c->arena, &c->marks, (Mark){.kind = MARK_TEXT, .x = x - shift, .y = y + i * label->leading,
                                             .width = line->width, .height = label->leading, .line = line});
    }
}

void label_clear(Chart *c, const Label *label, Len x, Len y, Align align)
{
    Len shift = align == ALIGN_RIGHT ? label->width : align == ALIGN_CENTER ? label->width / 2 : 0, over = PT(1.2);
    Len height = (label->n - 1) * label->leading + label->middle * 2 + PT(3);
    mark_rect(c, x - shift - over, y - height / 2, label->width + 2 * over, height, 0xFFFFFF);
}

void label_put_middle(Chart *c, const Label *label, Len x, Len y, Align align)
{
    label_put(c, label, x, y + label->middle - (label->n - 1) * label->leading / 2, align);
}

void text_put_middle(Chart *c, Str text, const TextStyle *style, Len x, Len y, Align align)
{
    Label label = label_new(c, text, style, 0);
    label_put_middle(c, &label, x, y, align);
}

/* Pools of spans that touch move as one: the mean of what its members want, which is the least-squares answer (pool
 * adjacent violators; Ayer and others 1955). */
void labels_spread(Arena *scratch, Len *at, const Len *size, int n, Len lo, Len hi)
{
    typedef struct Pool { int from, n; Len sum, height; } Pool;
    Pool *pools = ARENA_ARRAY(scratch, Pool, n + 1);
    int k = 0;
    for (int i = 0; i < n; i++) {
        pools[k++] = (Pool){i, 1, at[i], size[i]};
        while (k > 1) {
            Pool *a = &pools[k - 2], *b = &pools[k - 1];
            if (a->sum / a->n + a->height <= b->sum / b->n)
                break;
            a->sum += b->sum - (Len)b->n * a->height;      /* where the pool's head would stand for each member */
            a->n += b->n;
            a->height += b->height;
            k--;
        }
    }
    Len end = lo;
    for (int i = 0; i < k; i++) {
        Len y = pools[i].sum / pools[i].n, rest = 0;
        for (int j = i; j < k; j++)
            rest += pools[j].height;
        y = y < end ? end : y;
        y = y + rest > hi ? hi - rest : y;
        for (int j = pools[i].from; j < pools[i].from + pools[i].n; y += size[j++])
            at[j] = y;
        end = y;
    }
}
