/* turbo.c - JPEG files to samples and back, by TurboJPEG, for pictures that are made smaller (scale.c); all others go
 * into the PDF as they are. The library is loaded when the first one comes. */
#include "asset_int.h"

#include <dlfcn.h>
#include <turbojpeg.h>

enum { QUALITY = 88 };

#define CALLS(X) X(tjInitDecompress) X(tjInitCompress) X(tjDestroy) X(tjDecompress2) X(tjCompress2) X(tjGetScalingFactors) X(tjFree)

typedef struct Turbo {
    void *library;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
} Turbo;

static bool load_calls(Turbo *t)
{
    t->library = dlopen("libturbojpeg.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool complete = t->library != NULL;
#define X(name) if (complete) { *(void **)&t->name = dlsym(t->library, #name); complete = t->name != NULL; }
    CALLS(X)
#undef X
    return complete;
}

/* A side as the decoder scales it. */
static int scaled(int side, tjscalingfactor factor)
{
    return (side * factor.num + factor.denom - 1) / factor.denom;
}

/* The least size that the decoder can give and that is not below the one that is wanted. */
static void size_choose(const Turbo *t, const Image *image, int *width, int *height)
{
    int n, least_width = *width, least_height = *height;
    const tjscalingfactor *factors = t->tjGetScalingFactors(&n);
    *width = image->width;
    *height = image->height;
    for (int i = 0; i < n; i++) {
        int w = scaled(image->width, factors[i]), h = scaled(image->height, factors[i]);
        if (w >= least_width && h >= least_height && w < *width) {
            *width = w;
            *height = h;
        }
    }
}

uint8_t *turbo_decode(Arena *arena, const Image *image, int *width, int *height)
{
    Turbo t = {0};
    if (image->components > 3 || !load_calls(&t))
        return NULL;
    size_choose(&t, image, width, height);
    uint8_t *samples = arena_alloc_array(arena, (size_t)*width * (size_t)image->components, (size_t)*height);
    tjhandle handle = t.tjInitDecompress();
    bool ok = handle != NULL &&
              t.tjDecompress2(handle, (const uint8_t *)image->stream.p, (unsigned long)image->stream.n, samples, *width, 0, *height,
                              image->components == 1 ? TJPF_GRAY : TJPF_RGB, TJFLAG_ACCURATEDCT) == 0;
    if (handle != NULL)
        t.tjDestroy(handle);
    return ok ? samples : NULL;
}

Str turbo_encode(Arena *arena, const uint8_t *samples, int width, int height, int components)
{
    Turbo t = {0};
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    tjhandle handle = load_calls(&t) ? t.tjInitCompress() : NULL;
    Str file = {0};
    if (handle == NULL)
        return file;
    if (t.tjCompress2(handle, samples, width, 0, height, components == 1 ? TJPF_GRAY : TJPF_RGB, &bytes, &n,
                      components == 1 ? TJSAMP_GRAY : TJSAMP_420, QUALITY, TJFLAG_ACCURATEDCT) == 0)
        file = str_copy(arena, (Str){(const char *)bytes, n});
    t.tjFree(bytes);
    t.tjDestroy(handle);
    return file;
}
