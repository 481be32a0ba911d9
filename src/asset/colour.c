/* colour.c - what a picture says about its colours, brought to what the page can use: its ICC
 * profile when it fits and is not plainly sRGB, or its gamma and primaries applied to the samples
 * so that they become sRGB (IEC 61966-2-1; Bradford's adaptation when the white is another). It
 * does not convert by profiles: viewers do that better. */
#include "asset_int.h"

#include <math.h>
#include <string.h>

enum { STEPS = 4096 };                                     /* of the table back to sRGB's curve */

struct Correction {
    bool has_matrix;
    uint8_t curve[256];                                    /* without matrix: sample to sample */
    double linear[256], matrix[3][3];
    uint8_t encode[STEPS + 1];
};

/* ---- profiles -------------------------------------------------------------------------------- */

static bool has_word(Str s, const char *word)
{
    if (str_find(s, str_of(word)) >= 0)
        return true;
    char wide[32] = {0};                                   /* version 4 profiles write UTF-16 */
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        wide[2 * i] = word[i];
    return str_find(s, (Str){wide, 2 * n - 1}) >= 0;
}

Str profile_fit(Str icc, int components)
{
    const char *space = components == 1 ? "GRAY" : components == 3 ? "RGB " : "CMYK";
    static const char *const classes[] = {"scnr", "mntr", "prtr", "spac"}; /* ISO 19005-2, 6.2.4.2 */
    bool fits = icc.n >= 132 && (uint8_t)icc.p[8] <= 4 && memcmp(icc.p + 36, "acsp", 4) == 0
                && memcmp(icc.p + 16, space, 4) == 0;
    bool has_class = false;
    for (size_t i = 0; fits && i < sizeof classes / sizeof classes[0]; i++)
        has_class |= memcmp(icc.p + 12, classes[i], 4) == 0;
    if (!fits || !has_class || (components == 3 && has_word(icc, "sRGB")))
        return (Str){0};
    return icc;
}

/* ---- gamma and primaries --------------------------------------------------------------------- */

typedef double Matrix[3][3];

static void matrix_times(const Matrix a, const Matrix b, Matrix out)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
}

static bool matrix_invert(const Matrix m, Matrix out)
{
    double det = 0;
    for (int i = 0; i < 3; i++)
        det += m[0][i] *
               (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
    if (fabs(det) < 1e-9)
        return false;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            int a = (j + 1) % 3, b = (j + 2) % 3, c = (i + 1) % 3, d = (i + 2) % 3;
            out[i][j] = (m[a][c] * m[b][d] - m[a][d] * m[b][c]) / det;
        }
    return true;
}

static void xyz_of(double x, double y, double *xyz)
{
    xyz[0] = x / y;
    xyz[1] = 1;
    xyz[2] = (1 - x - y) / y;
}

/* chroma: x and y of white, red, green, blue. The matrix takes linear samples to XYZ. */
static bool matrix_of_primaries(const double chroma[8], Matrix out)
{
    double white[3], column[3];
    Matrix p, inverse;
    for (int i = 0; i < 4; i++)
        if (chroma[2 * i + 1] < 1e-4)
            return false;
    xyz_of(chroma[0], chroma[1], white);
    for (int j = 0; j < 3; j++) {
        xyz_of(chroma[2 * j + 2], chroma[2 * j + 3], column);
        for (int i = 0; i < 3; i++)
            p[i][j] = column[i];
    }
    if (!matrix_invert(p, inverse))
        return false;
    for (int j = 0; j < 3; j++) {
        double s = inverse[j][0] * white[0] + inverse[j][1] * white[1] + inverse[j][2] * white[2];
        for (int i = 0; i < 3; i++)
            out[i][j] = p[i][j] * s;
    }
    return true;
}

/* Adapts XYZ seen under white `from` to white `to`. */
static void adapt_white(const double from[2], const double to[2], Matrix out)
{
    static const Matrix cone = {
        {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}};
    double a[3], b[3];
    Matrix scaled, inverse;
    xyz_of(from[0], from[1], a);
    xyz_of(to[0], to[1], b);
    for (int i = 0; i < 3; i++) {
        double response_a = cone[i][0] * a[0] + cone[i][1] * a[1] + cone[i][2] * a[2];
        double response_b = cone[i][0] * b[0] + cone[i][1] * b[1] + cone[i][2] * b[2];
        for (int j = 0; j < 3; j++)
            scaled[i][j] = cone[i][j] * response_b / response_a;
    }
    matrix_invert(cone, inverse);
    matrix_times(inverse, scaled, out);
}

static const double srgb[8] = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};

static bool is_srgb(const double chroma[8])
{
    for (int i = 0; i < 8; i++)
        if (fabs(chroma[i] - srgb[i]) > 0.005)
            return false;
    return true;
}

static bool read_primaries(Correction *c, const double chroma[8])
{
    Matrix to_xyz, from_xyz, adapted, whole;
    if (is_srgb(chroma) || !matrix_of_primaries(chroma, to_xyz) || !matrix_of_primaries(srgb, whole)
        || !matrix_invert(whole, from_xyz))
        return false;
    adapt_white(chroma, srgb, whole);
    matrix_times(whole, to_xyz, adapted);
    matrix_times(from_xyz, adapted, c->matrix);
    return true;
}

static double encode(double linear)
{
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

Correction *correction_new(Arena *arena, double gamma, const double *chroma)
{
    if (gamma < 0.02 || gamma > 20)
        gamma = 1 / 2.2;
    Correction *c = ARENA_NEW(arena, Correction);
    c->has_matrix = chroma != NULL && read_primaries(c, chroma);
    if (!c->has_matrix && fabs(gamma * 2.2 - 1) < 0.05)
        return NULL;
    for (int i = 0; i < 256; i++) {
        c->linear[i] = pow(i / 255.0, 1 / gamma);
        c->curve[i] = (uint8_t)(encode(c->linear[i]) * 255 + 0.5);
    }
    for (int i = 0; i <= STEPS; i++)
        c->encode[i] = (uint8_t)(encode(i / (double)STEPS) * 255 + 0.5);
    return c;
}

static uint8_t encode_step(const Correction *c, double linear)
{
    double step = linear * STEPS + 0.5;
    return c->encode[step < 0 ? 0 : step > STEPS ? STEPS : (int)step];
}

void correction_apply(const Correction *c, uint8_t *samples, size_t n, int components)
{
    if (!c->has_matrix || components != 3) {
        for (size_t i = 0; i < n; i++)
            samples[i] = c->curve[samples[i]];
        return;
    }
    for (size_t i = 0; i + 2 < n; i += 3) {
        double r = c->linear[samples[i]], g = c->linear[samples[i + 1]],
               b = c->linear[samples[i + 2]];
        for (size_t j = 0; j < 3; j++)
            samples[i + j] = encode_step(c, c->matrix[j][0] * r + c->matrix[j][1] * g +
                                                c->matrix[j][2] * b);
    }
}
