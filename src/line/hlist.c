/* hlist.c - from a block's inline nodes to items: boxes, glue, kerns, penalties, notes and pictures. In comes the tree,
 * out goes a horizontal list in the sense of The TeXbook, chapters 12 and 14, that the breaker takes. Words are shaped
 * here and may already break at their joints; hyphenation comes later (words.c), and only where a paragraph needs it.
 * The inline tree is walked without recursion. The list lives in Setter.scratch, looks and glyphs do not. */
#include "line/line_int.h"

enum { SPACE_LEAST = 225 };                                /* of an em, in thousandths */

typedef struct Builder {
    const Setter *setter;
    const Node *block;
    const TextStyle *style;
    Looks looks;
    VEC(Item) items;
    bool has_folios, has_leader;
    Str word; const Node *word_node; const Look *word_look; /* the word that is being gathered */
    const Look *space_look; Len space;                     /* the last look whose space was asked for */
    struct { const Node *parent; const Look *look; } last[2]; /* looks that were asked for: of text, of code */
} Builder;

static Item *item_add(Builder *b, ItemKind kind, const Node *node, const Look *look)
{
    VEC_PUSH(b->setter->scratch, &b->items, (Item){.kind = kind, .node = node, .look = look});
    return &b->items.at[b->items.n - 1];
}

static void penalty_add(Builder *b, const Node *node, const Look *look, int penalty, bool flagged)
{
    Item *item = item_add(b, ITEM_PENALTY, node, look);
    item->penalty = penalty;
    item->flagged = flagged;
}

/* ---- words ---------------------------------------------------------------------------------------- */

/* One shaped run of a word as boxes, with a penalty at each joint. */
static void run_add(Builder *b, const Node *node, const Look *look, const Shaped *shaped, WordKind kind)
{
    uint32_t glyph = 0;
    size_t from = 0;
    while (from < shaped->text.n) {
        Joint joint = joint_next(shaped->text, kind, from);
        Item *box = item_add(b, ITEM_BOX, node, look);
        box->shaped = shaped;
        box->from = (uint32_t)from;
        box->to = (uint32_t)joint.at;
        box->width = glyphs_width(shaped, look->font->size, &glyph, from, joint.at);
        if (joint.at < shaped->text.n)
            penalty_add(b, node, look, joint.penalty, joint.flagged);
        from = joint.at;
    }
}

/* A stretch of a word in which no break stands but at joints: split where a fallback font is needed, and shaped. */
static void stretch_add(Builder *b, const Node *node, const Look *look, Str text, WordKind kind)
{
    const Shaped *known = shape_known(b->setter->shaper, look->font, text, look->lang);
    if (known != NULL) {
        run_add(b, node, look, known, kind);
        return;
    }
    while (text.n > 0) {
        const Font *font = look->font;
        Str instead = {0};
        size_t n = shape_run(b->setter->shaper, look->font, text, node->place, &font, &instead);
        if (n == 0)
            break;
        Str run = instead.n > 0 ? instead : str_slice(text, 0, n);
        const Shaped *shaped = shape_text(b->setter->shaper, font, run, look->lang);
        run_add(b, node, looks_font(&b->looks, look, font), shaped, kind);
        text = str_slice(text, n, text.n);
    }
}

/* A word of a script without spaces: a break that may stretch a little at each opportunity. */
static void segments_add(Builder *b, const Node *node, const Look *look, Str text)
{
    uint32_t *breaks = ARENA_ARRAY(b->setter->scratch, uint32_t, text.n + 1);
    size_t n = segment_breaks(b->setter->shaper, text, look->lang, breaks, text.n + 1);
    size_t from = 0;
    for (size_t i = 0; i <= n; i++) {
        size_t to = i < n ? breaks[i] : text.n;
        if (to <= from || to > text.n)
            continue;
        stretch_add(b, node, look, str_slice(text, from, to), WORD_PROSE);
        if (to < text.n) {
            Item *glue = item_add(b, ITEM_GLUE, node, look);
            glue->stretch = look->font->size / 16;
        }
        from = to;
    }
}

