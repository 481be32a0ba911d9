/* svg.c - SVG pictures to pages of PDF, drawn by librsvg through cairo. In comes a file, out goes its size; and of several
 * that were read, a PDF with each on a page of its own, so that a font that they share is subset and written once;
 * asset/pdfpage.c takes the pages out of it. A drawing is made at 1, 4, 16 .. points to the unit of what is in it, not just
 * as large as it is shown: so fontconfig looks for a font of one size once and not for each picture anew, which would be
 * most of the work. Nothing that the picture refers to outside of its own file is read. The libraries are loaded when the
 * first picture of this kind comes, and stay: they keep memory of their own for the whole process. */
#include "asset_int.h"

#include <cairo-pdf.h>
#include <dlfcn.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

enum { PDF_LIMIT = 256 << 20, FALLBACK_DPI = 300, VIEWPORT = 1000 };
static const double SIDE_MOST = 14400, POINTS = 0.75;      /* a PDF page's side; of a CSS pixel */

#define CALLS(X) \
    X(rsvg_handle_new_from_data) X(rsvg_handle_set_dpi) X(rsvg_handle_get_intrinsic_dimensions) \
    X(rsvg_handle_get_geometry_for_layer) X(rsvg_handle_render_document) X(g_object_unref) X(g_error_free) \
    X(cairo_pdf_surface_create_for_stream) X(cairo_pdf_surface_set_size) X(cairo_surface_set_fallback_resolution) \
    X(cairo_create) X(cairo_scale) X(cairo_translate) X(cairo_status) X(cairo_destroy) X(cairo_surface_show_page) \
    X(cairo_surface_finish) X(cairo_surface_status) X(cairo_surface_destroy)

typedef struct Svg {
    void *library;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
} Svg;

static const Svg *library_open(Arena *arena)
{
    Svg *s = ARENA_NEW(arena, Svg);
    s->library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (s->library == NULL)
        return NULL;
    bool complete = true;                                  /* cairo and glib are found through librsvg */
#define X(name) *(void **)&s->name = dlsym(s->library, #name); complete &= s->name != NULL;
    CALLS(X)
#undef X
    if (complete)
        return s;
    dlclose(s->library);
    return NULL;
}

/* ---- size ------------------------------------------------------------------------------------------ */

typedef struct Box { double x, y, width, height, unit; } Box; /* in units of the drawing, each of so many CSS pixels */

struct Drawing { const Svg *svg; RsvgHandle *handle; Box box; double scale; }; /* scale: of what is in it, first_scale */

/* In CSS pixels; 0: it depends on what is around the picture. */
static double pixels_of(RsvgLength length)
{
    double per_unit = 0;
    switch (length.unit) {
    case RSVG_UNIT_PERCENT: per_unit = 0; break;
    case RSVG_UNIT_PX: per_unit = 1; break;
    case RSVG_UNIT_EM: per_unit = 12; break;
    case RSVG_UNIT_EX: per_unit = 6; break;
    case RSVG_UNIT_IN: per_unit = 96; break;
    case RSVG_UNIT_CM: per_unit = 96 / 2.54; break;
    case RSVG_UNIT_MM: per_unit = 96 / 25.4; break;
    case RSVG_UNIT_PT: per_unit = 96.0 / 72; break;
    case RSVG_UNIT_PC: per_unit = 16; break;
    }
    return length.length * per_unit;
}

/* The ink of a picture that says nothing of its size. */
static Box ink_box(const Svg *s, RsvgHandle *handle)
{
    RsvgRectangle viewport = {0, 0, VIEWPORT, VIEWPORT}, ink = {0}, logical = {0};
    s->rsvg_handle_get_geometry_for_layer(handle, NULL, &viewport, &ink, &logical, NULL);
    return (Box){ink.x, ink.y, ink.width, ink.height, 1};
}

/* In the view box's own units, exactly: a trace of another scale is another font size to fontconfig. */
static Box view_box(RsvgRectangle view, double width, double height)
{
    double across = width / view.width, down = height / view.height, unit = across < down ? across : down;
    bool wide = across > down * (1 + 1e-9), high = down > across * (1 + 1e-9);
    return (Box){0, 0, wide ? width / unit : view.width, high ? height / unit : view.height, unit};
}

