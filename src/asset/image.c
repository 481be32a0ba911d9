/* image.c - pictures by their address in the text: finds the file, refuses what lies outside of the
 * root or far away, tells the kind from the bytes and not from the name, and reads every picture
 * once. Decoding is done in png.c and jpeg.c. */
#include "asset_int.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LIMIT = 256 << 20, SHOWN = 80 };           /* SHOWN: bytes of an address in a message */

typedef struct Entry { const Image *image; DiagKind fault; const char *why; } Entry; /* image NULL: fault */

struct Images {
    Arena *arena;
    Diag *diag;
    Str root;                                              /* as given */
    const char *real_root;                        /* without links; NULL: there is no such folder */
    Map *entries;                                          /* real path, and page of a PDF -> Entry */
    Svg *svg; PdfPages *pages;                             /* loaded when first needed */
};

static const char *real_path(Arena *arena, Str path)
{
    char *real = realpath(str_c(arena, path), NULL);
    if (real == NULL)
        return NULL;
    const char *copy = str_c(arena, str_of(real));
    free(real);
    return copy;
}

Images *images_open(Arena *arena, Str root, Diag *diag)
{
    Images *images = ARENA_NEW(arena, Images);
    images->arena = arena;
    images->diag = diag;
    images->root = root.n > 0 ? str_copy(arena, root) : STR(".");
    images->real_root = real_path(arena, images->root);
    images->entries = map_new(arena);
    return images;
}

double dpi_sane(double dpi)
{
    int rounded = dpi > 0 && dpi < 100000 ? (int)(dpi + 0.5) : 0;
    return rounded >= 10 && rounded <= 10000 ? rounded : IMAGE_DPI;
}

/* ---- messages -------------------------------------------------------------------------------- */

/* Lines are set anew when page numbers move: each place hears of its picture once. */
static bool is_first(Images *images, DiagKind kind, Str address, Place place)
{
    Str source = place.source == NULL ? (Str){0} : place.source->name;
    return diag_once(images->diag,
                     str_format(images->arena, "image %d %.*s:%d:%d %.*s", (int)kind,
                                STR_ARGS(source), place.line, place.column, STR_ARGS(address)));
}

static void tell(Images *images, DiagKind kind, Str address, const char *why, Place place)
{
    Str shown = str_slice(address, 0, SHOWN);
    shown.n = utf8_valid(shown);
    if (!is_first(images, kind, address, place))
        return;
    if (why == NULL)
        diag_add(images->diag, kind, place, STR_ARGS(shown));
    else
        diag_add(images->diag, kind, place, STR_ARGS(shown), why);
}

/* ---- addresses ------------------------------------------------------------------------------- */

static bool is_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* "https:" of "https://host/x"; one letter is a drive, not a scheme. */
static Str scheme_of(Str address)
{
    size_t n = 0;
    while (n < address.n &&
           (is_alpha(address.p[n]) || (n > 0 && (strchr("+-.", address.p[n]) != NULL ||
                                                 (address.p[n] >= '0' && address.p[n] <= '9')))))
        n++;
    bool is_scheme = n > 1 && n < address.n && address.p[n] == ':';
    return is_scheme ? str_slice(address, 0, n) : (Str){0};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static Str percent_decode(Arena *arena, Str s)
{
    Buf b = {.arena = arena};
    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '%' && i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
        int low = high < 0 ? -1 : hex_digit(s.p[i + 2]);
        if (low >= 0 && high + low > 0) {
            buf_byte(&b, (char)(high << 4 | low));
            i += 2;
        } else {
            buf_byte(&b, s.p[i]);
        }
    }
    return buf_str(&b);
}

static Str path_of(Images *images, Str address, Place place)
{
    Str relative = percent_decode(images->arena, address), folder = images->root;
    if (relative.n > 0 && relative.p[0] == '/')
        relative = str_slice(relative, 1, relative.n);
    else if (place.source != NULL && place.source->name.n > 0 &&
             !str_eq(place.source->name, STR("-")))
        folder = path_folder(place.source->name);
    return path_join(images->arena, folder, relative);
}

/* The file's path, also when what follows a "?" or "#" is no part of its name. */
Str image_path(Images *images, Str address, Place place)
{
    if (address.n == 0 || scheme_of(address).n > 0 || str_starts(address, STR("//")))
        return (Str){0};
    Str path = path_of(images, address, place);
    size_t end = 0;
    while (end < address.n && address.p[end] != '?' && address.p[end] != '#')
        end++;
    if (end == address.n || access(str_c(images->arena, path), F_OK) == 0)
        return path;
    return path_of(images, str_slice(address, 0, end), place);
}

static bool is_inside(const Images *images, const char *path)
{
    size_t n = images->real_root == NULL ? 0 : strlen(images->real_root);
    if (n == 0 || strncmp(path, images->real_root, n) != 0)
        return false;
    return n == 1 || path[n] == '/';                       /* n == 1: the root is "/" */
}