/* A word that was met before and has no joints: most are. */
static bool plain_add(Builder *b, const Node *node, const Look *look, Str word)
{
    const Shaped *known = look->code ? NULL : shape_known(b->setter->shaper, look->font, word, look->lang);
    if (known == NULL || !known->plain)
        return false;
    Item *box = item_add(b, ITEM_BOX, node, look);
    box->shaped = known;
    box->to = (uint32_t)word.n;
    box->width = shaped_width(known, look->font->size);
    return true;
}

static void word_flush(Builder *b)
{
    Str word = b->word;
    b->word = (Str){0};
    if (word.n == 0 || plain_add(b, b->word_node, b->word_look, word))
        return;
    if (!b->word_look->code && segment_needed(word))
        segments_add(b, b->word_node, b->word_look, word);
    else
        stretch_add(b, b->word_node, b->word_look, word, b->word_look->code ? WORD_CODE : word_kind(word));
}

/* Adds to the word that is being gathered. Neighbouring text nodes of one parent make one word, shaped as one. */
static void word_add(Builder *b, const Node *node, const Look *look, Str text)
{
    if (b->word.n > 0 && (look != b->word_look || node->parent != b->word_node->parent))
        word_flush(b);
    if (b->word.n == 0) {
        b->word = text;
        b->word_node = node;
        b->word_look = look;
        return;
    }
    Buf both = {.arena = b->setter->scratch};
    buf_add(&both, b->word);
    buf_add(&both, text);
    b->word = buf_str(&both);
}

/* ---- spaces --------------------------------------------------------------------------------------- */

/* Faces drawn for tight setting have spaces that leave a justified line nothing to shrink: they are widened a little. */
static Len space_width(Builder *b, const Look *look)
{
    if (look != b->space_look) {
        Len least = look->font->size * SPACE_LEAST / 1000;
        b->space = look_space(b->setter, look);
        b->space = b->space < least ? least : b->space;
        b->space_look = look;
    }
    return b->space;
}

static const Item *last_item(const Builder *b)
{
    return b->items.n > 0 ? &b->items.at[b->items.n - 1] : NULL;
}

static bool is_lone_dash(const Item *box)
{
    return box->kind == ITEM_BOX && box->from == 0 &&
           (str_eq(box->shaped->text, STR("\xE2\x80\x93")) || str_eq(box->shaped->text, STR("\xE2\x80\x94")));
}

/* A dash between spaces stays on the line of the word before it. */
static void dash_tie(Builder *b)
{
    size_t n = b->items.n;
    if (n < 3 || !is_lone_dash(&b->items.at[n - 1]))
        return;
    Item *space = &b->items.at[n - 2];
    if (space->kind != ITEM_GLUE || b->items.at[n - 3].kind != ITEM_BOX)
        return;
    Item dash = b->items.at[n - 1], glue = *space;
    *space = (Item){.kind = ITEM_PENALTY, .penalty = PENALTY_FORBID, .node = glue.node, .look = glue.look};
    b->items.at[n - 1] = glue;
    VEC_PUSH(b->setter->scratch, &b->items, dash);
}

static void space_add(Builder *b, const Node *node, const Look *look, bool tied)
{
    word_flush(b);
    dash_tie(b);
    const Item *last = last_item(b);
    if (!tied && (last == NULL || last->kind == ITEM_GLUE || (last->kind == ITEM_PENALTY && last->penalty == PENALTY_FORCE)))
        return;
    if (tied)
        penalty_add(b, node, look, PENALTY_FORBID, false);
    Len width = space_width(b, look);
    Item *glue = item_add(b, ITEM_GLUE, node, look);
    glue->width = width;
    glue->stretch = look->code ? width / 4 : width / 2;
    glue->shrink = look->code ? width / 8 : width / 4;
}

