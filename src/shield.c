/* shield.c - what a document may touch, for base/sandbox.c: it reads below its root, the files that the user named, and what
 * the system keeps for all programs (libraries, fonts, their settings and caches, hyphenation); it writes into the folders of
 * its output. All is decided from the options, before a byte of the document is read. */
#include "build.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const system_paths[] = {
    "/usr", "/lib", "/lib64", "/opt", "/nix/store", "/gnu/store", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig",
};

/* Where fontconfig looks: below the folder that a variable names, or below the home folder. */
static const struct { const char *variable, *below, *at_home; } font_paths[] = {
    {"XDG_DATA_HOME", "/fonts", "/.local/share/fonts"},
    {"XDG_CONFIG_HOME", "/fontconfig", "/.config/fontconfig"},
    {"XDG_CACHE_HOME", "/fontconfig", "/.cache/fontconfig"},
    {"FONTCONFIG_FILE", "", "/.fonts.conf"},
    {"FONTCONFIG_PATH", "", "/.fonts"},
};

static void allow_fonts(Arena *arena, const Sandbox *sandbox)
{
    const char *home = getenv("HOME");
    for (size_t i = 0; i < sizeof font_paths / sizeof *font_paths; i++) {
        const char *value = getenv(font_paths[i].variable);
        if (value && *value == '/') {
            sandbox_read(sandbox, str_format(arena, "%s%s", value, font_paths[i].below).p);
        }
        if (home && *home == '/') {
            sandbox_read(sandbox, str_format(arena, "%s%s", home, font_paths[i].at_home).p);
        }
    }
}

/* A file is written beside its target, so the folder is what is needed; a device or pipe only itself. */
static void allow_output(Arena *arena, const Sandbox *sandbox, const char *path)
{
    struct stat st;
    if (!path) {
        return;
    }
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        sandbox_write(sandbox, path);
        return;
    }
    Str real = path_real(arena, path);
    sandbox_write(sandbox, str_c(arena, path_folder(real.n ? real : str_of(path))));
}

/* The grammars that may colour code. */
static void allow_grammars(Arena *arena, const Sandbox *sandbox, const OctavoOptions *options)
{
    Str rest = code_folders(arena, options->grammars), folder;
    while (str_split(&rest, ':', &folder)) {
        if (folder.n) {
            sandbox_read(sandbox, str_c(arena, folder));
        }
    }
}

OctavoSandbox octavo_sandbox(const OctavoOptions *options)
{
    Arena *arena = arena_open();
    Sandbox sandbox = sandbox_open();
    for (size_t i = 0; i < sizeof system_paths / sizeof *system_paths; i++) {
        sandbox_read(&sandbox, system_paths[i]);
    }
    allow_fonts(arena, &sandbox);
    allow_grammars(arena, &sandbox, options);
    for (size_t i = 0; i < options->n_files; i++) {
        sandbox_read(&sandbox, options->files[i]);
    }
    Str root = options->n_files ? files_root(arena, options->root, options->files[0]) : (Str){0};
    if (root.n) {
        sandbox_read(&sandbox, str_c(arena, root));
    }
    if (!options->lint) {
        allow_output(arena, &sandbox, options->output);
        allow_output(arena, &sandbox, options->deps);
    }
    arena_close(arena);
#if ADDRESS_SANITIZER                                      /* it looks for leaks from a process that watches this one */
    return (OctavoSandbox){false, false};
#else
    SandboxState state = sandbox_close(&sandbox);
    return (OctavoSandbox){state.files, state.calls};
#endif
}
