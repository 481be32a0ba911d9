/* Writes the test font "toy": a TrueType file in which every glyph is half an em wide, so that a golden text can be
 * checked by counting characters. 1000 units to the em, ascender 800, descender -200, x-height 500, cap height 700; a glyph
 * is a plain box as high as its kind of letter. It has Latin-1 and the signs that a typesetter adds by itself.
 *
 * Usage: toyfont OUT.ttf. Follows the OpenType specification, only the tables that a shaper and a PDF need.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = 1000, ADVANCE = 500, ASCENDER = 800, DESCENDER = -200, X_HEIGHT = 500, CAP_HEIGHT = 700 };

static const uint16_t signs[] = { /* beyond Latin-1, rising */
    0x0152, 0x0153, 0x0192, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018,
    0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2021, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039,
    0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x21A9, 0x21AA, 0x21B5, 0x2212, 0x25A0, 0x25AA, 0x25CB,
    0x25CF, 0x25E6, 0x2610, 0x2611, 0x2612, 0x2713, 0xFFFD,
};

enum { N_CODES = 95 + 96 + sizeof signs / sizeof signs[0], N_GLYPHS = N_CODES + 1 };

typedef struct Table { char tag[5]; uint8_t bytes[32768]; uint32_t n; } Table;

static void put8(Table *t, int v)
{
    if (t->n == sizeof t->bytes) abort();
    t->bytes[t->n++] = (uint8_t)v;
}

static void put16(Table *t, int v)
{
    put8(t, v >> 8);
    put8(t, v);
}

static void put32(Table *t, uint32_t v)
{
    put16(t, (int)(v >> 16));
    put16(t, (int)(v & 0xFFFF));
}

static void put_all(Table *t, const int *values, size_t n)
{
    for (size_t i = 0; i < n; i++) put16(t, values[i]);
}
#define PUT(t, ...) put_all((t), (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

static int code_of(int glyph) /* glyph 0 is .notdef */
{
    if (glyph <= 95) return 0x20 + glyph - 1;
    if (glyph <= 95 + 96) return 0xA0 + glyph - 96;
    return signs[glyph - 192];
}

static int is_space(int code)
{
    return code == 0x20 || code == 0xA0 || (code >= 0x2002 && code <= 0x200A) || code == 0x202F;
}

static int height_of(int glyph)
{
    int code = code_of(glyph);
    if (glyph == 0) return CAP_HEIGHT;
    if (code >= 'a' && code <= 'z' && !strchr("bdfhklt", code)) return X_HEIGHT;
    return strchr(",.-_~", code) && code < 128 ? 100 : CAP_HEIGHT;
}

static void fill_outlines(Table *glyf, Table *loca)
{
    for (int g = 0; g < N_GLYPHS; g++) {
        int top = height_of(g);
        put32(loca, glyf->n);
        if (g > 0 && is_space(code_of(g))) continue;
        PUT(glyf, 1, 50, 0, 450, top, 3, 0);               /* one contour, its box, last point, no instructions */
        for (int i = 0; i < 4; i++) put8(glyf, 1);         /* all points on the curve, 16-bit deltas */
        PUT(glyf, 50, 0, 400, 0, 0, top, 0, -top);
    }
    put32(loca, glyf->n);
}

