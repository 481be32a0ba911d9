/* build.c - the stages in order: files, read, tree, resolve, shape and lines, galley, pages, paint, PDF. Nothing else
 * calls them in a row. Page numbers that stand in running text feed back: lines to pages are repeated until the page of
 * every label stands still, five times at most. */
#include "build.h"

#include "resolve/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 5, COMPRESSION = 5, TRIMMED = 64 << 20 };

/* ---- stages and their timings ---- */

typedef struct Stage { const char *name; bool (*run)(Build *build); } Stage;

static bool fail(Build *build, const char *what, Str path, const char *why)
{
    buf_format(&build->messages, "octavo: error: %s%s%.*s%s%s\n", what, path.n ? ": " : "", STR_ARGS(path), *why ? ": " : "",
               why);
    build->result->status = 2;
    return false;
}

/* ---- files ---- */

static const char *status_text(FileStatus status)
{
    switch (status) {
    case FILE_OK: return "";
    case FILE_MISSING: return "no such file";
    case FILE_FOLDER: return "this is a folder, not a file";
    case FILE_DENIED: return "it may not be read (permission denied)";
    case FILE_OUTSIDE: return "it is outside of the document's folder";
    case FILE_TOO_LARGE: return "it is larger than 64 MB, the most that octavo reads";
    case FILE_BROKEN: return "it cannot be read";
    }
    return "";
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static const char overwrites[] = "the output would overwrite its input";

static bool is_target(const Build *build, const char *path)
{
    const OctavoOptions *options = build->options;
    return strcmp(path, "-") != 0 && ((options->output && same_file(path, options->output)) ||
                                      (options->deps && same_file(path, options->deps)));
}

static bool add_file(Build *build, const char *path)
{
    FileStatus status;
    if (is_target(build, path)) {
        return fail(build, overwrites, str_of(path), "");
    }
    if (!files_read(&build->files, str_of(path), &status)) {
        return fail(build, "cannot read", strcmp(path, "-") == 0 ? STR("<stdin>") : str_of(path), status_text(status));
    }
    book_add(&build->book, &build->files, str_of(path));
    return true;
}

static bool add_folder(Build *build, const char *path)
{
    if (!book_open(&build->book, &build->files, &build->front, str_of(path))) {
        return fail(build, "cannot read", str_of(path), status_text(FILE_FOLDER));
    }
    return true;
}

static bool stage_files(Build *build)
{
    const OctavoOptions *options = build->options;
    if (!options->n_files) {
        return fail(build, "no input file", (Str){"", 0}, "");
    }
    Str root = files_root(build->arena, options->root, options->files[0]);
    files_open(&build->files, build->arena, root, build->diag);
    for (size_t i = 0; i < options->n_files; i++) {
        const char *path = options->files[i];
        bool folder = files_is_folder(&build->files, str_of(path));
        if (!(folder ? add_folder(build, path) : add_file(build, path))) {
            return false;
        }
    }
    build->root = options->root ? str_of(options->root) : root;
    build->images = images_open(build->arena, build->root, build->diag, build->jobs);
    return true;
}

/* ---- read and resolve ---- */

/* The tree of a chapter; NULL when its file cannot be read (which is told), or for a heading without a file. */
static Node *read_chapter(Build *build, const Chapter *chapter, Str *title)
{
    const char *why;
    Dialect dialect = {&build->files, build->book.mdbook, build->front.admonitions, build->options->lint};
    Source *source = files_include(&build->files, chapter->path, &why);
    if (!source) {
        diag_add(build->diag, DIAG_CHAPTER, chapter->place, STR_ARGS(chapter->path), why);
        return NULL;
    }
    FrontSplit split = front_split(source->text);
    *title = front_value(build->arena, source, split, STR("title"));
    return markdown_read_as(build->arena, source, split, &dialect, build->diag);
}

/* The first file's front matter is the document's, unless a list of chapters has its own. */
static void read_front(Build *build)
{
    const char *why;
    Front *front = &build->front;
    const Chapter *first = &build->book.chapters.at[0];
    Source *source = first->listed ? NULL : files_include(&build->files, first->path, &why);
    if (source) {
        front_read(front, build->arena, source, front_split(source->text), build->diag);
    }
    for (size_t i = 0; i < build->options->n_settings; i++) {
        OctavoSetting setting = build->options->settings[i];
        front_set(front, build->arena, str_of(setting.key), str_of(setting.value), build->diag, (Place){0});
    }
    if (front->book) {
        book_list(&build->book, &build->files, front->book, source ? path_folder(source->name) : build->book.folder);
    }
}

/* They are decoded while the text is set. */
static void start_pictures(Build *build)
{
    for (const Node *node = build->document; node; node = node_next(node, build->document)) {
        if (node->kind == KIND_IMAGE) {
            image_start(build->images, node->text, node->place);
        }
    }
    images_draw(build->images);
}

static bool stage_read(Build *build)
{
    read_front(build);
    for (size_t i = 0; i < build->book.chapters.n; i++) {
        const Chapter *chapter = &build->book.chapters.at[i];
        Str title = {"", 0};
        Node *document = chapter->path.n ? read_chapter(build, chapter, &title) : NULL;
        if (chapter->path.n && !document) {
            continue;
        }
        if (i > 0 || chapter->listed) {
            document = book_chapter(build->arena, chapter, document, title);
        }
        if (build->document) {
            book_join(build->arena, build->document, document);
        } else {
            build->document = document;
        }
    }
    if (!build->document) {
        return fail(build, "no chapter can be read", (Str){"", 0}, "");
    }
    memory_trim();                                         /* the parser's tree was larger than ours */
    start_pictures(build);
    return true;
}

static bool stage_resolve(Build *build)
{
    Str folder = build->book.folder;
    build->front.meta.site_folder = folder.n ? folder : path_folder(build->files.sources.at[0]->name);
    resolve(build->arena, build->document, &build->front.meta, build->diag);
    if (build->options->lint) {
        resolve_report(build->document, build->diag);
    }
    return true;
}

/* ---- style and fonts ---- */

static Place place_of_setting(const Build *build, Str key)
{
    Place place = {0};
    for (size_t i = 0; i < build->front.settings.n; i++) {
        if (str_eq(build->front.settings.at[i].key, key)) {
            place = build->front.settings.at[i].place;
        }
    }
    return place;
}

static bool stage_style(Build *build)
{
    Arena *arena = build->arena;
    const Meta *meta = &build->front.meta;
    Str theme = build->options->theme ? str_of(build->options->theme) : meta->theme.n ? meta->theme : STR("handout");
    theme_apply(&build->style, arena, theme, &build->front, build->diag);
    const Style *style = &build->style;
    Fonts *fonts = fonts_open(arena, build->diag);
    fonts_language(fonts, meta->lang);
    const struct { const char *role; Str name; const char *key; } roles[] = {
        {"main", style->family_main, "family.main"},
        {"sans", style->family_sans, "family.sans"},
        {"mono", style->family_mono, "family.mono"},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        fonts_family(fonts, str_of(roles[i].role), roles[i].name, place_of_setting(build, str_of(roles[i].key)));
    }
    build->setter = (Setter){
        .scratch = build->scratch, .lasting = arena, .style = style, .meta = meta, .fonts = fonts,
        .shaper = shaper_open(arena, fonts, build->diag), .looks = map_new(arena),
        .images = build->images, .diag = build->diag, .jobs = build->jobs,
        .chosen = &build->chosen, .palette = palette_new(arena, style, build->document),
        .trace_lines = build->options->trace_lines ? &build->trace_lines : NULL,
        .trace_pages = build->options->trace_pages ? &build->trace_pages : NULL,
    };
    return true;
}

static bool stage_colour(Build *build)
{
    if (build->style.code_coloured) {
        Str folders = code_folders(build->arena, build->options->grammars);
        build->setter.coder = build->coder = coder_open(build->arena, folders, build->document, build->jobs, build->diag);
    }
    return true;
}

/* ---- lines to pages, repeated while page numbers move ---- */

/* Closes what the stages to come do not ask for. What is small is left to malloc, which gives it out again. */
static void forget(const Build *build, Arena **arena)
{
    if (build->options->dump || build->options->report || !*arena) {
        return;
    }
    bool large = arena_used(*arena) > TRIMMED;
    arena_close(*arena);
    *arena = NULL;
    if (large) {
        memory_trim();
    }
}

static void reopen(Arena **arena)
{
    arena_close(*arena);
    *arena = arena_open();
}

static bool stage_galley(Build *build)
{
    reopen(&build->set);
    reopen(&build->list);
    reopen(&build->galleys);
    reopen(&build->shown);
    build->setter.arena = build->set;
    build->setter.list = build->list;
    build->setter.galley = build->galleys;
    build->setter.shown = build->shown;
    build->trace_lines.n = 0;
    build->galley = galley_new(&build->setter, build->document);
    return true;
}

static bool stage_paginate(Build *build)
{
    build->trace_pages.n = 0;
    const Plans *plans = page_break(&build->setter, &build->galley);
    forget(build, &build->list);
    build->pages = pages_new(&build->setter, plans, build->document);
    return true;
}

static bool folio_stands(const Build *build, const Map *before, Str label)
{
    const Str *now = map_lookup(build->pages.folios, label);
    const Str *then = before ? map_lookup(before, label) : NULL;
    return !now || (then && str_eq(*now, *then));
}

/* True when no page number in running text has changed since `before` (the contents' own are set when pages are). */
static bool folios_stand(const Build *build, const Map *before)
{
    const Node *root = build->document;
    for (const Node *node = root; node; node = node->kind == KIND_CONTENTS ? node_skip(node, root) : node_next(node, root)) {
        Str label = node->kind == KIND_PAGE_NUMBER ? node->text : index_label(node);
        if (label.n && !folio_stands(build, before, label)) {
            return false;
        }
    }
    return true;
}

static bool stage_settle(Build *build)
{
    for (int round = 1; !folios_stand(build, build->setter.folios); round++) {
        if (round == ROUNDS) {
            diag_add(build->diag, DIAG_PAGE_REFS, (Place){build->files.sources.at[0], 0, 0}, ROUNDS);
            break;
        }
        build->setter.folios = build->pages.folios;
        resolve_index(build->arena, build->document, &build->front.meta, build->pages.folios);
        stage_galley(build);
        stage_paginate(build);
    }
    build->result->pages = (size_t)build->pages.n;
    return true;
}

/* A picture whose head was sound and whose rest is broken leaves another room than was kept for it. */
static bool stage_pictures(Build *build)
{
    forget(build, &build->galleys);                        /* decoding takes memory too */
    return images_join(build->images) || (stage_galley(build) && stage_paginate(build) && stage_settle(build));
}

/* ---- paint and PDF ---- */

static bool stage_paint(Build *build)
{
    forget(build, &build->galleys);
    build->ops = paint_pages(&build->setter, &build->pages);
    forget(build, &build->set);
    return true;
}

/* Days since 1970-01-01 of a date "2026-11-23" (proleptic Gregorian; Howard Hinnant's days_from_civil), or -1. */
static int64_t date_of(Str text)
{
    long y, m, d;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' || !str_int(str_slice(text, 0, 4), &y) ||
        !str_int(str_slice(text, 5, 7), &m) || !str_int(str_slice(text, 8, 10), &d) || y < 1970 || m < 1 || m > 12 ||
        d < 1 || d > 31) {
        return -1;
    }
    y -= m <= 2;
    long era = y / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    long doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (int64_t)(era * 146097 + doe - 719468) * 86400;
}

