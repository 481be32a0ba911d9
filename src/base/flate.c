/* flate.c - zlib streams (RFC 1950) packed and unpacked whole, by libdeflate, and the check sum that PNG's chunks have. */
#include "base/base.h"

#include <libdeflate.h>

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

bool flate_unpack(Arena *arena, Str *packed, size_t size, Str *data)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (d == NULL)
        memory_fail(size);
    char *out = arena_bytes(arena, size);
    size_t used = 0;
    bool ok = libdeflate_zlib_decompress_ex(d, packed->p, packed->n, out, size, &used, NULL) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(d);
    packed->n = ok ? used : packed->n;
    *data = (Str){out, ok ? size : 0};
    return ok;
}

uint32_t flate_crc(Str bytes)
{
    return libdeflate_crc32(0, bytes.p, bytes.n);
}