static void fill_metrics(Table *hmtx, Table *hhea, Table *maxp)
{
    for (int g = 0; g < N_GLYPHS; g++) PUT(hmtx, ADVANCE, g > 0 && is_space(code_of(g)) ? 0 : 50);
    put32(hhea, 0x00010000);
    PUT(hhea, ASCENDER, DESCENDER, 0, ADVANCE, 0, 50, 450, 1, 0, 0, 0, 0, 0, 0, 0, N_GLYPHS);
    put32(maxp, 0x00010000);
    PUT(maxp, N_GLYPHS, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
}

static void fill_cmap(Table *cmap) /* format 4: one segment a character, for there are few */
{
    int n = N_CODES + 1, power = 1, log = 0;
    while (power * 2 <= n) power *= 2, log++;
    PUT(cmap, 0, 1, 3, 1, 0, 12, 4, 16 + 8 * n, 0, 2 * n, 2 * power, log, 2 * (n - power));
    for (int g = 1; g < N_GLYPHS; g++) put16(cmap, code_of(g));
    PUT(cmap, 0xFFFF, 0);
    for (int g = 1; g < N_GLYPHS; g++) put16(cmap, code_of(g));
    put16(cmap, 0xFFFF);
    for (int g = 1; g < N_GLYPHS; g++) put16(cmap, g - code_of(g));
    put16(cmap, 1);
    for (int i = 0; i < n; i++) put16(cmap, 0);
}

static void fill_names(Table *name)
{
    static const struct { int id; const char *text; } names[] = {
        {1, "toy"}, {2, "Regular"}, {3, "octavo toy"}, {4, "toy"}, {5, "Version 1.0"}, {6, "Toy-Regular"}};
    int n = sizeof names / sizeof names[0], at = 0;
    PUT(name, 0, n, 6 + 12 * n);
    for (int i = 0; i < n; i++) {
        int length = 2 * (int)strlen(names[i].text);
        PUT(name, 3, 1, 0x409, names[i].id, length, at);
        at += length;
    }
    for (int i = 0; i < n; i++)
        for (const char *c = names[i].text; *c; c++) put16(name, *c);
}

static void fill_head(Table *head, Table *os2, Table *post)
{
    put32(head, 0x00010000);
    put32(head, 0x00010000);
    put32(head, 0);                                        /* checkSumAdjustment, set at the end */
    put32(head, 0x5F0F3CF5);
    PUT(head, 3, UNITS, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0, 450, CAP_HEIGHT, 0, 8, 2, 1, 0);
    PUT(os2, 4, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0); /* version .. sFamilyClass */
    for (int i = 0; i < 10; i++) put8(os2, 0);             /* panose */
    PUT(os2, 0, 3, 0, 0, 0, 0, 0, 0);                      /* Unicode ranges */
    for (int i = 0; i < 4; i++) put8(os2, "OCTV"[i]);
    PUT(os2, 0x40, 0x20, 0xFFFD, ASCENDER, DESCENDER, 0, ASCENDER, -DESCENDER, 0, 1, 0, 0);
    PUT(os2, X_HEIGHT, CAP_HEIGHT, 0, 0x20, 0);
    put32(post, 0x00030000);
    put32(post, 0);
    PUT(post, -100, 50, 0, 0);                             /* underline; not fixed pitch, as text is not */
    for (int i = 0; i < 8; i++) put16(post, 0);
}

static uint32_t sum_of(const uint8_t *p, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += (uint32_t)p[i] << (24 - 8 * (i % 4));
    return sum;
}

static uint32_t fill_directory(Table *file, Table *tables, int n) /* returns the sum over the whole file */
{
    uint32_t at = 12 + 16 * (uint32_t)n, sum = 0;
    put32(file, 0x00010000);
    PUT(file, n, 128, 3, 16 * n - 128);
    for (int i = 0; i < n; i++) {
        Table *t = &tables[i];
        for (int j = 0; j < 4; j++) put8(file, t->tag[j]);
        put32(file, sum_of(t->bytes, t->n));
        put32(file, at);
        put32(file, t->n);
        at += (t->n + 3) & ~3u;
        sum += sum_of(t->bytes, t->n);
    }
    return sum + sum_of(file->bytes, file->n);
}

int main(int argc, char **argv)
{
    enum { OS2, CMAP, GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, NAME, POST, N };
    static Table t[N] = {{.tag = "OS/2"}, {.tag = "cmap"}, {.tag = "glyf"}, {.tag = "head"}, {.tag = "hhea"},
                         {.tag = "hmtx"}, {.tag = "loca"}, {.tag = "maxp"}, {.tag = "name"}, {.tag = "post"}};
    static Table file;
    FILE *out = argc == 2 ? fopen(argv[1], "wb") : NULL;
    if (!out) return fputs("usage: toyfont OUT.ttf\n", stderr), 2;
    fill_outlines(&t[GLYF], &t[LOCA]);
    fill_metrics(&t[HMTX], &t[HHEA], &t[MAXP]);
    fill_cmap(&t[CMAP]);
    fill_names(&t[NAME]);
    fill_head(&t[HEAD], &t[OS2], &t[POST]);
    Table adjust = {.n = 0};
    put32(&adjust, 0xB1B0AFBA - fill_directory(&file, t, N));
    memcpy(t[HEAD].bytes + 8, adjust.bytes, 4);
    fwrite(file.bytes, 1, file.n, out);
    for (int i = 0; i < N; i++) fwrite(t[i].bytes, 1, (t[i].n + 3) & ~3u, out);
    return fclose(out) == 0 ? 0 : 2;
}