static bool write_file(Build *build, const char *path, Str bytes)
{
    const char *why = "";
    return file_write(build->arena, path, bytes, &why) || fail(build, "cannot write", str_of(path), why);
}

/* Pictures and included files are read as well: what is written must not take their place. */
static bool spares_inputs(Build *build)
{
    for (size_t i = 0; i < build->files.sources.n; i++) {
        const char *path = str_c(build->arena, build->files.sources.at[i]->name);
        if (is_target(build, path)) {
            return fail(build, overwrites, str_of(path), "");
        }
    }
    for (const Node *node = build->document; node; node = node_next(node, build->document)) {
        Str path = node->kind == KIND_IMAGE ? image_path(build->images, node->text, node->place) : (Str){0};
        if (path.n && is_target(build, str_c(build->arena, path))) {
            return fail(build, overwrites, path, "");
        }
    }
    return true;
}

static bool stage_pdf(Build *build)
{
    const OctavoOptions *options = build->options;
    if (!options->output || options->lint) {
        return true;
    }
    if (!spares_inputs(build)) {
        return false;
    }
    PdfLock lock = {options->user_password, options->owner_password};
    PdfInput input = {build->document, &build->front.meta, &build->pages, &build->ops, options->date, COMPRESSION,
                      options->linearize, options->image_dpi, options->encrypt ? &lock : NULL, build->jobs};
    if (input.date < 0) {
        input.date = date_of(build->front.meta.date);
    }
    Str file = {"", 0};
    const char *why = "";
    PdfWriter *writer = pdf_press(build->arena, &input, &why);
    forget(build, &build->shown);
    if (!pdf_write(writer, &file, &why)) {
        return fail(build, "cannot make the PDF", (Str){"", 0}, why);
    }
    build->result->bytes = file.n;
    return write_file(build, options->output, file) &&
           (!options->deps || write_file(build, options->deps, deps_text(build)));
}

