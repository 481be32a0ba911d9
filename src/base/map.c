/* map.c - a hash map from byte strings to pointers: open addressing with linear probing, at most two thirds full. */
#include "base/base.h"

#include <endian.h>
#include <string.h>

typedef struct Entry { Str key; uint64_t hash; void *value; bool used; } Entry;

struct Map { Arena *arena; Entry *at; size_t n, cap; };

/* FNV-1a over eight bytes at a time with a final mix; it need not withstand an attacker: a chain of equal hashes costs
 * time, and the input's size bounds it. */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed)
{
    const unsigned char *bytes = p;
    uint64_t h = 0xCBF29CE484222325u ^ (seed * 0x9E3779B97F4A7C15u) ^ n;
    for (; n >= 8; n -= 8, bytes += 8) {
        uint64_t part;
        memcpy(&part, bytes, sizeof part);
        h = (h ^ le64toh(part)) * 0x9FB21C651E98DF25u;
        h ^= h >> 32;
    }
    for (; n; n--, bytes++) {
        h = (h ^ *bytes) * 0x100000001B3u;
    }
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    return h ^ h >> 32;
}

Map *map_new(Arena *arena)
{
    Map *map = ARENA_NEW(arena, Map);
    map->arena = arena;
    return map;
}

static Entry *find(const Map *map, Str key, uint64_t hash)
{
    size_t i = (size_t)hash & (map->cap - 1);
    while (map->at[i].used && !(map->at[i].hash == hash && str_eq(map->at[i].key, key))) {
        i = (i + 1) & (map->cap - 1);
    }
    return &map->at[i];
}

static void grow(Map *map)
{
    Map old = *map;
    map->cap = old.cap ? old.cap * 2 : 16;
    map->at = ARENA_ARRAY(map->arena, Entry, map->cap);
    for (size_t i = 0; i < old.cap; i++) {
        if (old.at[i].used) {
            *find(map, old.at[i].key, old.at[i].hash) = old.at[i];
        }
    }
}

void **map_slot(Map *map, Str key, bool *fresh)
{
    if (3 * (map->n + 1) > 2 * map->cap) {
        grow(map);
    }
    uint64_t hash = hash_bytes(key.p, key.n, 0);
    Entry *entry = find(map, key, hash);
    if (fresh) {
        *fresh = !entry->used;
    }
    if (!entry->used) {
        *entry = (Entry){key, hash, NULL, true};
        map->n++;
    }
    return &entry->value;
}

void *map_lookup(const Map *map, Str key)
{
    if (!map->cap) {
        return NULL;
    }
    const Entry *entry = find(map, key, hash_bytes(key.p, key.n, 0));
    return entry->used ? entry->value : NULL;
}
