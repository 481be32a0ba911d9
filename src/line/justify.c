/* justify.c - one line set to its measure. In come the items of a line and the frame that it stands in; out goes a Line:
 * pieces with their places. What the line lacks or has too much goes first into the letters (font expansion, Han The
 * Thanh 2000), then into the spaces; the margins hang (protrusion). A word that was broken is shaped anew, so widths here
 * are exact, where the breaker's were close. It does not choose breaks. */
#include "line/line_int.h"

enum { HANG_WIDE = 50, EXPAND_MORE = 100 };                /* 1/1000 of an em; 1/EXPAND_ONE of a width */

/* A word, picture or leader and the space before it. The last one of a line has a space only. */
typedef struct Slot {
    const Item *item;
    const Shaped *shaped;                                  /* of a word: as it stands in the line */
    Len width, gap, stretch, shrink;
    int fil;                                               /* leaders: before the piece; set as one of their own */
    bool word_space, hyphen, joins;                        /* joins: it goes on the piece of the slot before */
} Slot;

typedef struct Setting {
    const Setter *setter;
    Slot *slots; int n;                                    /* slots[n] is open: it has no item yet */
    const Item *run; uint32_t run_to;                      /* the boxes of one word that are being joined */
    int n_notes;
} Setting;

static void slot_close(Setting *s, const Item *item, const Shaped *shaped, Len width)
{
    Slot *slot = &s->slots[s->n++];
    slot->item = item;
    slot->shaped = shaped;
    slot->width = width;
    s->slots[s->n] = (Slot){.gap = 0};
}

static const Shaped *fragment_shape(Setting *s, const Shaped *pre)
{
    const Item *box = s->run;
    if (box->from == 0 && s->run_to == box->shaped->text.n && pre == NULL)
        return box->shaped;
    Str text = str_slice(box->shaped->text, box->from, s->run_to);
    if (pre != NULL) {
        Buf both = {.arena = s->setter->scratch};
        buf_add(&both, text);
        buf_add(&both, pre->text);
        text = buf_str(&both);
    }
    return shape_text(s->setter->shaper, box->look->font, text, box->look->lang);
}

static void run_end(Setting *s, const Shaped *pre)
{
    const Item *box = s->run;
    if (box == NULL)
        return;
    const Shaped *shaped = fragment_shape(s, pre);
    s->run = NULL;
    slot_close(s, box, shaped, shaped_width(shaped, box->look->font->size));
    s->slots[s->n - 1].hyphen = pre != NULL;
}

static void box_add(Setting *s, const Item *box)
{
    bool goes_on = s->run != NULL && s->run->shaped == box->shaped && s->run_to == box->from &&
                   s->run->look == box->look && s->run->node == box->node;
    if (!goes_on) {
        run_end(s, NULL);
        s->run = box;
    }
    s->run_to = box->to;
}

static void glue_add(Setting *s, const Item *glue)
{
    run_end(s, NULL);
    if (glue->leader) {
        slot_close(s, glue, NULL, glue->width);
        return;
    }
    Slot *slot = &s->slots[s->n];
    slot->gap += glue->width;
    slot->word_space |= glue->width > 0;
    slot->stretch += glue->stretch;
    slot->shrink += glue->shrink;
    slot->fil += glue->fil;
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
        run_end(s, NULL);
        s->slots[s->n].gap += item->width;
        break;
    case ITEM_NOTE:
        run_end(s, NULL);
        s->n_notes++;
        break;
    case ITEM_IMAGE:
        run_end(s, NULL);
        slot_close(s, item, NULL, item->width);
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
    int hang = right ? right_hang : left_hang;
    if (hang == 0)
        return 0;
    int limit = hang_limit(c);
    return look->font->size * (hang < limit ? hang : limit) / 1000;
}

static Len slot_protrusion(const Slot *slot, bool right)
{
    if (slot->shaped == NULL)
        return 0;
    return box_protrusion(slot->shaped, slot->item->look, 0, (uint32_t)slot->shaped->text.n, right);
}

/* ---- glue ------------------------------------------------------------------------------------------ */

typedef struct Totals { Len width, text, stretch, shrink; int fil; } Totals;