static void fixed_space_add(Builder *b, const Node *node, const Look *look, Len width, bool tied)
{
    word_flush(b);
    if (tied)
        penalty_add(b, node, look, PENALTY_FORBID, false);
    item_add(b, ITEM_GLUE, node, look)->width = width;
}

static void fil_add(Builder *b, const Node *node, const Look *look, bool leader)
{
    penalty_add(b, node, look, PENALTY_FORBID, false);
    Item *glue = item_add(b, ITEM_GLUE, node, look);
    glue->fil = true;
    glue->leader = leader;
    glue->width = leader ? look->font->size : 0;
}

static void hard_break_add(Builder *b, const Node *node, const Look *look)
{
    word_flush(b);
    fil_add(b, node, look, false);
    penalty_add(b, node, look, PENALTY_FORCE, false);
}

/* The spaces of General Punctuation and their like. False: not one of them. */
static bool special_add(Builder *b, const Node *node, const Look *look, uint32_t c)
{
    Len em = look->font->size;
    static const uint8_t parts[] = {2, 1, 2, 1, 3, 4, 6, 2, 5, 5, 10}; /* U+2000..U+200A: em divided by */
    if (c == 0xA0)
        space_add(b, node, look, true);
    else if (c == 0x202F)
        fixed_space_add(b, node, look, em / 6, true);
    else if (c >= 0x2000 && c <= 0x200A)
        fixed_space_add(b, node, look, em / parts[c - 0x2000], c == 0x2007 || c == 0x2009 || c == 0x200A);
    else if (c == 0x200B) {
        word_flush(b);
        penalty_add(b, node, look, 0, false);
    } else if (c == 0x2028)
        hard_break_add(b, node, look);
    else
        return c == 0x2060 || c == 0xFEFF;
    return true;
}

/* Bytes that end a word, or may begin one of the characters that special_add knows. */
enum { BYTE_WORD, BYTE_SPACE, BYTE_SPECIAL };
static const uint8_t byte_kinds[256] = {
    [' '] = BYTE_SPACE, ['\t'] = BYTE_SPACE, ['\n'] = BYTE_SPACE, ['\v'] = BYTE_SPACE, ['\f'] = BYTE_SPACE,
    ['\r'] = BYTE_SPACE, [0xC2] = BYTE_SPECIAL, [0xE2] = BYTE_SPECIAL, [0xEF] = BYTE_SPECIAL,
};

/* A few words that run from right to left are set as one, so that they stand in their order. */
static bool words_join(Str text, size_t from, size_t at)
{
    enum { LONGEST = 40,                                   /* bytes; what is longer must be able to break */
           BACKWARD = 0xD6 };                              /* the least byte that begins such a letter */
    return at + 1 < text.n && (unsigned char)text.p[at + 1] >= BACKWARD && text.p[at] == ' ' && at > from && at - from < LONGEST && text_backward(str_slice(text, at + 1, at + 5)) &&
           text_backward(str_slice(text, utf8_prev(text, at), at));
}

static void text_add(Builder *b, const Node *node, const Look *look, Str text)
{
    size_t from = 0, at = 0;
    while (at < text.n) {
        uint8_t kind = byte_kinds[(unsigned char)text.p[at]];
        size_t end = at + 1;
        if (kind == BYTE_WORD) {
            at = end;
            continue;
        }
        bool space = kind == BYTE_SPACE, special = false;
        if (kind == BYTE_SPECIAL) {
            end = at;
            uint32_t point = utf8_next(text, &end);
            special = point == 0xA0 || (point >= 0x2000 && point <= 0x200B) || point == 0x202F || point == 0x2028 ||
                      point == 0x2060 || point == 0xFEFF;
        }
        if (space && words_join(text, from, at))
            space = false;
        if (space || special) {
            if (at > from)
                word_add(b, node, look, str_slice(text, from, at));
            size_t again = at;
            if (space)
                space_add(b, node, look, false);
            else
                special_add(b, node, look, utf8_next(text, &again));
            from = end;
        }
        at = end;
    }
    if (text.n > from)
        word_add(b, node, look, str_slice(text, from, text.n));
}