/* ---- kinds ----------------------------------------------------------------------------------- */

typedef enum Bytes {
    BYTES_PNG, BYTES_JPEG, BYTES_GIF, BYTES_WEBP, BYTES_SVG, BYTES_PDF, BYTES_TIFF, BYTES_BMP, BYTES_AVIF,
    BYTES_UNKNOWN
} Bytes;

typedef struct KindNames { const char *name, *refusal, *endings; } KindNames;

static const KindNames kinds[] = {
    [BYTES_PNG] = {"a PNG file", NULL, ".png"},
    [BYTES_JPEG] = {"a JPEG file", NULL, ".jpg .jpeg .jpe .jfif"},
    [BYTES_GIF] = {"a GIF file", NULL, ".gif"},
    [BYTES_WEBP] = {"a WebP file", NULL, ".webp"},
    [BYTES_SVG] = {"an SVG file", NULL, ".svg"},
    [BYTES_PDF] = {"a PDF file", NULL, ".pdf"},
    [BYTES_TIFF] = {"a TIFF file", "TIFF pictures are not supported", ".tif .tiff"},
    [BYTES_BMP] = {"a BMP file", "BMP pictures are not supported", ".bmp"},
    [BYTES_AVIF] = {"an AVIF or HEIF file", "AVIF and HEIF pictures are not supported",
                    ".avif .heic .heif"},
    [BYTES_UNKNOWN] = {"of no known kind", "it is no picture of a known kind", ""},
};

static Bytes kind_of(Str file)
{
    Str text = str_trim(str_slice(file, 0, 1024));
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_trim(str_slice(text, 3, text.n));
    if (str_starts(file, (Str){"\x89PNG\r\n\x1A\n", 8}))
        return BYTES_PNG;
    if (str_starts(file, STR("\xFF\xD8\xFF")))
        return BYTES_JPEG;
    if (str_starts(file, STR("GIF8")))
        return BYTES_GIF;
    if (str_starts(file, STR("RIFF")) && str_eq(str_slice(file, 8, 12), STR("WEBP")))
        return BYTES_WEBP;
    if (str_starts(text, STR("<")) && str_find(text, STR("<svg")) >= 0)
        return BYTES_SVG;
    if (str_starts(file, STR("%PDF")))
        return BYTES_PDF;
    if (str_starts(file, (Str){"II*\0", 4}) || str_starts(file, (Str){"MM\0*", 4}))
        return BYTES_TIFF;
    if (str_starts(file, STR("BM")))
        return BYTES_BMP;
    return str_eq(str_slice(file, 4, 8), STR("ftyp")) ? BYTES_AVIF : BYTES_UNKNOWN;
}

static Str ending_of(Str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.')
            return str_slice(path, i - 1, path.n);
    return (Str){0};
}