static bool is_leader(const Slot *slot)
{
    return slot->item != NULL && slot->item->leader;
}

static Totals totals_of(const Setting *s)
{
    Totals t = {0};
    for (const Slot *slot = s->slots; slot <= s->slots + s->n; slot++) {
        t.width += slot->gap + slot->width;
        t.stretch += slot->stretch;
        t.shrink += slot->shrink;
        t.fil += slot->fil + is_leader(slot);
        t.text += (slot->shaped != NULL ? slot->width : 0) + (slot->word_space ? slot->gap : 0);
    }
    return t;
}

/* Letters and the spaces between them, as they stretch on the page. Returns how much wider the line has become. */
static Len expand_by(Setting *s, int expand)
{
    Len more = 0;
    for (Slot *slot = s->slots; slot <= s->slots + s->n && expand != 0; slot++) {
        Len width = slot->shaped != NULL ? slot->width * expand / EXPAND_ONE : 0;
        Len gap = slot->word_space ? slot->gap * expand / EXPAND_ONE : 0;
        slot->width += width;
        slot->gap += gap;
        more += width + gap;
    }
    return more;
}

/* Widens the leaders, which share what is left; returns what they took. */
static Len leaders_fill(Setting *s, Len rest)
{
    int n = 0, at = 0;
    for (int i = 0; i < s->n; i++)
        n += is_leader(&s->slots[i]);
    for (int i = 0; i < s->n && at < n; i++) {
        if (is_leader(&s->slots[i])) {
            s->slots[i].width += rest * (at + 1) / n - rest * at / n;
            at++;
        }
    }
    return n > 0 ? rest : 0;
}

/* Gives `rest` to the gaps in proportion to their stretch or shrink, to the last unit; returns what was given. */
static Len gaps_give(Setting *s, Len rest, bool shrink, Len total)
{
    Len sum = 0, given = 0;
    for (int i = 0; i <= s->n && total > 0; i++) {
        Slot *slot = &s->slots[i];
        Len part = shrink ? slot->shrink : slot->stretch;
        if (part == 0)
            continue;
        sum += part;
        Len upto = len_scale(rest, sum, total);
        slot->gap += upto - given;
        given = upto;
    }
    return given;
}

static int clamp(int64_t value, int least, int most)
{
    return value < least ? least : value > most ? most : (int)value;
}

/* How far the letters go: what is wanted within `frame->expand`; a little more before a line without enough glue sticks
 * out, as it may when a broken word turned out wider than reckoned. To the nearest where spaces can give way. */
static int letters_expand(const Frame *frame, const Totals *t, Len rest)
{
    Len most = t->text * frame->expand / 1000, half = t->text / 2;
    int limit = frame->expand * (EXPAND_ONE / 1000);
    if (t->text == 0 || (t->stretch == 0 && rest > most))
        return 0;
    if (-rest > most + t->shrink)
        return -clamp((-rest - t->shrink) * EXPAND_ONE / t->text + 1, 0, limit + EXPAND_MORE);
    if (rest < 0)
        return -clamp((-rest * EXPAND_ONE + (t->shrink > 0 ? half : t->text - 1)) / t->text, 0, limit);
    return clamp((rest * EXPAND_ONE + (t->shrink > 0 ? half : 0)) / t->text, 0, limit);
}

/* Sets letters and spaces so that the line is `want` wide, if they can; *rest is what is left over. Returns the
 * expansion. */
static int glue_set(Setting *s, const Frame *frame, Len want, Len *rest)
{
    Totals t = totals_of(s);
    *rest = want - t.width;
    if (frame->align != ALIGN_JUSTIFY || (t.fil > 0 && *rest >= 0)) {
        *rest -= leaders_fill(s, *rest > 0 ? *rest : 0);
        return 0;
    }
    int expand = letters_expand(frame, &t, *rest);
    *rest -= expand_by(s, expand);
    if (*rest >= 0)
        *rest -= gaps_give(s, *rest, false, t.stretch);
    else
        *rest -= gaps_give(s, -*rest < t.shrink ? *rest : -t.shrink, true, t.shrink);
    return expand;
}

/* ---- the line -------------------------------------------------------------------------------------- */

