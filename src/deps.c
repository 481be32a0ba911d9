/* deps.c - what a build read, as a rule for make: the Markdown files and the pictures that they name. */
#include "build.h"

#include <unistd.h>

static void add_path(Buf *out, Str path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (c == ' ' || c == '#' || c == '\\') {
            buf_byte(out, '\\');
        } else if (c == '$') {
            buf_byte(out, '$');
        }
        buf_byte(out, c);
    }
}

static void add_once(Build *build, Map *seen, Str path, Buf *rule, Buf *empty)
{
    bool fresh;
    *map_slot(seen, path, &fresh) = build;
    if (!fresh || !path.n || access(str_c(build->arena, path), R_OK) != 0) {
        return;
    }
    buf_add(rule, STR(" \\\n "));
    add_path(rule, path);
    buf_byte(empty, '\n');
    add_path(empty, path);
    buf_add(empty, STR(":\n"));
}

Str deps_text(Build *build)
{
    Buf rule = BUF(build->arena), empty = BUF(build->arena);
    Map *seen = map_new(build->arena);
    add_path(&rule, str_of(build->options->output));
    buf_byte(&rule, ':');
    for (size_t i = 0; i < build->files.sources.n; i++) {
        add_once(build, seen, build->files.sources.at[i]->name, &rule, &empty);
    }
    for (const Node *node = build->document; node; node = node_next(node, build->document)) {
        if (node->kind == KIND_IMAGE) {
            add_once(build, seen, image_path(build->images, node->text, node->place), &rule, &empty);
        }
    }
    buf_byte(&rule, '\n');
    buf_add(&rule, buf_str(&empty));
    return buf_str(&rule);
}
