/* yaml.c - a YAML text as a tree of scalars, maps and lists with their places. The only file
 * that sees libyaml. Aliases are read (a shared value costs nothing); tags are not. Nesting is
 * bounded, so no input costs stack or time. */
#include "read/read.h"

#include <yaml.h>

enum { DEPTH_MAX = 64 };

typedef struct Level {
    Yaml *node, *last;
    bool key_read;
    Str key;
    Place key_place;
} Level;

typedef struct Reader {
    Arena *arena;
    Diag *diag;
    const Source *source;
    int first_line;
    Map *anchors;
    Level levels[DEPTH_MAX];
    int depth;
    Yaml *root;
    bool failed;
} Reader;

static Place place_of(const Reader *r, yaml_mark_t mark)
{
    return (Place){r->source, r->first_line + (int)mark.line, (int)mark.column + 1};
}

static void fail(Reader *r, Place place, const char *what)
{
    Str text = str_of(what);
    if (!r->failed) diag_add(r->diag, DIAG_YAML, place, STR_ARGS(text));
    r->failed = true;
}

/* Puts a finished or opened value where it belongs: at the root, into a list, or under the key
 * that came before it. */
static void add(Reader *r, Yaml *value)
{
    if (!r->depth) {
        r->root = value;
        return;
    }
    Level *level = &r->levels[r->depth - 1];
    if (level->node->kind == YAML_MAP) {
        value->key = level->key;
        value->place = level->key_place;
        level->key_read = false;
    }
    if (level->last) {
        level->last->next = value;
    } else {
        level->node->first = value;
    }
    level->last = value;
}

static bool wants_key(const Reader *r)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): every level has a node */
    return r->depth && r->levels[r->depth - 1].node->kind == YAML_MAP &&
           !r->levels[r->depth - 1].key_read;
}

static void anchor(Reader *r, const yaml_char_t *name, Yaml *value)
{
    if (name) *map_slot(r->anchors, str_copy(r->arena, str_of((const char *)name)), NULL) = value;
}

static bool is_null(Str s)
{
    return str_eq(s, STR("~")) || str_eq(s, STR("null"));
}

static void scalar(Reader *r, const yaml_event_t *event)
{
    Place place = place_of(r, event->start_mark);
    Str text = str_copy(r->arena,
                        (Str){(const char *)event->data.scalar.value, event->data.scalar.length});
    if (wants_key(r)) {
        Level *level = &r->levels[r->depth - 1];
        level->key = text;
        level->key_place = place;
        level->key_read = true;
        return;
    }
    Yaml *value = ARENA_NEW(r->arena, Yaml);
    value->kind = YAML_SCALAR;
    value->place = place;
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || !is_null(text)) value->value = text;
    anchor(r, event->data.scalar.anchor, value);
    add(r, value);
}

static void open_level(Reader *r, const yaml_event_t *event, YamlKind kind, const yaml_char_t *name)
{
    Place place = place_of(r, event->start_mark);
    if (wants_key(r)) {
        fail(r, place, "a key must be a text");
    } else if (r->depth == DEPTH_MAX) {
        fail(r, place, "nested too deep");
    } else {
        Yaml *value = ARENA_NEW(r->arena, Yaml);
        value->kind = kind;
        value->place = place;
        add(r, value);
        anchor(r, name, value);
        r->levels[r->depth++] = (Level){.node = value};
    }
}

static void alias(Reader *r, const yaml_event_t *event)
{
    const Yaml *there = map_lookup(r->anchors, str_of((const char *)event->data.alias.anchor));
    bool open = false;
    for (int i = 0; i < r->depth; i++) open = open || r->levels[i].node == there;
    if (!there || open || wants_key(r)) {
        fail(r, place_of(r, event->start_mark), "an alias without a value");
        return;
    }
    Yaml *value = ARENA_NEW(r->arena, Yaml);
    *value = *there;
    value->next = NULL;
    add(r, value);
}

static void take(Reader *r, const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT) {
        scalar(r, event);
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        open_level(r, event, YAML_MAP, event->data.mapping_start.anchor);
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        open_level(r, event, YAML_LIST, event->data.sequence_start.anchor);
    } else if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        r->depth--;
    } else if (event->type == YAML_ALIAS_EVENT) {
        alias(r, event);
    }
}

static void fail_parse(Reader *r, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) memory_fail(0);
    yaml_mark_t mark = parser->problem_mark;
    if (parser->error == YAML_READER_ERROR) mark = parser->mark;
    const char *what = parser->problem ? parser->problem : "not well-formed";
    if (parser->context) what = str_format(r->arena, "%s %s", parser->context, what).p;
    fail(r, place_of(r, mark), what);
}

const Yaml *yaml_read(Arena *arena, const Source *source, Str text, int first_line, Diag *diag)
{
    Reader r = {.arena = arena,
                .diag = diag,
                .source = source,
                .first_line = first_line,
                .anchors = map_new(arena)};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) memory_fail(sizeof parser);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
    for (bool ended = false; !ended && !r.failed;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            fail_parse(&r, &parser);
            break;
        }
        ended = event.type == YAML_STREAM_END_EVENT || event.type == YAML_DOCUMENT_END_EVENT;
        take(&r, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (!r.failed && !r.root) {
        r.root = ARENA_NEW(arena, Yaml);
        r.root->kind = YAML_MAP;
    }
    return r.failed ? NULL : r.root;
}

const Yaml *yaml_lookup(const Yaml *map, Str key)
{
    for (const Yaml *item = map ? map->first : NULL; item; item = item->next) {
        if (str_eq(item->key, key)) return item;
    }
    return NULL;
}
