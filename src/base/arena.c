/* arena.c - memory that lives as long as a document: taken from large blocks, given back all at once. A growing array
 * that is the newest thing in its block grows in place. */
#include "base/base.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { BLOCK_SIZE = 1 << 20, ALIGNMENT = 8 };

typedef struct Block {
    struct Block *next;
    size_t size, used;                                     /* of the bytes after this head */
} Block;

struct Arena {
    Block *blocks;                                         /* the newest first */
    size_t total;
};

enum { HEAD = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

void memory_fail(size_t size)
{
    fprintf(stderr, "octavo: error: out of memory (%zu bytes refused); nothing was written\n", size);
    _exit(2);                                              /* other threads go on, and libraries that end want memory */
}

void memory_trim(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void stack_spare(char room[SPARE_STACK])
{
    if (!SANITIZER) {                                      /* it gives each thread one, and frees what it finds there */
        sigaltstack(&(stack_t){.ss_sp = room, .ss_size = SPARE_STACK}, NULL);
    }
}

static char *block_bytes(Block *block)
{
    return (char *)block + HEAD;
}

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void block_add(Arena *arena, size_t size)
{
    size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    if (room > SIZE_MAX / 2) {
        memory_fail(room);
    }
    Block *block = malloc(HEAD + room);
    if (!block) {
        memory_fail(room);
    }
    *block = (Block){.size = room};
    Block *top = arena->blocks;
    if (top && top->size - top->used > room - size) {      /* a large block goes below, the room on top stays in use */
        block->next = top->next;
        top->next = block;
        arena->blocks = top;
    } else {
        block->next = top;
        arena->blocks = block;
    }
}

Arena *arena_open(void)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        memory_fail(sizeof *arena);
    }
    return arena;
}

void arena_close(Arena *arena)
{
    if (!arena) {
        return;
    }
    for (Block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void arena_reset(Arena *arena)
{
    Block *keep = arena->blocks;
    if (!keep) {
        return;
    }
    for (Block *block = keep->next, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    keep->used = 0;
    keep->next = NULL;
    arena->total = 0;
}

void arena_adopt(Arena *arena, Arena *from)
{
    Block **end = &arena->blocks;                          /* below the newest, whose room stays in use */
    if (*end) {
        end = &(*end)->next;
    }
    Block *below = *end;
    *end = from->blocks;
    while (*end) {
        end = &(*end)->next;
    }
    *end = below;
    arena->total += from->total;
    free(from);
}

void *arena_bytes(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4) {
        memory_fail(size);
    }
    size = round_up(size ? size : 1);
    Block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        block_add(arena, size);
        block = arena->blocks;
        if (block->size - block->used < size) {            /* the large block went below the top */
            block = block->next;
        }
    }
    void *p = block_bytes(block) + block->used;
    block->used += size;
    arena->total += size;
    return p;
}

/* Zeroed here and not by the block: just before it is used, and never for bytes that are overwritten anyway. */
void *arena_alloc(Arena *arena, size_t size)
{
    return memset(arena_bytes(arena, size), 0, size);
}

void *arena_alloc_array(Arena *arena, size_t size, size_t n)
{
    if (n && size > SIZE_MAX / 4 / n) {
        memory_fail(SIZE_MAX);
    }
    return arena_alloc(arena, size * n);
}

/* What has a block of its own takes no other one when it grows: a long array would leave all its shorter selves behind.
 * It grows so seldom that all blocks may be looked at. */
static void *block_grow(Arena *arena, const void *old, size_t was, size_t will)
{
    for (Block **at = &arena->blocks; *at; at = &(*at)->next) {
        if (block_bytes(*at) != old || (*at)->size != was) {
            continue;
        }
        Block *block = realloc(*at, HEAD + will);
        if (!block) {
            memory_fail(will);
        }
        block->size = block->used = will;
        *at = block;
        arena->total += will - was;
        return block_bytes(block);
    }
    return NULL;
}

void *arena_bytes_grow(Arena *arena, void *old, size_t old_size, size_t new_size)
{
    Block *block = arena->blocks;
    size_t was = round_up(old_size ? old_size : 1), will = round_up(new_size ? new_size : 1);
    if (old && block && (char *)old + was == block_bytes(block) + block->used && will >= was &&
        block->size - block->used >= will - was) {
        block->used += will - was;
        arena->total += will - was;
        return old;
    }
    void *p = was > BLOCK_SIZE / 4 && will > was && will <= SIZE_MAX / 4 ? block_grow(arena, old, was, will) : NULL;
    if (p) {
        return p;
    }
    p = arena_bytes(arena, new_size);
    if (old && old_size) {
        memcpy(p, old, old_size < new_size ? old_size : new_size);
    }
    return p;
}

void *arena_grow(Arena *arena, void *old, size_t old_size, size_t new_size)
{
    char *p = arena_bytes_grow(arena, old, old_size, new_size);
    if (new_size > old_size) {
        memset(p + old_size, 0, new_size - old_size);
    }
    return p;
}

size_t arena_used(const Arena *arena)
{
    return arena->total;
}

void *vec_grow(Arena *arena, void *at, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 8;
    if (more > SIZE_MAX / 4 / size) {
        memory_fail(SIZE_MAX);
    }
    at = arena_bytes_grow(arena, at, *cap * size, more * size);
    *cap = more;
    return at;
}