/* For whoever called, who frees it. */
static char *copy_out(Str s)
{
    char *copy = malloc(s.n + 1);
    if (!copy) {
        memory_fail(s.n + 1);
    }
    memcpy(copy, s.n ? s.p : "", s.n);
    copy[s.n] = '\0';
    return copy;
}

static bool stage_dump(Build *build)
{
    const OctavoOptions *options = build->options;
    Buf out = BUF(build->arena);
    buf_add(&out, buf_str(&build->trace_lines));
    buf_add(&out, buf_str(&build->trace_pages));
    if (options->dump && !build_dump(build, &out)) {
        return fail(build, "no such stage", str_of(build->options->dump), "");
    }
    if (options->report) {
        build_report(build, &out);
    }
    build->result->n_dump_bytes = out.n;
    build->result->dump = copy_out(buf_str(&out));
    return true;
}

/* ---- all of it ---- */

static const Stage stages[] = {
    {"files", stage_files},   {"read", stage_read},         {"resolve", stage_resolve}, {"style", stage_style},
    {"colour", stage_colour}, {"galley", stage_galley},     {"paginate", stage_paginate}, {"settle", stage_settle},
    {"pictures", stage_pictures}, {"paint", stage_paint},
    {"pdf", stage_pdf},       {"dump", stage_dump},
};
_Static_assert(sizeof stages / sizeof *stages <= OCTAVO_STAGES, "OctavoResult.timings has room for every stage");

