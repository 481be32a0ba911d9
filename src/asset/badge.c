/* badge.c - badges: remote pictures that say a word or two (shields.io and its kin). Known by their address; what stands
 * for them is their alternative text, else the words of the address itself. */
#include "asset_int.h"

static const char *const hosts[] = {
    "img.shields.io", "shields.io", "badgen.net", "flat.badgen.net", "badge.fury.io", "badges.gitter.im", "badge.buildkite.com",
    "travis-ci.org", "travis-ci.com", "api.travis-ci.org", "api.travis-ci.com", "codecov.io", "coveralls.io", "circleci.com",
    "ci.appveyor.com", "snyk.io", "deps.rs", "opencollective.com", "api.codacy.com", "api.codeclimate.com", "goreportcard.com",
    "pkg.go.dev", "godoc.org", "awesome.re", "tokei.rs", "isitmaintained.com",
};

static bool is_host(Str host)
{
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        if (str_eq_fold(host, str_of(hosts[i])))
            return true;
    return false;
}

/* "https://host/path?query": host and path. */
static bool address_split(Str address, Str *host, Str *path)
{
    ptrdiff_t at = str_find(address, STR("//"));
    if (at < 0)
        return false;
    *path = str_slice(address, (size_t)at + 2, address.n);
    str_split(path, '/', host);
    Str query = *path;
    str_split(&query, '?', path);
    return true;
}

bool badge_is(Str address)
{
    Str host, path;
    return address_split(address, &host, &path) &&
           (is_host(host) || str_starts(path, STR("badge/")) || str_find(path, STR("/badge")) >= 0 ||
            str_find(path, STR("badge.svg")) >= 0);
}

static int hex_digit(char c)
{
    int low = c | 32;
    return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* "label--a-message_b-colour" as shields.io writes it: "label-a message b". */
static Str static_words(Arena *arena, Str name)
{
    Buf b = {.arena = arena};
    size_t before_last = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool twice = (c == '-' || c == '_') && i + 1 < name.n && name.p[i + 1] == c;
        int high = c == '%' && i + 2 < name.n ? hex_digit(name.p[i + 1]) : -1;
        int low = high < 0 ? -1 : hex_digit(name.p[i + 2]);
        if (c == '-' && !twice)
            before_last = b.n;
        if (low >= 0 && high * 16 + low >= ' ')
            buf_byte(&b, (char)(high << 4 | low));
        else
            buf_byte(&b, (c == '-' || c == '_') && !twice ? ' ' : c);
        i += twice ? 1 : low >= 0 ? 2 : 0;
    }
    Str words = before_last > 0 ? str_slice(buf_str(&b), 0, before_last) : buf_str(&b);
    return utf8_valid(words) == words.n ? str_trim(words) : (Str){0};
}

Str image_words(Arena *arena, Str address, Str alt)
{
    Str host, path, found = {0};
    if (alt.n > 0 || !badge_is(address) || !address_split(address, &host, &path))
        return alt.n > 0 ? alt : address;
    if (str_starts(path, STR("badge/")))
        found = static_words(arena, str_slice(path, 6, path.n));
    return found.n > 0 ? found : host;
}
