/* image.c - pictures: finds the file that an address means, refuses what lies outside of the root or far away, tells the
 * kind from the bytes and not from the name, and has every picture decoded once, as a job. The galley goes by what the
 * file's head says; should the rest turn out to be broken, images_join tells it. What each kind's bytes mean is known to
 * png.c, jpeg.c and their like. */
#include "asset_int.h"

#include <string.h>

enum { FILE_LIMIT = 256 << 20, SHOWN = 80 };           /* SHOWN: bytes of an address in a message */

Images *images_open(Arena *arena, Str root, Diag *diag, Jobs *jobs)
{
    Images *images = ARENA_NEW(arena, Images);
    images->arena = arena;
    images->diag = diag;
    images->jobs = jobs;
    images->root = root.n > 0 ? str_copy(arena, root) : STR(".");
    images->real_root = path_real(arena, images->root.p);
    images->files = map_new(arena);
    images->sources = map_new(arena);
    return images;
}

double dpi_sane(double dpi)
{
    int rounded = dpi > 0 && dpi < 100000 ? (int)(dpi + 0.5) : 0;
    return rounded >= 10 && rounded <= 10000 ? rounded : IMAGE_DPI;
}

/* ---- kinds ----------------------------------------------------------------------------------- */

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

/* ---- decoding: what a job does ----------------------------------------------------------------- */

const char *image_too_large(Arena *arena, const Image *image)
{
    return str_c(arena, str_format(arena, "%d x %d pixels are more than %d million", image->width,
                                   image->height, IMAGE_PIXELS / 1000000));
}

static ImageFault pdf_read(Picture *p)
{
    PdfFile *file = pdfpage_open(p->arena, p->file, &p->why);
    if (file == NULL)
        return IMAGE_BROKEN;
    bool sound = pdfpage_read(file, address_page(p->name), &p->whole, &p->why);
    pdfpage_close(file);
    return sound ? IMAGE_SOUND : IMAGE_BROKEN;
}

static ImageFault decode(Picture *p)
{
    Image *image = &p->whole;
    switch (p->kind) {
    case BYTES_PNG: image->kind = IMAGE_PNG; return png_decode(p->arena, p->file, image, &p->why);
    case BYTES_JPEG: image->kind = IMAGE_JPEG; return jpeg_parse(p->arena, p->file, image, &p->why);
    case BYTES_GIF: return gif_decode(p->arena, p->file, image, &p->why);
    case BYTES_WEBP: return webp_decode(p->arena, p->file, image, &p->why);
    case BYTES_PDF: return pdf_read(p);
    case BYTES_SVG:                                        /* sheet.c's */
    case BYTES_TIFF:
    case BYTES_BMP:
    case BYTES_AVIF:
    case BYTES_UNKNOWN: break;
    }
    return IMAGE_BROKEN;
}

/* The file's bytes go when nothing of them is left in the picture. */
static void picture_decode(void *ctx)
{
    Picture *p = ctx;
    p->whole = (Image){.name = p->name, .dpi = IMAGE_DPI, .turn = 1};
    ImageFault fault = decode(p);
    p->sound = fault == IMAGE_SOUND;
    p->fault = fault == IMAGE_TOO_LARGE ? DIAG_IMAGE_LARGE : DIAG_IMAGE_BROKEN;
    if (p->kind == BYTES_JPEG)
        arena_adopt(p->arena, p->file_arena);
    else
        arena_close(p->file_arena);
}

/* ---- reading -------------------------------------------------------------------------------- */

static const char *why_unread(FileStatus status)
{
    switch (status) {
    case FILE_OK: break;
    case FILE_MISSING: return "there is no such file";
    case FILE_FOLDER: return "it is a folder";
    case FILE_DENIED: return "it may not be read";
    case FILE_OUTSIDE: return "it is outside of the document's folder";
    case FILE_TOO_LARGE: return "the file has more than 256 MB";
    case FILE_BROKEN: return "reading fails";
    }
    return "the file is empty";
}

/* What layout needs can be had from a PNG's head at once, from an SVG before it is drawn; a JPEG is not decoded at all;
 * the others are waited for. */
static void picture_start(Images *images, Picture *p)
{
    p->head = (Image){.name = p->name, .dpi = IMAGE_DPI, .turn = 1};
    p->has_head = p->kind == BYTES_PNG && png_head(p->file, &p->head);
    p->arena = arena_open();
    VEC_PUSH(images->arena, &images->started, p);
    if (p->kind == BYTES_SVG)
        sheet_add(images, p);
    else if (p->kind == BYTES_JPEG || images->jobs == NULL)
        picture_decode(p);
    else
        p->job = job_submit(images->jobs, picture_decode, p);
}

static Picture *picture_read(Images *images, Str path, Str address)
{
    Picture *p = ARENA_NEW(images->arena, Picture);
    Arena *arena = arena_open();
    FileStatus status = file_read_real(arena, path, FILE_LIMIT, &p->file);
    p->name = str_copy(images->arena, address);
    p->fault = status == FILE_TOO_LARGE ? DIAG_IMAGE_LARGE : DIAG_IMAGE_BROKEN;
    p->why = why_unread(status);
    p->kind = BYTES_UNKNOWN;
    if (status == FILE_OK && p->file.n > 0) {
        p->kind = kind_of(p->file);
        p->why = kinds[p->kind].refusal;
        p->lies = p->kind != BYTES_UNKNOWN && name_lies(path, p->kind);
    }
    p->file_arena = arena;
    if (p->why == NULL)
        picture_start(images, p);
    else
        arena_close(arena);
    return p;
}