static void line_extent(Line *line, const Slot *slot)
{
    Len height = 0, depth = 0;
    if (slot->item->kind == ITEM_IMAGE) {
        height = slot->item->height;
    } else {
        const Look *look = slot->item->look;
        height = font_len(look->font, look->font->face->ascender) + look->rise;
        depth = -font_len(look->font, look->font->face->descender) - look->rise;
    }
    line->height = height > line->height ? height : line->height;
    line->depth = depth > line->depth ? depth : line->depth;
}

static int space_in_em(const Slot *slot, const Slot *before)
{
    bool text = slot->word_space && before->shaped != NULL && !before->item->look->code;
    return text ? (int)(slot->gap * 1000 / before->item->look->font->size) : 0;
}

/* Does a word go on the piece of the slot before it? */
static bool slot_joins(const Slot *before, const Slot *slot)
{
    const Node *a = before->item->node, *b = slot->item->node;
    if (before->shaped == NULL || slot->shaped == NULL || before->item->look != slot->item->look)
        return false;
    return a == b || (a != NULL && b != NULL && a->kind == KIND_TEXT && b->kind == KIND_TEXT && a->parent == b->parent);
}

static Piece piece_of(const Slot *slot, const Word *words, Len x)
{
    const Item *item = slot->item;
    Piece piece = {.kind = PIECE_LEADER, .x = x, .look = item->look, .node = item->node};
    if (slot->shaped != NULL) {
        piece.kind = PIECE_TEXT;
        piece.words = words;
    } else if (item->kind == ITEM_IMAGE) {
        piece.kind = PIECE_IMAGE;
        piece.image = item->image;
        piece.height = item->height;
    }
    return piece;
}

static void pieces_room(const Setting *s, Line *line, Word **words)
{
    size_t n_words = 0;
    line->n = 0;
    for (int i = 0; i < s->n; i++) {
        Slot *slot = &s->slots[i];
        slot->joins = i > 0 && slot_joins(slot - 1, slot);
        n_words += slot->shaped != NULL;
        line->n += !slot->joins;
    }
    line->pieces = arena_bytes(s->setter->arena, sizeof(Piece) * (size_t)line->n);
    *words = n_words > 0 ? arena_bytes(s->setter->shown, sizeof(Word) * n_words) : NULL;
}

/* Places words, pictures and leaders one after another from `x`. */
static void pieces_place(const Setting *s, Line *line, Len x, int *loosest)
{
    Word *word;
    pieces_room(s, line, &word);
    Piece *piece = line->pieces - 1;
    for (int i = 0; i < s->n; i++) {
        const Slot *slot = &s->slots[i], *next = slot + 1;
        x += slot->gap;
        if (!slot->joins) {
            *++piece = piece_of(slot, word, x);
            line_extent(line, slot);
        }
        x += slot->width;
        piece->width = x - piece->x;
        if (slot->shaped != NULL) {
            *word++ = (Word){slot->shaped, i + 1 < s->n ? (int32_t)next->gap : 0, i + 1 < s->n && next->word_space, slot->hyphen};
            piece->n++;
        }
        int space = i > 0 ? space_in_em(slot, slot - 1) : 0;
        *loosest = space > *loosest ? space : *loosest;
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
    s.slots = arena_bytes(setter->scratch, sizeof(Slot) * (size_t)(to - from + 2));
    s.slots[0] = (Slot){.gap = 0};
    for (int i = from; i < to; i++)
        item_set(&s, &items[i]);
    run_end(&s, end != NULL && end->kind == ITEM_DISC ? end->pre : NULL);
    Line line = {.n_notes = s.n_notes};
    line.hyphenated = end != NULL && end->flagged;
    *overfull = 0;
    *loosest = 0;
    if (s.n_notes > 0)
        notes_collect(setter, &line, items, from, to);
    if (s.n == 0)
        return line;
    Len left = 0, right = 0, rest = 0;
    if (frame->protrude) {
        left = slot_protrusion(&s.slots[0], false);
        right = slot_protrusion(&s.slots[s.n - 1], true);
    }
    line.expand = glue_set(&s, frame, frame->width + left + right, &rest);
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
