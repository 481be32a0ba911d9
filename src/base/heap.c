/* heap.c - memory for libraries that ask for it and give it back without saying for whom: in come sizes, out go pieces of an
 * arena, by way of what this thread has set. What was given back is given out again, by sizes, and all of it goes with
 * the arena; so such a library's tree need not be taken apart. */
#include "base/base.h"

#include <stdlib.h>

enum { STEP = 16, SMALL = HEAP_SMALL * STEP };             /* sizes up to SMALL by steps; then powers of two */

typedef struct Piece { size_t kind; } Piece;               /* before what is handed out, which is aligned as an arena's is */
typedef struct HeapFree { struct HeapFree *next; } HeapFree;

static _Thread_local Heap *here;

Heap *heap_enter(Heap *heap)
{
    Heap *outer = here;
    here = heap;
    return outer;
}

static void *sure(void *p, size_t size)
{
    if (p == NULL)
        memory_fail(size);
    return p;
}

static size_t kind_of(size_t size)
{
    if (size <= SMALL)
        return size > 0 ? (size - 1) / STEP : 0;
    size_t kind = HEAP_SMALL;
    for (size_t most = 2 * (size_t)SMALL; most < size; most *= 2)
        kind++;
    return kind;
}

static size_t kind_size(size_t kind)
{
    return kind < HEAP_SMALL ? (kind + 1) * STEP : 2 * (size_t)SMALL << (kind - HEAP_SMALL);
}

void *heap_malloc(size_t size)
{
    if (here == NULL)
        return sure(malloc(size ? size : 1), size);
    if (size > SIZE_MAX / 4)
        memory_fail(size);
    size_t kind = kind_of(size);
    HeapFree *piece = here->free[kind];
    if (piece != NULL) {
        here->free[kind] = piece->next;
        return piece;
    }
    Piece *fresh = arena_bytes(here->arena, sizeof *fresh + kind_size(kind));
    fresh->kind = kind;
    return fresh + 1;
}

void *heap_calloc(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 4 / size)
        memory_fail(SIZE_MAX);
    return memset(heap_malloc(n * size), 0, n * size);
}

void heap_free(void *p)
{
    if (here == NULL) {
        free(p);
    } else if (p != NULL) {
        HeapFree **first = &here->free[((Piece *)p - 1)->kind];
        *(HeapFree *)p = (HeapFree){*first};
        *first = p;
    }
}

void *heap_realloc(void *old, size_t size)
{
    if (here == NULL)
        return sure(realloc(old, size ? size : 1), size);
    size_t room = old ? kind_size(((Piece *)old - 1)->kind) : 0;
    if (old && size <= room)
        return old;
    void *p = heap_malloc(size);
    if (old) {
        memcpy(p, old, room);
        heap_free(old);
    }
    return p;
}
