/* collate.c - the order of words in an index.
 *
 * In comes a text, out goes a key: keys compared by bytes stand in the order of a dictionary. Accents
 * and case do not count, ligatures are two letters, signs come before digits before letters; a
 * language's own letters stand where its alphabet has them (DIN 5007-1, Unicode's CLDR). Scripts beyond
 * Latin, Greek and Cyrillic keep the order of their code points. No locale is asked.
 */
#include "resolve/resolve_int.h"

enum { LATIN_FROM = 0xC0, LATIN_TO = 0x180, STEPS = 8 };

/* U+00C0 to U+017F without their marks; * is no letter, ? two. */
static const char latin[] = "aaaaaa?ceeeeiiiidnooooo*ouuuuy??aaaaaa?ceeeeiiiidnooooo*ouuuuy?y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
                            "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof latin == LATIN_TO - LATIN_FROM + 1, "one for each character");

/* Letters of a language's own, each behind the letter of the same place in `behind`. */
typedef struct Alphabet {
    const char *lang, *letters, *behind;
} Alphabet;
static const Alphabet alphabets[] = {
    {"sv", "åäö", "zzz"},         {"fi", "åäö", "zzz"},      {"da", "æøå", "zzz"},
    {"nb", "æøå", "zzz"},         {"nn", "æøå", "zzz"},      {"no", "æøå", "zzz"},
    {"es", "ñ", "n"},             {"cs", "čřšž", "crsz"},
    {"pl", "ąćęłńóśźż", "acelnoszz"},
};

static const char *ligature(uint32_t c)
{
    return c == 0xC6 || c == 0xE6     ? "ae"
           : c == 0x152 || c == 0x153 ? "oe"
           : c == 0x132 || c == 0x133 ? "ij"
           : c == 0xDE || c == 0xFE   ? "th"
                                      : "ss";
}

/* The place of `c`, in small, among the language's own letters: the letter that it follows, and how far; 0: it is none. */
static uint32_t own_weight(const Alphabet *alphabet, uint32_t c)
{
    Str letters = alphabet ? str_of(alphabet->letters) : (Str){0};
    uint32_t steps[128] = {0};
    size_t i = 0;
    for (size_t at = 0; at < letters.n; i++) {
        uint32_t letter = utf8_next(letters, &at), behind = (unsigned char)alphabet->behind[i];
        steps[behind & 127]++;
        if (letter == c) return behind * STEPS + steps[behind & 127];
    }
    return 0;
}

static void weight_add(Buf *out, uint32_t weight)
{
    buf_byte(out, (char)(weight >> 16));
    buf_byte(out, (char)(weight >> 8));
    buf_byte(out, (char)weight);
}

static void letter_add(Buf *out, const Alphabet *alphabet, uint32_t c)
{
    bool is_mark = c >= 0x300 && c < 0x370;
    uint32_t own = own_weight(alphabet, c);
    if (is_mark) return;
    if (own) {
        weight_add(out, own);
    } else if (c < LATIN_FROM || c >= LATIN_TO || latin[c - LATIN_FROM] == '*') {
        weight_add(out, c * STEPS);
    } else if (latin[c - LATIN_FROM] != '?') {
        weight_add(out, (uint32_t)latin[c - LATIN_FROM] * STEPS);
    } else {
        for (const char *p = ligature(c); *p; p++) weight_add(out, (uint32_t)*p * STEPS);
    }
}

static const Alphabet *alphabet_of(Str lang)
{
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
        if (lang.n >= 2 && str_eq_fold(str_slice(lang, 0, 2), str_of(alphabets[i].lang)))
            return &alphabets[i];
    }
    return NULL;
}

/* The capital under which words with this first letter stand. */
static Str initial(Arena *arena, const Alphabet *alphabet, uint32_t c)
{
    Buf out = BUF(arena);
    if (c >= LATIN_FROM && c < LATIN_TO && !own_weight(alphabet, c)) {
        char base = latin[c - LATIN_FROM];
        c = (unsigned char)(base == '?' ? *ligature(c) : base);
    }
    bool small = (c >= 'a' && c <= 'z') || (c >= 0xE0 && c < 0xFF) || (c >= 0x3B1 && c <= 0x3C9) ||
                 (c >= 0x430 && c <= 0x44F);
    bool odd = c >= 0x100 && c < LATIN_TO && char_lower(c - 1) == c;
    bool is_sign = c < 'A' || (c > 'Z' && c < 'a') || (c > 'z' && c < LATIN_FROM) ||
                   (c >= 0x2000 && c < 0x2C00);
    if (!is_sign) buf_utf8(&out, small ? c - 32 : odd ? c - 1 : c);
    return buf_str(&out);
}

Str collate_key(Arena *arena, Str text, Str lang, Str *letter)
{
    const Alphabet *alphabet = alphabet_of(lang);
    Buf out = BUF(arena);
    *letter = (Str){0};
    for (size_t at = 0; at < text.n;) {
        uint32_t c = char_lower(utf8_next(text, &at));
        if (!out.n) *letter = initial(arena, alphabet, c);
        letter_add(&out, alphabet, c);
    }
    return buf_str(&out);
}
