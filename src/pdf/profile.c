/* profile.c - the colour profiles that octavo makes itself (lcms2): sRGB for the output intent, and one for CMYK
 * pictures that have none. Their dates are set to a fixed one, so that the bytes are always the same. */
#include "pdf/pdf_int.h"

#include <lcms2.h>
#include <lcms2_plugin.h>
#include <stdlib.h>
#include <string.h>

enum { CMYK_NODES = 5 };

/* lcms2 does not look at every pointer that it is given: it gets none that is NULL. */
static void *lcms_malloc(cmsContext context, cmsUInt32Number size)
{
    (void)context;
    void *p = malloc(size);
    if (p == NULL)
        memory_fail(size);
    return p;
}

static void lcms_free(cmsContext context, void *p)
{
    (void)context;
    free(p);
}

static void *lcms_realloc(cmsContext context, void *old, cmsUInt32Number size)
{
    (void)context;
    void *p = realloc(old, size);
    if (p == NULL)
        memory_fail(size);
    return p;
}

static cmsContext context_open(void)
{
    cmsPluginMemHandler memory = {
        .base = {.Magic = cmsPluginMagicNumber, .ExpectedVersion = LCMS_VERSION, .Type = cmsPluginMemHandlerSig},
        .MallocPtr = lcms_malloc, .FreePtr = lcms_free, .ReallocPtr = lcms_realloc};
    cmsContext context = cmsCreateContext(&memory, NULL);
    if (context == NULL)
        memory_fail(4096);
    return context;
}

static Str profile_bytes(Arena *arena, cmsHPROFILE profile)
{
    static const uint8_t date[12] = {0x07, 0xD0, 0, 1, 0, 1};  /* 2000-01-01 */
    cmsUInt32Number n = 0;
    if (profile == NULL || !cmsSaveProfileToMem(profile, NULL, &n))
        memory_fail(4096);
    char *bytes = arena_alloc(arena, n);
    if (!cmsSaveProfileToMem(profile, bytes, &n))
        memory_fail(n);
    cmsCloseProfile(profile);
    memcpy(bytes + 24, date, sizeof date);
    return (Str){bytes, n};
}

Str profile_srgb(Arena *arena)
{
    cmsContext context = context_open();
    Str bytes = profile_bytes(arena, cmsCreate_sRGBProfileTHR(context));
    cmsDeleteContext(context);
    return bytes;
}

/* What screens do with CMYK of no known press: each of red, green, blue is what its ink and the black let through. */
static cmsInt32Number cmyk_node(const cmsUInt16Number in[], cmsUInt16Number out[], void *to_lab)
{
    cmsUInt16Number rgb[3];
    for (int i = 0; i < 3; i++)
        rgb[i] = (cmsUInt16Number)((uint64_t)(65535 - in[i]) * (uint64_t)(65535 - in[3]) / 65535);
    cmsDoTransform(to_lab, rgb, out, 1);
    return TRUE;
}

static cmsPipeline *cmyk_pipeline(cmsContext context)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfileTHR(context), lab = cmsCreateLab4ProfileTHR(context, NULL);
    cmsHTRANSFORM to_lab = cmsCreateTransformTHR(context, srgb, TYPE_RGB_16, lab, TYPE_Lab_16, INTENT_PERCEPTUAL,
                                                 cmsFLAGS_NOCACHE);
    cmsPipeline *pipeline = cmsPipelineAlloc(context, 4, 3);
    cmsStage *table = cmsStageAllocCLut16bit(context, CMYK_NODES, 4, 3, NULL);
    if (to_lab == NULL || pipeline == NULL || table == NULL)
        memory_fail(4096);
    cmsStageSampleCLut16bit(table, cmyk_node, to_lab, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, table);  /* lutAToBType stands between curves: straight ones */
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, cmsStageAllocToneCurves(context, 4, NULL));
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(context, 3, NULL));
    cmsDeleteTransform(to_lab);
    cmsCloseProfile(lab);
    cmsCloseProfile(srgb);
    return pipeline;
}

static void profile_words(cmsContext context, cmsHPROFILE profile, const char *text)
{
    const cmsTagSignature tags[] = {cmsSigProfileDescriptionTag, cmsSigCopyrightTag};
    cmsMLU *words = cmsMLUalloc(context, 1);
    cmsMLUsetASCII(words, "en", "US", text);
    for (int i = 0; i < 2; i++)
        cmsWriteTag(profile, tags[i], words);
    cmsMLUfree(words);
}

Str profile_cmyk(Arena *arena)
{
    cmsContext context = context_open();
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(context);
    cmsPipeline *pipeline = cmyk_pipeline(context);
    cmsSetProfileVersion(profile, 4.3);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
    profile_words(context, profile, "CMYK of no known press");
    cmsPipelineFree(pipeline);
    Str bytes = profile_bytes(arena, profile);
    cmsDeleteContext(context);
    return bytes;
}