static Box picture_box(const Svg *s, RsvgHandle *handle)
{
    gboolean has_width, has_height, has_view;
    RsvgLength width, height;
    RsvgRectangle view = {0};
    s->rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &width, &has_height, &height, &has_view, &view);
    double w = has_width ? pixels_of(width) : 0, h = has_height ? pixels_of(height) : 0;
    bool shaped = has_view && view.width > 0 && view.height > 0;
    if (shaped && !(w > 0) && !(h > 0))
        w = view.width;
    if (shaped && !(w > 0))
        w = h * view.width / view.height;
    if (shaped && !(h > 0))
        h = w * view.height / view.width;
    if (!(w > 0) || !(h > 0))
        return ink_box(s, handle);
    return shaped ? view_box(view, w, h) : (Box){0, 0, w, h, 1};
}

static double side_of(Box box)
{
    return box.width > box.height ? box.width : box.height;
}

/* Points to a unit, as it is shown. */
static double points_shown(Box box)
{
    double points = POINTS * box.unit, side = side_of(box);
    return side * points > SIDE_MOST ? SIDE_MOST / side : points;
}

/* Never coarser than it is shown, unless the page gets too large; and not much below a point to its own unit. */
static double points_drawn(const Drawing *drawing)
{
    double shown = points_shown(drawing->box), points = 1 / drawing->scale;
    while (points < shown || points < 0.5)
        points *= 4;
    return points * side_of(drawing->box) > SIDE_MOST ? shown : points;
}

/* ---- reading ---------------------------------------------------------------------------------------- */

