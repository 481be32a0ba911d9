/* matrix.c - tables that are seen at a glance: marks for yes, partly and no, which differ in form as well as in weight, and
 * numbers on grounds as dark as they are large. */
#include "chart/chart_int.h"

typedef struct Grid { Chart *c; Label *labels; Len x, slot, y; } Grid;

static const Len hair = PT(0.4), pad = PT(4.5);

/* Columns that stand too far apart cannot be compared: slot is the most that one may have. */
static void grid_plan(Grid *g, Chart *c, Len most, Len slot)
{
    *g = (Grid){.c = c, .labels = ARENA_ARRAY(c->arena, Label, c->data->n_rows + 1)};
    Len widest = labels_column(c, g->labels, most);
    g->x = c->left + widest + (widest > 0 ? PT(12) : 0);
    g->slot = (c->right - g->x) / (c->data->n_series > 0 ? c->data->n_series : 1);
    g->slot = g->slot > slot ? slot : g->slot;
}

static void heads_put(Grid *g, bool coloured, Align align)
{
    Chart *c = g->c;
    int lines = 1;
    Label *heads = ARENA_ARRAY(c->arena, Label, c->data->n_series + 1);
    for (int s = 0; s < c->data->n_series; s++) {
        Shade shade = c->shades[s];
        bool own = coloured || shade_named(c->setter, c->data->series[s].name, &shade);
        TextStyle style = own ? style_in(&c->strong, shade.text) : c->strong;
        heads[s] = label_new(c, c->data->series[s].name, &style, g->slot - PT(6));
        lines = heads[s].n > lines ? heads[s].n : lines;
    }
    for (int s = 0; s < c->data->n_series; s++) {
        Len x = g->x + s * g->slot + (align == ALIGN_CENTER ? g->slot / 2 : 0);
        label_put(c, &heads[s], x, c->top + c->text.size + (lines - heads[s].n) * c->text.leading, align);
    }
    g->y = c->top + lines * c->text.leading + PT(3);
}

/* ---- marks -------------------------------------------------------------------------------------------------- */

typedef enum State { STATE_NO, STATE_PART, STATE_YES, STATE_NONE } State;

/* The word or sign at the start of a cell; what follows it is a note. */
static State state_read(Str text, Str *word, Str *note)
{
    static const struct { const char *word; State state; } words[] = {
        {"yes", STATE_YES}, {"partly", STATE_PART}, {"partial", STATE_PART}, {"part", STATE_PART}, {"some", STATE_PART},
        {"no", STATE_NO}, {"\u2713", STATE_YES}, {"\u2714", STATE_YES}, {"\u2705", STATE_YES}, {"\u25cf", STATE_YES},
        {"\u25d0", STATE_PART}, {"~", STATE_PART}, {"\u25cb", STATE_NO}, {"\u2717", STATE_NO}, {"\u2718", STATE_NO},
        {"\u274c", STATE_NO}, {"true", STATE_YES}, {"false", STATE_NO}, {"ja", STATE_YES}, {"nein", STATE_NO},
        {"teilweise", STATE_PART}, {"oui", STATE_YES}, {"non", STATE_NO}, {"partiel", STATE_PART},
    };
    *word = *note = (Str){0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Str known = str_of(words[i].word);
        if (!str_eq_fold(str_slice(text, 0, known.n), known))
            continue;
        Str rest = str_slice(text, known.n, text.n);
        char c = rest.n > 0 ? rest.p[0] : ' ';
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            continue;
        while (rest.n > 0 && (rest.p[0] == ',' || rest.p[0] == ':' || rest.p[0] == ' ' || rest.p[0] == ';'))
            rest = str_slice(rest, 1, rest.n);
        *word = str_slice(text, 0, known.n);
        *note = str_trim(rest);
        return words[i].state;
    }
    *note = text;
    return STATE_NONE;
}

static void state_put(Chart *c, State state, Len x, Len y, Colour colour)
{
    static const Len size = PT(8), half = PT(4);
    Path path = {0};
    Len k = len_scale(half, 5523, 10000);
    if (state == STATE_YES)
        mark_symbol(c, 0, x, y, size, colour, false);
    else
        mark_symbol(c, 0, x, y, size - PT(1), state == STATE_NO ? c->axis : colour, true);
    if (state != STATE_PART)
        return;
    path_move(c, &path, x, y - half);                      /* the left half is filled */
    path_curve(c, &path, (Len[]){x - k, y - half, x - half, y - k, x - half, y});
    path_curve(c, &path, (Len[]){x - half, y + k, x - k, y + half, x, y + half});
    path_close(c, &path);
    path_fill(c, &path, colour);
}

/* The marks with the words that the table has for them. */
static void states_legend(Chart *c)
{
    Str seen[3] = {{0}};
    static const State order[] = {STATE_YES, STATE_PART, STATE_NO};
    for (int s = 0; s < c->data->n_series; s++)
        for (int i = 0; i < c->data->n_rows; i++) {
            Str word, note;
            State state = state_read(c->data->series[s].at[i].text, &word, &note);
            if (state != STATE_NONE && seen[state].n == 0)
                seen[state] = word;
        }
    Len x = c->left, y = c->top + c->text.leading / 2;
    for (int k = 0; k < 3; k++) {
        Str word = seen[order[k]];
        if (word.n == 0 || (unsigned char)word.p[0] >= 0x80 || word.p[0] == '~')
            continue;                                      /* a sign needs no explanation of its own */
        Label label = label_new(c, word, &c->muted, 0);
        if (x > c->left && x + PT(11) + label.width > c->right) {
            x = c->left;
            y += c->text.leading;
        }
        state_put(c, order[k], x + PT(4), y, c->text.colour);
        label_put_middle(c, &label, x + PT(11), y, ALIGN_LEFT);
        x += PT(22) + label.width;
    }
    c->top = x > c->left ? y + c->text.leading / 2 + PT(6) : c->top;
}

