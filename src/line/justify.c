/* justify.c - one line set to its measure. In come the items of a line and the frame that it stands in; out goes a Line:
 * pieces with their places. What the line lacks or has too much goes first into the letters (font expansion, Han The
 * Thanh 2000), then into the spaces; the margins hang (protrusion). A word that was broken is shaped anew, so widths here
 * are exact, where the breaker's were close. It does not choose breaks. */
#include "line/line_int.h"

enum { HANG_WIDE = 50, EXPAND_MORE = 10 };                 /* thousandths: of an em, of a width */

/* A piece and the space before it. The last one of a line has a space only. */
typedef struct Slot {
    Piece piece;
    Len gap, stretch, shrink;
    int fil;                                               /* leaders: before the piece; set as one of their own */
    bool word_space;
} Slot;

typedef struct Setting {
    const Setter *setter;
    VEC(Slot) slots;                                       /* the last one is open: it has no piece yet */
    const Item *run; uint32_t run_to; Str pre;             /* the boxes of one word that are being joined */
    int n_notes;
} Setting;

static Slot *slot_open(Setting *s)
{
    return &s->slots.at[s->slots.n - 1];
}

static void slot_close(Setting *s, Piece piece)
{
    slot_open(s)->piece = piece;
    VEC_PUSH(s->setter->scratch, &s->slots, (Slot){.gap = 0});
}

static const Shaped *fragment_shape(Setting *s, Str pre)
{
    const Item *box = s->run;
    if (box->from == 0 && s->run_to == box->shaped->text.n && pre.n == 0)
        return box->shaped;
    Str text = str_slice(box->shaped->text, box->from, s->run_to);
    if (pre.n > 0) {
        Buf both = {.arena = s->setter->scratch};
        buf_add(&both, text);
        buf_add(&both, pre);
        text = buf_str(&both);
    }
    return shape_text(s->setter->shaper, box->look->font, text, box->look->lang);
}

static void run_end(Setting *s, Str pre)
{
    if (s->run == NULL)
        return;
    const Item *box = s->run;
    const Shaped *shaped = fragment_shape(s, pre);
    s->run = NULL;
    slot_close(s, (Piece){.kind = PIECE_TEXT, .shaped = shaped, .look = box->look, .node = box->node,
                          .hyphen = pre.n > 0, .width = shaped_width(shaped, box->look->font->size)});
}

static void box_add(Setting *s, const Item *box)
{
    bool goes_on = s->run != NULL && s->run->shaped == box->shaped && s->run_to == box->from &&
                   s->run->look == box->look && s->run->node == box->node;
    if (!goes_on) {
        run_end(s, (Str){0});
        s->run = box;
    }
    s->run_to = box->to;
}

static void glue_add(Setting *s, const Item *glue)
{
    run_end(s, (Str){0});
    if (glue->leader) {
        slot_close(s, (Piece){.kind = PIECE_LEADER, .look = glue->look, .node = glue->node, .width = glue->width});
        return;
    }
    Slot *slot = slot_open(s);
    slot->gap += glue->width;
    slot->word_space |= glue->width > 0;
    if (glue->stretch_order == 0) {
        slot->stretch += glue->stretch;
        slot->shrink += glue->shrink;
    } else {
        slot->fil++;
    }
}

static void item_set(Setting *s, const Item *item)
{
    switch (item->kind) {
    case ITEM_BOX:
        box_add(s, item);
        break;
    case ITEM_GLUE:
        glue_add(s, item);
        break;
    case ITEM_KERN:
        run_end(s, (Str){0});
        slot_open(s)->gap += item->width;
        break;
    case ITEM_NOTE:
        run_end(s, (Str){0});
        s->n_notes++;
        break;
    case ITEM_IMAGE:
        run_end(s, (Str){0});
        slot_close(s, (Piece){.kind = PIECE_IMAGE, .image = item->image, .look = item->look, .node = item->node,
                              .width = item->width, .height = item->height});
        break;
    case ITEM_PENALTY:
    case ITEM_DISC:
        break;
    }
}

/* ---- protrusion ------------------------------------------------------------------------------------ */

static uint32_t code_point_at(Str text, size_t at)
{
    return at < text.n ? utf8_next(text, &at) : 0;
}

