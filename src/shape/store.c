/* store.c - the words that were shaped, for all shapers of a document, in whatever thread: who shapes a word first puts it
 * here, and all others find it. In comes a word with its face, features and language, out goes its glyphs. A table never
 * shrinks nor moves: when one is half full the next, larger one takes the new words. A slot is written once, whole, so
 * nobody needs a lock; of two who shape the same word at the same time one finds the other's. */
#include "shape_int.h"

#include <stdatomic.h>
#include <string.h>

enum { FIRST_SLOTS = 2048, GROWTH = 8 };

typedef struct Table {
    size_t n;                                              /* a power of two */
    atomic_size_t used;
    _Atomic(struct Table *) next;
    _Atomic(const Stored *) slots[];
} Table;

struct Store { Table *first; };

static Table *table_new(Arena *arena, size_t n)
{
    Table *table = arena_alloc(arena, sizeof(Table) + n * sizeof table->slots[0]);
    table->n = n;
    return table;
}

Store *store_new(Arena *arena)
{
    Store *store = ARENA_NEW(arena, Store);
    store->first = table_new(arena, FIRST_SLOTS);
    return store;
}

static bool entry_is(const Stored *e, const Stored *key)
{
    return e->hash == key->hash && e->shaped.text.n == key->shaped.text.n && e->shaped.face == key->shaped.face &&
           e->shaped.features == key->shaped.features && (e->lang.p == key->lang.p || str_eq(e->lang, key->lang)) &&
           memcmp(e->shaped.text.p, key->shaped.text.p, key->shaped.text.n) == 0;
}

const Shaped *store_lookup(const Store *store, const Stored *key)
{
    for (const Table *table = store->first; table != NULL;
         table = atomic_load_explicit(&table->next, memory_order_acquire)) {
        for (size_t at = key->hash;; at++) {
            const Stored *e = atomic_load_explicit(&table->slots[at & (table->n - 1)], memory_order_acquire);
            if (e == NULL)
                break;
            if (entry_is(e, key))
                return &e->shaped;
        }
    }
    return NULL;
}

/* The table after this one, made when it is not there yet; of two that are made one is left to its arena. */
static Table *table_next(Table *table, Arena *arena)
{
    Table *next = atomic_load(&table->next);
    if (next != NULL)
        return next;
    Table *fresh = table_new(arena, table->n * GROWTH);
    return atomic_compare_exchange_strong(&table->next, &next, fresh) ? fresh : next;
}

const Shaped *store_add(Store *store, Arena *arena, const Stored *entry)
{
    Table *table = store->first;
    while (atomic_load(&table->used) * 2 >= table->n)
        table = table_next(table, arena);
    for (size_t at = entry->hash;; at++) {
        const Stored *e = NULL;
        if (atomic_compare_exchange_strong(&table->slots[at & (table->n - 1)], &e, entry)) {
            atomic_fetch_add(&table->used, 1);
            return &entry->shaped;
        }
        if (entry_is(e, entry))
            return &e->shaped;
    }
}
