/* flate.c - zlib streams (RFC 1950) packed and unpacked whole, by libdeflate, and the check sum that PNG's chunks have. */
#include "base/base.h"

#include <libdeflate.h>

enum { HEAD = 2 };                                        /* bytes of a zlib stream before its blocks */

Str flate_pack(Arena *arena, Str data, int level)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level < 1 ? 1 : level > 12 ? 12 : level);
    if (c == NULL)
        memory_fail(data.n);
    size_t room = libdeflate_zlib_compress_bound(c, data.n);
    char *out = arena_bytes(arena, room);
    size_t n = libdeflate_zlib_compress(c, data.p, data.n, out, room);
    libdeflate_free_compressor(c);
    return (Str){out, n};
}

static struct libdeflate_decompressor *decompressor_open(size_t size)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (d == NULL)
        memory_fail(size);
    return d;
}

/* Deflated, without a dictionary (RFC 1950, 2.2). */
static bool has_head(Str packed)
{
    unsigned first = packed.n >= HEAD ? (uint8_t)packed.p[0] : 0, second = packed.n >= HEAD ? (uint8_t)packed.p[1] : 0;
    return (first & 15) == 8 && first >> 4 <= 7 && (second & 32) == 0 && (first << 8 | second) % 31 == 0;
}

bool flate_unpack(Arena *arena, Str *packed, size_t size, Str *data)
{
    struct libdeflate_decompressor *d = decompressor_open(size);
    char *out = arena_bytes(arena, size);
    size_t used = 0;
    bool ok = libdeflate_zlib_decompress_ex(d, packed->p, packed->n, out, size, &used, NULL) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(d);
    packed->n = ok ? used : packed->n;
    *data = (Str){out, ok ? size : 0};
    return ok;
}

bool flate_unpack_unsummed(Arena *arena, Str packed, size_t size, Str *data)
{
    struct libdeflate_decompressor *d = decompressor_open(size);
    char *out = arena_bytes(arena, size);
    bool ok = has_head(packed) && libdeflate_deflate_decompress(d, packed.p + HEAD, packed.n - HEAD, out, size, NULL) ==
                                      LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(d);
    *data = (Str){out, ok ? size : 0};
    return ok;
}

uint32_t flate_crc(Str bytes)
{
    return libdeflate_crc32(0, bytes.p, bytes.n);
}