/* The first glyph whose cluster is not before `byte`; clusters rise, as parts of a word are only cut left to right. */
static uint32_t glyph_from(const Shaped *shaped, uint32_t byte)
{
    uint32_t from = 0, to = shaped->n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (shaped->glyphs[middle].cluster < byte)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Small marks may hang as far as the face says; wide ones (a dash, a bracket) would look as if the line stuck out. */
static int hang_limit(uint32_t c)
{
    bool small = c == '.' || c == ',' || c == '-' || c == ':' || c == ';' || c == '\'' || c == '"' || c == 0x2010 ||
                 (c >= 0x2018 && c <= 0x201F);
    return small ? 1000 : HANG_WIDE;
}

Len box_protrusion(const Shaped *shaped, const Look *look, uint32_t from, uint32_t to, bool right)
{
    if (look->code || shaped->n == 0)
        return 0;
    const Glyph *found = &shaped->glyphs[right ? shaped->n - 1 : 0];
    if (from > 0 || to < shaped->text.n) {
        uint32_t i = glyph_from(shaped, right ? to : from);
        if (right ? i == 0 : i == shaped->n)
            return 0;
        found = &shaped->glyphs[right ? i - 1 : i];
    }
    int left_hang = 0, right_hang = 0;
    uint32_t c = code_point_at(shaped->text, found->cluster);
    face_protrusion(shaped->face, found->id, c, &left_hang, &right_hang);
    int hang = right ? right_hang : left_hang, limit = hang_limit(c);
    return look->font->size * (hang < limit ? hang : limit) / 1000;
}

static Len piece_protrusion(const Piece *piece, bool right)
{
    if (piece->kind != PIECE_TEXT)
        return 0;
    return box_protrusion(piece->shaped, piece->look, 0, (uint32_t)piece->shaped->text.n, right);
}

/* ---- glue ------------------------------------------------------------------------------------------ */

typedef struct Totals { Len width, text, stretch, shrink; int fil; } Totals;

static Totals totals_of(const Setting *s)
{
    Totals t = {0};
    for (size_t i = 0; i < s->slots.n; i++) {
        const Slot *slot = &s->slots.at[i];
        t.width += slot->gap + slot->piece.width;
        t.stretch += slot->stretch;
        t.shrink += slot->shrink;
        t.fil += slot->fil;
        if (slot->piece.shaped != NULL)
            t.text += slot->piece.width;
        if (slot->piece.kind == PIECE_LEADER)
            t.fil++;
    }
    return t;
}

static void expand_by(Setting *s, int expand)
{
    for (size_t i = 0; i < s->slots.n; i++) {
        Piece *piece = &s->slots.at[i].piece;
        if (piece->shaped != NULL)
            piece->width = piece->width * (1000 + expand) / 1000;
    }
}

/* Widens the leaders, which share what is left. */
static void leaders_fill(Setting *s, Len rest)
{
    int n = 0;
    for (size_t i = 0; i < s->slots.n; i++)
        n += s->slots.at[i].piece.kind == PIECE_LEADER;
    for (size_t i = 0, at = 0; i < s->slots.n && n > 0; i++) {
        if (s->slots.at[i].piece.kind == PIECE_LEADER) {
            s->slots.at[i].piece.width += rest * (Len)(at + 1) / n - rest * (Len)at / n;
            at++;
        }
    }
}

/* Gives `rest` to the gaps in proportion to their stretch or shrink, to the last unit. */
static void gaps_give(Setting *s, Len rest, bool shrink, Len total)
{
    Len sum = 0, given = 0;
    for (size_t i = 0; i < s->slots.n && total > 0; i++) {
        Slot *slot = &s->slots.at[i];
        sum += shrink ? slot->shrink : slot->stretch;
        Len upto = len_scale(rest, sum, total);
        slot->gap += upto - given;
        given = upto;
    }
}

static int clamp(int64_t value, int least, int most)
{
    return value < least ? least : value > most ? most : (int)value;
}

/* How far the letters go: what is wanted within `frame->expand`; a little more before a line without enough glue sticks
 * out, as it may when a broken word turned out wider than reckoned. */
static int letters_expand(const Frame *frame, const Totals *t, Len rest)
{
    Len most = t->text * frame->expand / 1000;
    if (t->text == 0 || (t->stretch == 0 && rest > most))
        return 0;
    if (-rest > most + t->shrink)
        return -clamp((-rest - t->shrink) * 1000 / t->text + 1, 0, frame->expand + EXPAND_MORE);
    if (rest < 0)
        return -clamp((-rest * 1000 + t->text - 1) / t->text, 0, frame->expand);
    return clamp(rest * 1000 / t->text, 0, frame->expand);
}

/* Sets letters and spaces so that the line is `want` wide, if they can; returns the expansion. */
static int glue_set(Setting *s, const Frame *frame, Len want)
{
    Totals t = totals_of(s);
    Len rest = want - t.width;
    if (frame->align != ALIGN_JUSTIFY || (t.fil > 0 && rest >= 0)) {
        leaders_fill(s, rest > 0 ? rest : 0);
        return 0;
    }
    int expand = letters_expand(frame, &t, rest);
    expand_by(s, expand);
    rest = want - totals_of(s).width;
    if (rest >= 0)
        gaps_give(s, rest, false, t.stretch);
    else
        gaps_give(s, -rest < t.shrink ? rest : -t.shrink, true, t.shrink);
    return expand;
}

/* ---- the line -------------------------------------------------------------------------------------- */

static void line_extent(Line *line, const Piece *piece)
{
    Len height = piece->height, depth = 0;
    if (piece->kind != PIECE_IMAGE) {
        const Font *font = piece->look->font;
        height = font_len(font, font->face->ascender) + piece->look->rise;
        depth = -font_len(font, font->face->descender) - piece->look->rise;
    }
    line->height = height > line->height ? height : line->height;
    line->depth = depth > line->depth ? depth : line->depth;
}

static int space_in_em(const Slot *slot, const Piece *before)
{
    bool text = slot->word_space && before->kind == PIECE_TEXT && !before->look->code;
    return text ? (int)(slot->gap * 1000 / before->look->font->size) : 0;
}

/* Places the pieces one after another from `x` and copies them into the document's arena. */
static void pieces_place(Setting *s, Line *line, Len x, int *loosest)
{
    line->n = (int)s->slots.n - 1;
    line->pieces = ARENA_ARRAY(s->setter->arena, Piece, line->n);
    for (int i = 0; i < line->n; i++) {
        const Slot *slot = &s->slots.at[i];
        x += slot->gap;
        Piece *piece = &line->pieces[i];
        *piece = slot->piece;
        piece->x = x;
        x += piece->width;
        if (i > 0 && slot->word_space && piece[-1].kind == PIECE_TEXT) {
            piece[-1].space_after = true;
            piece[-1].space_width = slot->gap;
        }
        int space = i > 0 ? space_in_em(slot, piece - 1) : 0;
        *loosest = space > *loosest ? space : *loosest;
        line_extent(line, piece);
    }
    line->width = x;
}

static void notes_collect(const Setter *setter, Line *line, const Item *items, int from, int to)
{
    line->notes = ARENA_ARRAY(setter->arena, const Node *, line->n_notes);
    for (int i = from, n = 0; i < to; i++)
        if (items[i].kind == ITEM_NOTE)
            line->notes[n++] = items[i].note;
}

static Len aligned(Align align, Len rest)
{
    if (rest <= 0)
        return 0;
    return align == ALIGN_RIGHT ? rest : align == ALIGN_CENTER ? rest / 2 : 0;
}

Line line_set(const Setter *setter, const Item *items, int from, int to, const Item *end, const Frame *frame,
              Len *overfull, int *loosest)
{
    Setting s = {.setter = setter};
    VEC_PUSH(setter->scratch, &s.slots, (Slot){.gap = 0});
    for (int i = from; i < to; i++)
        item_set(&s, &items[i]);
    run_end(&s, end != NULL ? end->pre : (Str){0});
    Line line = {.n_notes = s.n_notes};
    line.hyphenated = end != NULL && end->flagged;
    *overfull = 0;
    *loosest = 0;
    if (s.n_notes > 0)
        notes_collect(setter, &line, items, from, to);
    if (s.slots.n < 2)
        return line;
    Len left = 0, right = 0;
    if (frame->protrude) {
        left = piece_protrusion(&s.slots.at[0].piece, false);
        right = piece_protrusion(&s.slots.at[s.slots.n - 2].piece, true);
    }
    line.expand = glue_set(&s, frame, frame->width + left + right);
    Len rest = frame->width + left + right - totals_of(&s).width;
    pieces_place(&s, &line, frame->left - left + aligned(frame->align, rest), loosest);
    *overfull = rest < 0 ? -rest : 0;
    return line;
}

Line line_single(const Setter *setter, const Hlist *list)
{
    Frame frame = {.width = LEN_MAX, .align = ALIGN_LEFT};
    Len overfull = 0;
    int loosest = 0;
    int to = list->n;
    while (to > 0 && (list->items[to - 1].kind == ITEM_PENALTY || list->items[to - 1].kind == ITEM_GLUE) &&
           !list->items[to - 1].leader)
        to--;
    Line line = line_set(setter, list->items, 0, to, NULL, &frame, &overfull, &loosest);
    line.last = true;
    return line;
}