/* True when the name's ending belongs to another kind of picture than `kind`. */
static bool name_lies(Str path, Bytes kind)
{
    Str ending = ending_of(path), one, own = str_of(kinds[kind].endings);
    while (ending.n > 0 && str_split(&own, ' ', &one))
        if (str_eq_fold(one, ending))
            return false;
    for (int i = 0; ending.n > 0 && i < BYTES_UNKNOWN; i++) {
        Str others = str_of(kinds[i].endings);
        while (str_split(&others, ' ', &one))
            if (str_eq_fold(one, ending))
                return true;
    }
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

static const char *why_unread(FileStatus status)
{
    switch (status) {
    case FILE_OK: break;
    case FILE_MISSING: return "there is no such file";
    case FILE_FOLDER: return "it is a folder";
    case FILE_DENIED: return "it may not be read";
    case FILE_TOO_LARGE: return "the file has more than 256 MB";
    case FILE_BROKEN: return "reading fails";
    }
    return "the file is empty";
}

const char *image_too_large(Arena *arena, const Image *image)
{
    return str_c(arena, str_format(arena, "%d x %d pixels are more than %d million", image->width,
                                   image->height, IMAGE_PIXELS / 1000000));
}

/* The number of "#page=3" at the end of an address, else 1. */
static int page_of(Str address)
{
    ptrdiff_t at = str_find(address, STR("#page="));
    long number = 1;
    if (at < 0 || !str_int(str_slice(address, (size_t)at + 6, address.n), &number) || number < 1)
        return 1;
    return number < 1000000 ? (int)number : 1000000;
}

static ImageFault form_read(Images *images, Str pdf, int page, Image *image, const char **why)
{
    if (images->pages == NULL)
        images->pages = pdfpage_open(images->arena);
    *why = "there is no libqpdf (install libqpdf29)";
    if (images->pages == NULL)
        return IMAGE_BROKEN;
    image->form = pdfpage_form(images->pages, images->arena, pdf, page, &image->turn, why);
    if (image->form == NULL)
        return IMAGE_BROKEN;
    const int64_t *box = image->form->box;
    image->kind = IMAGE_FORM;
    image->width = (int)((box[2] - box[0] + 5) / 10);
    image->height = (int)((box[3] - box[1] + 5) / 10);
    image->dpi = 72 * 100;
    return IMAGE_SOUND;
}

static ImageFault svg_read(Images *images, Str file, Image *image, const char **why)
{
    if (images->svg == NULL)
        images->svg = svg_open(images->arena);
    *why = "there is no librsvg (install librsvg2-2)";
    Str pdf = images->svg == NULL ? (Str){0} : svg_pdf(images->svg, images->arena, file, why);
    return pdf.n == 0 ? IMAGE_BROKEN : form_read(images, pdf, 1, image, why);
}

static ImageFault decode(Images *images, Str file, Bytes kind, Image *image, const char **why)
{
    switch (kind) {
    case BYTES_PNG: image->kind = IMAGE_PNG; return png_decode(images->arena, file, image, why);
    case BYTES_JPEG: image->kind = IMAGE_JPEG; return jpeg_parse(images->arena, file, image, why);
    case BYTES_GIF: return gif_decode(images->arena, file, image, why);
    case BYTES_WEBP: return webp_decode(images->arena, file, image, why);
    case BYTES_SVG: return svg_read(images, file, image, why);
    case BYTES_PDF: return form_read(images, file, page_of(image->name), image, why);
    case BYTES_TIFF:
    case BYTES_BMP:
    case BYTES_AVIF:
    case BYTES_UNKNOWN: break;
    }
    return IMAGE_BROKEN;
}

static void entry_decode(Images *images, Entry *entry, Str file, Bytes kind, Str name)
{
    Image *image = ARENA_NEW(images->arena, Image);
    *image = (Image){.name = name, .dpi = IMAGE_DPI, .turn = 1};
    ImageFault fault = decode(images, file, kind, image, &entry->why);
    if (fault == IMAGE_SOUND)
        entry->image = image;
    else if (fault == IMAGE_TOO_LARGE)
        entry->fault = DIAG_IMAGE_LARGE;
}

/* A pipe would be waited for, a device has no end. */
static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

static Entry *entry_read(Images *images, const char *path, Str address, Place place)
{
    Entry *entry = ARENA_NEW(images->arena, Entry);
    Str file;
    FileStatus status = is_file(path) ? file_read(images->arena, path, FILE_LIMIT, &file) : FILE_BROKEN;
    entry->fault = status == FILE_TOO_LARGE ? DIAG_IMAGE_LARGE : DIAG_IMAGE_BROKEN;
    entry->why = why_unread(status);
    if (status != FILE_OK || file.n == 0)
        return entry;
    Bytes kind = kind_of(file);
    entry->why = kinds[kind].refusal;
    if (kind != BYTES_UNKNOWN && name_lies(str_of(path), kind))
        tell(images, DIAG_IMAGE_NAME, address, kinds[kind].name, place);
    if (entry->why == NULL)
        entry_decode(images, entry, file, kind, str_copy(images->arena, address));
    return entry;
}

static const Image *refuse(Images *images, DiagKind kind, Str address, const char *why, Place place)
{
    tell(images, kind, address, why, place);
    return NULL;
}

const Image *image_read(Images *images, Str address, Place place)
{
    Str scheme = scheme_of(address);
    if (str_eq_fold(scheme, STR("data")))
        return refuse(images, DIAG_IMAGE_BROKEN, address,
                      "pictures inside of an address are not supported", place);
    if (str_eq_fold(scheme, STR("file")))
        return refuse(images, DIAG_IMAGE_OUTSIDE, address, NULL, place);
    if (badge_is(address) && !diag_once(images->diag, STR("a badge")))
        return NULL;                                       /* its text is set; one message tells of all */
    if (scheme.n > 0 || str_starts(address, STR("//")))
        return refuse(images, DIAG_IMAGE_REMOTE, address, NULL, place);
    Str file = image_path(images, address, place);
    const char *path = file.n == 0 ? NULL : real_path(images->arena, file);
    if (path == NULL)
        return refuse(images, DIAG_IMAGE_MISSING, address, NULL, place);
    if (!is_inside(images, path))
        return refuse(images, DIAG_IMAGE_OUTSIDE, address, NULL, place);
    bool fresh;
    Str key = str_format(images->arena, "%s#%d", path, page_of(address));
    void **slot = map_slot(images->entries, key, &fresh);
    if (fresh)
        *slot = entry_read(images, path, address, place);
    const Entry *entry = *slot;
    return entry->image != NULL ? entry->image
                                : refuse(images, entry->fault, address, entry->why, place);
}