/* Between two characters of a script without spaces the end of a source line is no space. */
static void soft_break_add(Builder *b, const Node *node, const Look *look)
{
    const Node *next = node->next;
    if (b->word.n > 0 && next != NULL && next->kind == KIND_TEXT && next->text.n > 0) {
        size_t end = 0;
        utf8_next(next->text, &end);
        Str before = str_slice(b->word, utf8_prev(b->word, b->word.n), b->word.n);
        if (segment_needed(before) && segment_needed(str_slice(next->text, 0, end)))
            return;
    }
    space_add(b, node, look, false);
}

/* ---- nodes ---------------------------------------------------------------------------------------- */

static void note_add(Builder *b, const Node *ref, const Look *look)
{
    word_flush(b);
    const Node *note = ref->extra->target;
    if (note != NULL)
        item_add(b, ITEM_NOTE, ref, look)->note = note;
    Str mark = note != NULL && note->extra->number.n > 0 ? note->extra->number : ref->text;
    stretch_add(b, ref, looks_raised(&b->looks, look), mark, WORD_PROSE);
}

static void picture_add(Builder *b, const Node *node, const Look *look)
{
    word_flush(b);
    const Image *image = image_read(b->setter->images, node->text, node->place);
    if (image == NULL) {
        bool badge = badge_is(node->text);
        Str text = image_words(b->setter->scratch, node->text, node_plain(b->setter->scratch, node));
        text_add(b, node, look, str_format(b->setter->scratch, badge ? "%.*s" : "[%.*s]", STR_ARGS(text)));
        return;
    }
    const Style *style = b->setter->style;
    Len across = style->page_width - style->margin_inner - style->margin_outer;
    Len down = style->page_height - style->margin_top - style->margin_bottom;
    Item *item = item_add(b, ITEM_IMAGE, node, look);
    item->image = image;
    picture_size(node, image, across, down * 9 / 10, look->font->size, &item->width, &item->height);
}

static void folio_add(Builder *b, const Node *node, const Look *look)
{
    b->has_folios = true;
    const Str *folio = b->setter->folios != NULL ? map_lookup(b->setter->folios, node->text) : NULL;
    word_add(b, node, look, folio != NULL && folio->n > 0 ? *folio : STR("00"));
}

/* Leaves with one parent look alike: its text, and its code. */
static const Look *look_at(Builder *b, const Node *node)
{
    bool code = node->kind == KIND_CODE;
    if (node->kind == KIND_NOTE_REF || (code && node->extra->attr != NULL))
        return looks_of(&b->looks, node);
    if (b->last[code].look == NULL || node->parent != b->last[code].parent) {
        const Node *from = code ? node : node->parent;
        b->last[code].look = from != NULL ? looks_of(&b->looks, from) : looks_plain(&b->looks);
        b->last[code].parent = node->parent;
    }
    return b->last[code].look;
}

/* A number stands apart from the title by half an em, unless the text brings its own space. */
static void number_end(Builder *b, const Node *number)
{
    const Node *next = number->next;
    const Look *look = look_at(b, number);
    bool has_space = next->kind == KIND_TEXT && next->text.n > 0 && next->text.p[0] == ' ';
    if (!has_space && b->block->kind != KIND_LABEL)
        fixed_space_add(b, number, look, look->font->size / 2, true);
}