static void run_stages(Build *build, void (*progress)(void *ctx, const char *stage), void *ctx)
{
    OctavoResult *result = build->result;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (progress) {
            progress(ctx, stages[i].name);
        }
        int64_t start = clock_now();
        bool ok = stages[i].run(build);
        result->timings[result->n_timings++] = (OctavoTiming){stages[i].name, 1e-9 * (double)(clock_now() - start)};
        if (!ok) {
            return;
        }
    }
}

static void finish(Build *build)
{
    OctavoResult *result = build->result;
    result->choosing_lines = 1e-9 * (double)build->chosen;
    result->errors = diag_count(build->diag, SEVERITY_ERROR);
    result->warnings = diag_count(build->diag, SEVERITY_WARNING);
    if (result->status == 0 && (result->errors || (build->options->strict && result->warnings))) {
        result->status = 1;
    }
    diag_print(build->diag, &build->messages, build->options->colour);
    if (build->options->lint) {
        diag_sum(build->diag, &build->messages);
    }
    Str inputs = deps_inputs(build);
    result->n_messages_bytes = build->messages.n;
    result->messages = copy_out(buf_str(&build->messages));
    result->n_inputs_bytes = inputs.n;
    result->inputs = copy_out(inputs);
}

OctavoResult octavo_build(const OctavoOptions *options, void (*progress)(void *ctx, const char *stage), void *ctx)
{
    OctavoResult result = {0};
    Build build = {.arena = arena_open(), .scratch = arena_open(), .options = options, .result = &result};
    build.diag = diag_new(build.arena);
    build.diag->each = options->lint;
    build.jobs = jobs_open(options->jobs > 0 ? options->jobs : jobs_processors());
    build.messages = BUF(build.arena);
    build.trace_lines = build.trace_pages = BUF(build.arena);
    run_stages(&build, progress, ctx);
    jobs_close(build.jobs);
    coder_close(build.coder);
    finish(&build);
    if (build.setter.shaper) {
        shaper_close(build.setter.shaper);
        fonts_close(build.setter.fonts);
    }
    arena_close(build.scratch);
    arena_close(build.list);
    arena_close(build.galleys);
    arena_close(build.set);
    arena_close(build.shown);
    arena_close(build.arena);
    return result;
}

void octavo_free(OctavoResult *result)
{
    free(result->messages);
    free(result->dump);
    free(result->inputs);
    *result = (OctavoResult){0};
}
