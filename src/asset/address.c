/* address.c - the address of a picture in the text: which file it means. */
#include "asset_int.h"

#include <string.h>
#include <unistd.h>

static bool is_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

Str address_scheme(Str address)
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

static Str path_of(const Images *images, Str address, Place place)
{
    Str relative = percent_decode(images->arena, address), folder = images->root;
    const Source *file = source_file(place.source);
    if (relative.n > 0 && relative.p[0] == '/')
        relative = str_slice(relative, 1, relative.n);
    else if (file != NULL && file->name.n > 0 && !str_eq(file->name, STR("-")))
        folder = path_folder(file->name);
    return path_join(images->arena, folder, relative);
}

/* The file's path, also when what follows a "?" or "#" is no part of its name. */
Str image_path(const Images *images, Str address, Place place)
{
    if (address.n == 0 || address_scheme(address).n > 0 || str_starts(address, STR("//")))
        return (Str){0};
    Str path = path_of(images, address, place);
    size_t end = 0;
    while (end < address.n && address.p[end] != '?' && address.p[end] != '#')
        end++;
    if (end == address.n || access(str_c(images->arena, path), F_OK) == 0)
        return path;
    return path_of(images, str_slice(address, 0, end), place);
}

int address_page(Str address)
{
    ptrdiff_t at = str_find(address, STR("#page="));
    long number = 1;
    if (at < 0 || !str_int(str_slice(address, (size_t)at + 6, address.n), &number) || number < 1)
        return 1;
    return number < 1000000 ? (int)number : 1000000;
}
