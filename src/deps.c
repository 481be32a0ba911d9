/* deps.c - what a build read or looked for, the text files and the pictures that they name: as a list, and as a rule for
 * make of those that are there. */
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

static void add_once(Buf *out, Map *seen, Str path)
{
    bool fresh;
    map_slot(seen, path, &fresh);
    if (fresh && path.n) {
        buf_add(out, path);
        buf_byte(out, '\0');
    }
}

Str deps_inputs(Build *build)
{
    Buf out = BUF(build->arena);
    Map *seen = map_new(build->arena);
    for (size_t i = 0; i < build->files.wanted.n; i++) {
        add_once(&out, seen, build->files.wanted.at[i]);
    }
    for (const Node *node = build->document; node; node = node_next(node, build->document)) {
        if (node->kind == KIND_IMAGE) {
            add_once(&out, seen, image_path(build->images, node->text, node->place));
        }
    }
    return buf_str(&out);
}

Str deps_text(Build *build)
{
    Buf rule = BUF(build->arena), empty = BUF(build->arena);
    Str inputs = deps_inputs(build), path;
    add_path(&rule, str_of(build->options->output));
    buf_byte(&rule, ':');
    while (str_split(&inputs, '\0', &path)) {
        if (!path.n || access(path.p, R_OK) != 0) {
            continue;
        }
        buf_add(&rule, STR(" \\\n "));
        add_path(&rule, path);
        buf_byte(&empty, '\n');
        add_path(&empty, path);
        buf_add(&empty, STR(":\n"));
    }
    buf_byte(&rule, '\n');
    buf_add(&rule, buf_str(&empty));
    return buf_str(&rule);
}