static const char *error_text(const Svg *s, Arena *arena, GError *error)
{
    if (error == NULL)
        return "librsvg refuses it";
    const char *text = str_c(arena, str_trim(str_of(error->message)));
    s->g_error_free(error);
    return text;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind a comment, or text in which nothing is a tag; else behind the sign at `at`. */
static size_t tag_skip(Str svg, size_t at)
{
    Str rest = str_slice(svg, at, svg.n);
    bool comment = str_starts(rest, STR("<!--")), text = str_starts(rest, STR("<![CDATA["));
    long end = comment ? str_find(rest, STR("-->")) : text ? str_find(rest, STR("]]>")) : -1;
    return end < 0 ? at + 1 : at + (size_t)end + 3;
}

static bool is_link(Str svg, size_t at)
{
    size_t end = at + 1;
    while (end < svg.n && !is_blank(svg.p[end]) && strchr("<>/=\"'", svg.p[end]) == NULL)
        end++;
    Str name = str_slice(svg, at + 1, end);
    return end < svg.n && is_blank(svg.p[end]) && (str_eq(name, STR("a")) || str_ends(name, STR(":a")));
}

/* The attribute "href" of the tag at `at`, whose namespace has any name, is called "xref" from here on. */
static void link_cut(Str svg, size_t at, char *copy)
{
    char quote = '\0';
    for (size_t i = at; i < svg.n && (quote != '\0' || svg.p[i] != '>'); i++) {
        char c = svg.p[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if ((is_blank(c) || c == ':') && str_starts(str_slice(svg, i + 1, svg.n), STR("href")))
            copy[i + 1] = 'x';
    }
}

/* Links would be lost with their page anyway; and cairo 1.16 crashes at those in groups, or where one was left open. */
static Str links_cut(Arena *arena, Str svg)
{
    char *copy = NULL;
    const char *found;
    for (size_t at = 0; at < svg.n && (found = memchr(svg.p + at, '<', svg.n - at)) != NULL; at = tag_skip(svg, at)) {
        at = (size_t)(found - svg.p);
        if (!is_link(svg, at))
            continue;
        if (copy == NULL)
            copy = memcpy(ARENA_ARRAY(arena, char, svg.n), svg.p, svg.n);
        link_cut(svg, at, copy);
    }
    return copy == NULL ? svg : (Str){copy, svg.n};
}

/* A decimal at the beginning of the text; 0: there is none. */
static double decimal_of(Str text)
{
    double value = 0, place = 0;
    for (size_t i = 0; i < text.n && ((text.p[i] >= '0' && text.p[i] <= '9') || (text.p[i] == '.' && place == 0)); i++)
        if (text.p[i] == '.') {
            place = 1;
        } else {
            value = value * 10 + (text.p[i] - '0');
            place *= 10;
        }
    return place > 1 ? value / place : value;
}

/* Many programs, Graphviz among them, draw in one group that they enlarge to the size of the picture. It is only guessed
 * that the first transformation is that: a wrong guess costs a search for fonts. */
static double first_scale(Str svg)
{
    Str transform = STR("transform="), scale = STR("scale(");
    long at = str_find(svg, transform);
    Str rest = at < 0 ? (Str){0} : str_slice(svg, (size_t)at + transform.n + 1, svg.n);
    double value = str_starts(rest, scale) ? decimal_of(str_slice(rest, scale.n, rest.n)) : 1;
    return value >= 1 && value <= 100 ? value : 1;
}

static RsvgHandle *handle_open(const Svg *s, Str file, GError **error)
{
    Arena *scratch = arena_open();
    Str svg = links_cut(scratch, file);
    RsvgHandle *handle = s->rsvg_handle_new_from_data((const guint8 *)svg.p, svg.n, error);
    arena_close(scratch);
    return handle;
}

Drawing *svg_read(Arena *arena, Str file, int *width, int *height, const char **why)
{
    GError *error = NULL;
    const Svg *s = library_open(arena);
    *why = "there is no librsvg (install librsvg2-2)";
    if (s == NULL)
        return NULL;
    RsvgHandle *handle = handle_open(s, file, &error);
    if (handle == NULL) {
        *why = error_text(s, arena, error);
        return NULL;
    }
    s->rsvg_handle_set_dpi(handle, IMAGE_DPI);
    Box box = picture_box(s, handle);
    if (!(box.width >= 1e-3 && box.height >= 1e-3 && box.width < 1e7 && box.height < 1e7)) {
        *why = "it shows nothing";
        s->g_object_unref(handle);
        return NULL;
    }
    double hundredths = 100 * points_shown(box);
    *width = (int)(box.width * hundredths + 0.5);
    *height = (int)(box.height * hundredths + 0.5);
    Drawing *drawing = ARENA_NEW(arena, Drawing);
    *drawing = (Drawing){s, handle, box, first_scale(file)};
    return drawing;
}

void svg_close(Drawing *drawing)
{
    drawing->svg->g_object_unref(drawing->handle);
}

/* ---- drawing --------------------------------------------------------------------------------------- */

static cairo_status_t on_write(void *out, const unsigned char *bytes, unsigned n)
{
    Buf *b = out;
    if (b->n + n > PDF_LIMIT)
        return CAIRO_STATUS_WRITE_ERROR;
    buf_add(b, (Str){(const char *)bytes, n});
    return CAIRO_STATUS_SUCCESS;
}

static bool render(const Drawing *drawing, cairo_surface_t *surface, double points)
{
    const Svg *s = drawing->svg;
    Box box = drawing->box;
    cairo_t *cr = s->cairo_create(surface);
    s->cairo_scale(cr, points, points);
    s->cairo_translate(cr, -box.x, -box.y);
    RsvgRectangle viewport = {0, 0, box.x != 0 || box.y != 0 ? VIEWPORT : box.width,
                              box.x != 0 || box.y != 0 ? VIEWPORT : box.height};
    GError *error = NULL;
    bool ok = s->rsvg_handle_render_document(drawing->handle, cr, &viewport, &error);
    if (error != NULL)
        s->g_error_free(error);
    ok = ok && s->cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    s->cairo_destroy(cr);
    return ok;
}

/* On a page of whole points: cairo cuts off what is beyond those. */
static Drawn page_draw(const Drawing *drawing, cairo_surface_t *surface)
{
    const Svg *s = drawing->svg;
    Box box = drawing->box;
    double points = points_drawn(drawing), width = box.width * points, height = box.height * points;
    double dpi = FALLBACK_DPI * points_shown(box) / points; /* of what cairo must draw as pixels: as it is shown */
    s->cairo_pdf_surface_set_size(surface, ceil(width - 1e-6), ceil(height - 1e-6));
    s->cairo_surface_set_fallback_resolution(surface, dpi, dpi);
    bool whole = render(drawing, surface, points);
    s->cairo_surface_show_page(surface);
    return (Drawn){whole, (int64_t)(width * 1000 + 0.5), (int64_t)(height * 1000 + 0.5)};
}

Str svg_draw(Arena *arena, Drawing *const *drawings, int n, Drawn *drawn)
{
    const Svg *s = drawings[0]->svg;
    Buf out = {.arena = arena};
    cairo_surface_t *surface = s->cairo_pdf_surface_create_for_stream(on_write, &out, 1, 1);
    bool ok = true;
    for (int i = 0; i < n && ok; i++) {
        drawn[i] = page_draw(drawings[i], surface);
        ok = s->cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    }
    s->cairo_surface_finish(surface);
    ok = ok && s->cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    s->cairo_surface_destroy(surface);
    return ok ? buf_str(&out) : (Str){0};
}