/* ---- addresses in the text -------------------------------------------------------------------- */

static void file_use(Images *images, Use *use)
{
    Str path;
    const char *file = str_c(images->arena, image_path(images, use->address, use->place));
    FileStatus status = file_find(images->arena, images->real_root, file, &path);
    if (status != FILE_OK) {
        use->fault = status == FILE_MISSING ? DIAG_IMAGE_MISSING : DIAG_IMAGE_OUTSIDE;
        return;
    }
    Str key = str_format(images->arena, "%.*s#%d", STR_ARGS(path), address_page(use->address));
    void **slot = map_slot(images->files, key, &use->first);
    if (use->first)
        *slot = picture_read(images, path, use->address);
    use->picture = *slot;
}

static void use_find(Images *images, Use *use)
{
    Str scheme = address_scheme(use->address);
    if (str_eq_fold(scheme, STR("data"))) {
        use->why = "pictures inside of an address are not supported";
        use->fault = DIAG_IMAGE_BROKEN;
    } else if (str_eq_fold(scheme, STR("file"))) {
        use->fault = DIAG_IMAGE_OUTSIDE;
    } else if (scheme.n > 0 || str_starts(use->address, STR("//"))) {
        use->fault = DIAG_IMAGE_REMOTE;
    } else {
        file_use(images, use);
    }
}

/* By source and address: what an address means depends on where its file lies. */
static Map *uses_of(const Images *images, const Source *const *source)
{
    return map_lookup(images->sources, (Str){(const char *)source, sizeof *source});
}

void image_start(Images *images, Str address, Place place)
{
    Map *uses = uses_of(images, &place.source);
    if (uses == NULL) {
        const Source **kept = ARENA_NEW(images->arena, const Source *);
        *kept = place.source;
        uses = map_new(images->arena);
        *map_slot(images->sources, (Str){(const char *)kept, sizeof *kept}, NULL) = uses;
    }
    Use *use = ARENA_NEW(images->arena, Use);
    *use = (Use){.address = address, .place = place};
    void **slot = map_slot(uses, address, NULL);
    if (*slot == NULL) {
        use_find(images, use);
        *slot = use;
    } else {
        *use = *(const Use *)*slot;
        use->place = place;
        use->first = false;
    }
    VEC_PUSH(images->arena, &images->uses, use);
}

const Image *image_read(const Images *images, Str address, Place place)
{
    const Map *uses = uses_of(images, &place.source);
    const Use *use = uses == NULL ? NULL : map_lookup(uses, address);
    const Picture *p = use == NULL ? NULL : use->picture;
    if (p != NULL && p->kind == BYTES_SVG && p->job != NULL)
        job_wait(p->job);
    if (p == NULL || p->has_head)
        return p == NULL ? NULL : &p->head;
    if (p->job != NULL)
        job_wait(p->job);
    return p->sound ? &p->whole : NULL;
}

/* ---- the end ----------------------------------------------------------------------------------- */

static bool same_size(const Image *a, const Image *b)
{
    return a->width == b->width && a->height == b->height && a->dpi == b->dpi && a->turn == b->turn;
}

/* False when layout went by a head that the rest does not bear out. */
static bool picture_join(Images *images, Picture *p)
{
    if (p->job != NULL)
        job_wait(p->job);
    arena_adopt(images->arena, p->arena);
    bool kept = !p->has_head || (p->sound && same_size(&p->head, &p->whole));
    if (p->has_head && p->sound)
        p->head = p->whole;
    else
        p->has_head = false;
    return kept;
}

static void tell(Images *images, DiagKind kind, const Use *use, const char *why)
{
    Str shown = str_slice(use->address, 0, SHOWN);
    shown.n = utf8_valid(shown);
    if (why == NULL)
        diag_add(images->diag, kind, use->place, STR_ARGS(shown));
    else
        diag_add(images->diag, kind, use->place, STR_ARGS(shown), why);
}

/* Of all badges the first is told, the others are like it. */
static void use_tell(Images *images, const Use *use)
{
    const Picture *p = use->picture;
    if (use->first && p->lies)
        tell(images, DIAG_IMAGE_NAME, use, kinds[p->kind].name);
    if (p != NULL && !p->sound)
        tell(images, p->fault, use, p->why);
    if (p == NULL && (!badge_is(use->address) || diag_once(images->diag, STR("a badge"))))
        tell(images, use->fault, use, use->why);
}

void images_draw(Images *images)
{
    sheet_start(images);
}

bool images_join(Images *images)
{
    bool kept = true;
    sheets_join(images);
    for (size_t i = 0; i < images->started.n; i++)
        kept &= picture_join(images, images->started.at[i]);
    for (size_t i = 0; i < images->uses.n; i++)
        use_tell(images, images->uses.at[i]);
    images->started.n = images->uses.n = 0;
    return kept;
}