static void node_add(Builder *b, const Node *node)
{
    const Look *look = look_at(b, node);
    if (node->kind == KIND_TEXT || node->kind == KIND_CODE)
        text_add(b, node, look, node->text);
    else if (node->kind == KIND_SOFT_BREAK)
        soft_break_add(b, node, look);
    else if (node->kind == KIND_HARD_BREAK)
        hard_break_add(b, node, look);
    else if (node->kind == KIND_NOTE_REF)
        note_add(b, node, look);
    else if (node->kind == KIND_IMAGE)
        picture_add(b, node, look);
    else if (node->kind == KIND_PAGE_NUMBER)
        folio_add(b, node, look);
    else if (node->kind == KIND_LEADER) {
        word_flush(b);
        fil_add(b, node, look, true);
        b->has_leader = true;
    } else if (node->kind == KIND_NUMBER && node->first == NULL && node->parent != NULL)
        text_add(b, node, look, node->parent->extra->number);
}

/* Nodes whose children are not walked: leaves, and numbers that hang in the margin. */
static bool is_skipped(const Builder *b, const Node *node)
{
    bool hung = node->kind == KIND_NUMBER && b->block->kind == KIND_HEADING && b->setter->style->hang_numbers;
    return hung || node->kind == KIND_IMAGE || node->kind == KIND_PAGE_NUMBER;
}

static bool is_hung(const Builder *b, const Node *node)
{
    return node->kind == KIND_NUMBER && is_skipped(b, node);
}

/* ---- the list -------------------------------------------------------------------------------------- */

static bool is_trailing(const Item *item)
{
    bool fixed = item->kind == ITEM_GLUE && !item->leader;
    return fixed || item->kind == ITEM_PENALTY;
}

static Hlist list_end(Builder *b, const Node *node)
{
    word_flush(b);
    dash_tie(b);
    while (b->items.n > 0 && is_trailing(last_item(b)))
        b->items.n--;
    if (b->items.n > 0) {
        const Look *look = last_item(b)->look;
        if (!b->has_leader)
            fil_add(b, node, look, false);
        penalty_add(b, node, look, PENALTY_FORCE, false);
    }
    return (Hlist){.items = b->items.at, .n = (int)b->items.n, .has_folios = b->has_folios};
}

static Builder builder_of(const Setter *setter, const Node *block, const TextStyle *style)
{
    Builder b = {.setter = setter, .block = block, .style = style};
    b.looks = (Looks){.setter = setter, .style = style, .block = block};
    return b;
}

Hlist hlist_new(const Setter *setter, const Node *block, const TextStyle *style)
{
    Builder b = builder_of(setter, block, style);
    for (const Node *node = block->first; node != NULL && !kind_rows[node->kind].block;) {
        if (node->prev != NULL && node->prev->kind == KIND_NUMBER && !is_hung(&b, node->prev))
            number_end(&b, node->prev);
        if (!is_hung(&b, node))
            node_add(&b, node);
        node = is_skipped(&b, node) ? node_skip(node, block) : node_next(node, block);
    }
    return list_end(&b, block);
}

Hlist hlist_of_text(const Setter *setter, const Node *node, Str text, const TextStyle *style)
{
    Builder b = builder_of(setter, node, style);
    text_add(&b, node, looks_plain(&b.looks), text);
    return list_end(&b, node);
}

/* Only what is no ASCII may need another font. */
static void characters_prepare(const Setter *setter, const Look *look, Str text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c >= 0x80)
            fonts_for(setter->fonts, look->font, c);
    }
}

void hlist_prepare(const Setter *setter, const Node *block, const TextStyle *style)
{
    Setter own = *setter;
    own.arena = setter->scratch;
    Builder b = builder_of(&own, block, style);
    for (const Node *node = block->first; node != NULL && !kind_rows[node->kind].block; node = node_next(node, block)) {
        if (node->first != NULL)
            continue;
        const Look *look = look_at(&b, node);
        if (node->kind == KIND_NOTE_REF)
            looks_raised(&b.looks, look);
        characters_prepare(setter, look, node->text);
    }
}