static void cell_put(Grid *g, int series, int row, const Label *note, State state, Len y)
{
    Chart *c = g->c;
    Len x = g->x + series * g->slot;
    Colour colour = is_muted(c, series, row) ? c->neutral : c->shades[series].mark;
    if (state != STATE_NONE)
        state_put(c, state, x + PT(4), y, colour);
    label_put_middle(c, note, x + (state != STATE_NONE ? PT(13) : 0), y, ALIGN_LEFT);
}

/* The room that the widest cell or head asks for. */
static Len slot_wanted(const Chart *c)
{
    Len most = PT(56);
    for (int s = 0; s < c->data->n_series; s++) {
        Len head = label_width(c, c->data->series[s].name, &c->strong) + PT(14);
        most = head > most ? head : most;
        for (int i = 0; i < c->data->n_rows; i++) {
            Str word, note;
            State state = state_read(c->data->series[s].at[i].text, &word, &note);
            Len width = label_width(c, note, &c->text) + PT(state != STATE_NONE ? 27 : 14);
            most = note.n > 0 && width > most ? width : most;
        }
    }
    return most;
}

void matrix_draw(Chart *c)
{
    Grid g;
    states_legend(c);
    grid_plan(&g, c, (c->right - c->left) * 45 / 100, slot_wanted(c));
    heads_put(&g, true, ALIGN_LEFT);
    int n = c->data->n_series;
    Len right = g.x + n * g.slot;
    Label *notes = ARENA_ARRAY(c->arena, Label, n + 1);
    State *states = ARENA_ARRAY(c->arena, State, n + 1);
    for (int i = 0; i < c->data->n_rows; i++) {
        int lines = g.labels[i].n;
        for (int s = 0; s < n; s++) {
            Str word, note;
            states[s] = state_read(c->data->series[s].at[i].text, &word, &note);
            notes[s] = label_new(c, note, &c->text, g.slot - PT(states[s] != STATE_NONE ? 19 : 8));
            lines = notes[s].n > lines ? notes[s].n : lines;
        }
        Len height = lines * c->text.leading + pad;
        mark_line(c, c->left, g.y, right, g.y, i ? hair : PT(0.6), i ? c->grid : c->axis, false);
        label_put_middle(c, &g.labels[i], c->left, g.y + height / 2, ALIGN_LEFT);
        for (int s = 0; s < n; s++)
            cell_put(&g, s, i, &notes[s], states[s], g.y + height / 2);
        g.y += height;
    }
    mark_line(c, c->left, g.y, right, g.y, PT(0.6), c->axis, false);
    c->bottom = g.y + PT(1);
}

/* ---- heat ----------------------------------------------------------------------------------------------------- */

/* From almost white to the accent; below zero to the rust of the palette's other end. */
static Colour heat_colour(const Chart *c, const Value *v)
{
    const Data *d = c->all;
    double part, size = d->most > -d->least ? d->most : -d->least;
    bool both = d->least < 0 && d->most > 0;
    if (c->options.log && d->least > 0 && d->most > d->least)
        part = (log_ten(v->x) - log_ten(d->least)) / (log_ten(d->most) - log_ten(d->least));
    else if (both)
        part = (v->x < 0 ? -v->x : v->x) / size;
    else
        part = d->most > d->least ? (v->x - d->least) / (d->most - d->least) : 0.5;
    Colour dark = both && v->x < 0 ? 0x8C3A08 : c->setter->style->accent;
    Colour ground = colour_mix(colour_mix(0xFFFFFF, dark, 18), dark, (int)(part * 238));
    while (colour_luminance(ground) > 183000 && colour_luminance(ground) < 216000)
        ground = colour_mix(ground, 0xFFFFFF, 12);         /* here neither white nor black type has contrast enough */
    return ground;
}

/* Where they do not, the shades alone are seen. */
static bool values_fit(const Grid *g)
{
    const Chart *c = g->c;
    for (int s = 0; s < c->data->n_series; s++)
        for (int i = 0; i < c->data->n_rows; i++)
            if (label_width(c, value_shown(c, s, i), &c->text) + PT(3) > g->slot)
                return false;
    return !c->options.no_values;
}

void heat_draw(Chart *c)
{
    Grid g;
    legend_add(c, SWATCH_AREA, false);
    grid_plan(&g, c, (c->right - c->left) * 2 / 5, PT(84));
    heads_put(&g, false, ALIGN_CENTER);
    bool values = values_fit(&g);
    for (int i = 0; i < c->data->n_rows; i++) {
        Len label = g.labels[i].n * c->text.leading + PT(3), height = label > PT(16) ? label : PT(16);
        label_put_middle(c, &g.labels[i], c->left, g.y + height / 2, ALIGN_LEFT);
        for (int s = 0; s < c->data->n_series; s++) {
            const Value *v = &c->data->series[s].at[i];
            Len x = g.x + s * g.slot, seam = PT(1);
            Colour ground = v->known ? heat_colour(c, v) : 0xFFFFFF;
            if (v->known)
                mark_rect(c, x, g.y, g.slot - seam, height - seam, ground);
            else
                mark_hatch(c, x, g.y, g.slot - seam, height - seam, c->grid, 1);
            TextStyle style = v->known ? style_in(&c->text, colour_on(ground, c->setter)) : c->muted;
            text_put_middle(c, v->known && values ? value_shown(c, s, i) : STR(""), &style, x + (g.slot - seam) / 2,
                            g.y + (height - seam) / 2, ALIGN_CENTER);
        }
        g.y += height;
    }
    c->bottom = g.y;
}
