/* gif.c - the first frame of a GIF file to rows of samples, by libgif: a palette picture as large as the file's
 * screen, transparent where the frame is or does not reach. The library is loaded when the first GIF comes. */
#include "asset_int.h"

#include <dlfcn.h>
#include <gif_lib.h>
#include <string.h>

#define CALLS(X) \
    X(DGifOpen) X(DGifCloseFile) X(DGifGetRecordType) X(DGifGetImageDesc) X(DGifGetLine) X(DGifGetExtension) \
    X(DGifGetExtensionNext) X(DGifExtensionToGCB)

typedef struct Gif {
    void *library;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
    Arena *arena;
    Str file;
    size_t at;
    GifFileType *gif;
    int transparent;                                       /* -1: no colour is */
    Image *image;
} Gif;

static bool load_calls(Gif *g)
{
    g->library = dlopen("libgif.so.7", RTLD_NOW | RTLD_LOCAL);
    bool complete = g->library != NULL;
#define X(name) if (complete) { *(void **)&g->name = dlsym(g->library, #name); complete = g->name != NULL; }
    CALLS(X)
#undef X
    return complete;
}

static int on_read(GifFileType *gif, GifByteType *to, int n)
{
    Gif *g = gif->UserData;
    size_t room = g->file.n - g->at, take = (size_t)n < room ? (size_t)n : room;
    memcpy(to, g->file.p + g->at, take);
    g->at += take;
    return (int)take;
}

static bool extension_read(Gif *g)
{
    int code;
    GifByteType *bytes;
    GraphicsControlBlock control;
    bool ok = g->DGifGetExtension(g->gif, &code, &bytes) == GIF_OK;
    while (ok && bytes != NULL) {
        if (code == GRAPHICS_EXT_FUNC_CODE && g->DGifExtensionToGCB(bytes[0], bytes + 1, &control) == GIF_OK)
            g->transparent = control.TransparentColor;
        ok = g->DGifGetExtensionNext(g->gif, &bytes) == GIF_OK;
    }
    return ok;
}

static bool frame_find(Gif *g)
{
    GifRecordType type;
    while (g->DGifGetRecordType(g->gif, &type) == GIF_OK) {
        if (type == IMAGE_DESC_RECORD_TYPE)
            return g->DGifGetImageDesc(g->gif) == GIF_OK;
        if (type != EXTENSION_RECORD_TYPE || !extension_read(g))
            return false;
    }
    return false;
}

static void palette_read(Gif *g, const ColorMapObject *map)
{
    uint8_t *palette = arena_alloc(g->arena, 3 * 256);
    for (int i = 0; i < map->ColorCount && i < 256; i++) {
        palette[3 * i] = map->Colors[i].Red;
        palette[3 * i + 1] = map->Colors[i].Green;
        palette[3 * i + 2] = map->Colors[i].Blue;
    }
    g->image->palette = (Str){(char *)palette, 3 * 256};
}

/* The row of the frame that is the i-th in the file. */
static int row_of(const GifImageDesc *frame, int i)
{
    static const int first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    if (!frame->Interlace)
        return i;
    for (int pass = 0; pass < 4; pass++) {
        int rows = (frame->Height - first[pass] + step[pass] - 1) / step[pass];
        if (i < rows)
            return first[pass] + i * step[pass];
        i -= rows > 0 ? rows : 0;
    }
    return 0;
}

static bool rows_read(Gif *g)
{
    const GifImageDesc *frame = &g->gif->Image;
    Image *image = g->image;
    size_t pixels = (size_t)image->width * (size_t)image->height;
    uint8_t *samples = arena_alloc(g->arena, pixels), *alpha = arena_alloc(g->arena, pixels);
    uint8_t *line = arena_alloc(g->arena, (size_t)frame->Width);
    for (int i = 0; i < frame->Height; i++) {
        if (g->DGifGetLine(g->gif, line, frame->Width) != GIF_OK)
            return false;
        int y = frame->Top + row_of(frame, i);
        for (int x = 0; x < frame->Width && y < image->height && frame->Left + x < image->width; x++) {
            size_t at = (size_t)y * (size_t)image->width + (size_t)(frame->Left + x);
            samples[at] = line[x];
            alpha[at] = line[x] == g->transparent ? 0 : 255;
        }
    }
    rows_keep(g->arena, samples, alpha, image);
    return true;
}

static ImageFault frame_decode(Gif *g, const char **why)
{
    if (!frame_find(g))
        return IMAGE_BROKEN;
    const GifImageDesc *frame = &g->gif->Image;
    const ColorMapObject *map = frame->ColorMap != NULL ? frame->ColorMap : g->gif->SColorMap;
    Image *image = g->image;
    image->width = g->gif->SWidth > 0 ? g->gif->SWidth : frame->Left + frame->Width;
    image->height = g->gif->SHeight > 0 ? g->gif->SHeight : frame->Top + frame->Height;
    if (map == NULL || frame->Width <= 0 || frame->Height <= 0 || image->width <= 0 || image->height <= 0)
        return IMAGE_BROKEN;
    if ((int64_t)image->width * image->height > IMAGE_PIXELS) {
        *why = image_too_large(g->arena, image);
        return IMAGE_TOO_LARGE;
    }
    image->kind = IMAGE_PNG;
    image->components = 1;
    image->bits = 8;
    palette_read(g, map);
    return rows_read(g) ? IMAGE_SOUND : IMAGE_BROKEN;
}

ImageFault gif_decode(Arena *arena, Str file, Image *image, const char **why)
{
    Gif *g = ARENA_NEW(arena, Gif);
    *g = (Gif){.arena = arena, .file = file, .image = image, .transparent = -1};
    *why = "there is no libgif (install libgif7)";
    ImageFault fault = IMAGE_BROKEN;
    if (load_calls(g)) {
        int error;
        *why = "libgif refuses it, or the file is cut off";
        g->gif = g->DGifOpen(g, on_read, &error);
        if (g->gif != NULL) {
            fault = frame_decode(g, why);
            g->DGifCloseFile(g->gif, &error);
        }
    }
    if (g->library != NULL)
        dlclose(g->library);
    return fault;
}
