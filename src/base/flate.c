/* flate.c - zlib streams (RFC 1950) packed and unpacked whole, by libdeflate, and the check sum that PNG's chunks have. */
#include "base/base.h"

#include <libdeflate.h>

enum { HEAD = 2 };                                        /* bytes of a zlib stream before its blocks */

Packer *packer_open(int level)
{
    enum { ABOUT = 1 << 19 };                              /* bytes that one takes */
    Packer *packer = libdeflate_alloc_compressor(level < 1 ? 1 : level > 12 ? 12 : level);
    if (packer == NULL)
        memory_fail(ABOUT);
    return packer;
}

void packer_close(Packer *packer)
{
    libdeflate_free_compressor(packer);
}

Str packer_pack(Packer *packer, Arena *arena, Str data)
{
    size_t room = libdeflate_zlib_compress_bound(packer, data.n);
    char *out = arena_bytes(arena, room);
    return (Str){out, libdeflate_zlib_compress(packer, data.p, data.n, out, room)};
}

Str flate_pack(Arena *arena, Str data, int level)
{
    Packer *packer = packer_open(level);
    Str packed = packer_pack(packer, arena, data);
    packer_close(packer);
    return packed;
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
