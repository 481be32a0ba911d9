/* spoiler.c - to be preloaded (LD_PRELOAD): a cairo whose PDF can take nothing more once a page of it is to be 66 points wide.
 * Whoever loads librsvg is given this library, which has librsvg's functions and cairo's behind its own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

void *dlopen(const char *path, int flags)
{
    void *(*real)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    Dl_info self;
    if (path != NULL && strstr(path, "librsvg") != NULL && dladdr((void *)dlopen, &self) != 0)
        path = self.dli_fname;
    return real(path, flags);
}

void cairo_pdf_surface_set_size(void *surface, double width, double height)
{
    void (*real)(void *, double, double) = (void (*)(void *, double, double))dlsym(RTLD_NEXT, "cairo_pdf_surface_set_size");
    void (*finish)(void *) = (void (*)(void *))dlsym(RTLD_NEXT, "cairo_surface_finish");
    real(surface, width, height);
    if (width == 66)
        finish(surface);
}
