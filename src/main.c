/* main.c - the command: options in, messages and an exit status out. All work is done by the library. */
#include "build.h"
#include "octavo.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SETTINGS = 64, PASSWORD_MOST = 127 /* bytes, ISO 32000-2, 7.6.4.3.3 */ };

static const char help[] =
    "octavo " OCTAVO_VERSION " - sets Markdown as a typeset, tagged, archival PDF\n"
    "\n"
    "usage: octavo [options] FILE... [-o OUT.pdf]   (FILE - is standard input)\n"
    "\n"
    "  -o, --output FILE    the PDF; without it the first file's name with .pdf\n"
    "  -M, --metadata K=V   a front-matter key: title, lang, papersize, mainfont ..\n"
    "      --theme NAME     handout (the default) or book\n"
    "      --root FOLDER    pictures are read below this folder (default: the\n"
    "                       repository of the first file, else its folder)\n"
    "      --strict         warnings count as errors; --lint: check only, no PDF\n"
    "      --deps FILE      write a make rule that names every file read\n"
    "      --watch          set it again whenever one of those files changes\n"
    "      --timings        print the seconds of each stage; --no-sandbox: octavo(1)\n"
    "      --report         print how pages came out; --trace=lines,pages: why\n"
    "      --dump=STAGE     print a stage as text: tree items lines galley pages ops\n"
    "                       tags contents style; no PDF unless -o is given\n"
    "      --image-dpi N    makes pictures smaller that have more dots per inch\n"
    "      --linearize      for the web: shows its first page while it loads\n"
    "      --encrypt        AES-256 (no PDF/A then); --password-file FILE: two lines\n"
    "      --jobs N         for how many processors to make work (all, at most 8)\n"
    "  -h, --help           print this; --version: the version\n"
    "\n"
    "exit status: 0 done (perhaps with warnings); 1 errors in the document, the PDF\n"
    "is written; 2 wrong usage, a file or memory: nothing is written\n";

typedef struct Command {
    OctavoOptions options;
    const char **files;
    OctavoSetting settings[MOST_SETTINGS];
    bool timings, done, no_sandbox, watch;
    OctavoSandbox sandbox;
    char *default_output;
    const char *password_file;
    char passwords[2 * (PASSWORD_MOST + 2) + 2];           /* what that file says */
} Command;

static bool usage_error(const char *what, const char *word)
{
    fprintf(stderr, "octavo: error: %s%s%s (octavo --help shows all options)\n", what, *word ? ": " : "", word);
    return false;
}

static bool add_setting(Command *command, char *word)
{
    char *equals = strchr(word, '=');
    if (!equals || equals == word) {
        return usage_error("-M needs KEY=VALUE", word);
    }
    if (command->options.n_settings == MOST_SETTINGS) {
        return usage_error("too many settings", word);
    }
    *equals = '\0';
    command->settings[command->options.n_settings++] = (OctavoSetting){word, equals + 1};
    return true;
}

typedef enum OptionId {
    OPTION_OUTPUT, OPTION_METADATA, OPTION_THEME, OPTION_ROOT, OPTION_DUMP, OPTION_DEPS, OPTION_STRICT, OPTION_LINT,
    OPTION_TIMINGS, OPTION_REPORT, OPTION_TRACE, OPTION_IMAGE_DPI, OPTION_JOBS, OPTION_LINEARIZE, OPTION_ENCRYPT, OPTION_PASSWORD_FILE,
    OPTION_NO_SANDBOX, OPTION_WATCH, OPTION_VERSION, OPTION_HELP
} OptionId;

static const struct OptionRow { OptionId id; const char *brief, *full; bool takes_value; } option_rows[] = {
    {OPTION_OUTPUT, "-o", "--output", true},   {OPTION_METADATA, "-M", "--metadata", true},
    {OPTION_THEME, "", "--theme", true},       {OPTION_ROOT, "", "--root", true},
    {OPTION_DUMP, "", "--dump", true},         {OPTION_DEPS, "", "--deps", true},
    {OPTION_STRICT, "", "--strict", false},    {OPTION_LINT, "", "--lint", false},
    {OPTION_TIMINGS, "", "--timings", false},  {OPTION_VERSION, "", "--version", false},
    {OPTION_IMAGE_DPI, "", "--image-dpi", true}, {OPTION_JOBS, "", "--jobs", true},
    {OPTION_REPORT, "", "--report", false},    {OPTION_TRACE, "", "--trace", true},
    {OPTION_LINEARIZE, "", "--linearize", false},
    {OPTION_ENCRYPT, "", "--encrypt", false},  {OPTION_PASSWORD_FILE, "", "--password-file", true},
    {OPTION_NO_SANDBOX, "", "--no-sandbox", false}, {OPTION_WATCH, "", "--watch", false}, {OPTION_HELP, "-h", "--help", false},
};

static bool read_number(const char *value, int least, int most, const char *complaint, int *number)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || n < least || n > most) {
        return usage_error(complaint, value);
    }
    *number = (int)n;
    return true;
}

static bool add_trace(OctavoOptions *options, const char *value)
{
    Str rest = str_of(value), word;
    while (str_split(&rest, ',', &word)) {
        bool lines = str_eq(word, STR("lines")), pages = str_eq(word, STR("pages"));
        if (!lines && !pages) {
            return usage_error("--trace knows lines and pages", value);
        }
        options->trace_lines |= lines;
        options->trace_pages |= pages;
    }
    return true;
}

static bool apply_option(Command *command, OptionId id, char *value)
{
    OctavoOptions *options = &command->options;
    switch (id) {
    case OPTION_OUTPUT: options->output = value; return true;
    case OPTION_METADATA: return add_setting(command, value);
    case OPTION_THEME: options->theme = value; return true;
    case OPTION_ROOT: options->root = value; return true;
    case OPTION_DUMP: options->dump = value; return dump_is_stage(value) || usage_error("no such stage", value);
    case OPTION_DEPS: options->deps = value; return true;
    case OPTION_STRICT: options->strict = true; return true;
    case OPTION_LINT: options->lint = true; return true;
    case OPTION_REPORT: options->report = true; return true;
    case OPTION_TRACE: return add_trace(options, value);
    case OPTION_TIMINGS: command->timings = true; return true;
    case OPTION_IMAGE_DPI:
        return read_number(value, 10, 10000, "--image-dpi needs a number from 10 to 10000", &options->image_dpi);
    case OPTION_JOBS: return read_number(value, 1, JOBS_MOST, "--jobs needs a number from 1 to 64", &options->jobs);
    case OPTION_LINEARIZE: options->linearize = true; return true;
    case OPTION_ENCRYPT: options->encrypt = true; return true;
    case OPTION_PASSWORD_FILE: command->password_file = value; return true;
    case OPTION_NO_SANDBOX: command->no_sandbox = true; return true;
    case OPTION_WATCH: command->watch = true; return true;
    case OPTION_VERSION: puts("octavo " OCTAVO_VERSION); command->done = true; return true;
    case OPTION_HELP: fputs(help, stdout); command->done = true; return true;
    }
    return false;
}

/* The option's value stands after "=", glued to a brief option ("-Mkey=v"), or in the next word. */
static bool read_option(Command *command, char **words, int *at)
{
    char *word = words[*at];
    for (size_t i = 0; i < sizeof option_rows / sizeof *option_rows; i++) {
        const struct OptionRow *row = &option_rows[i];
        size_t full = strlen(row->full);
        bool brief = *row->brief && strncmp(word, row->brief, 2) == 0 && word[1] != '-';
        if (!brief && (strncmp(word, row->full, full) != 0 || (word[full] && word[full] != '='))) {
            continue;
        }
        char *glued = brief ? (word[2] ? word + 2 : NULL) : word[full] ? word + full + 1 : NULL;
        if (!row->takes_value) {
            return glued ? usage_error("this option takes no value", word) : apply_option(command, row->id, "");
        }
        char *value = glued ? glued : words[*at + 1];
        if (!value) {
            return usage_error("this option needs a value", word);
        }
        *at += !glued;
        return apply_option(command, row->id, value);
    }
    return usage_error("unknown option", word);
}

static bool read_words(Command *command, int n, char **words)
{
    bool only_files = false;
    for (int i = 1; i < n; i++) {
        if (!only_files && strcmp(words[i], "--") == 0) {
            only_files = true;
        } else if (!only_files && words[i][0] == '-' && words[i][1]) {
            if (!read_option(command, words, &i)) {
                return false;
            }
        } else {
            command->files[command->options.n_files++] = words[i];
        }
    }
    command->options.files = command->files;
    command->options.settings = command->settings;
    return true;
}

/* a/b.md -> a/b.pdf; false for standard input, which has no name. */
static bool choose_output(Command *command)
{
    OctavoOptions *options = &command->options;
    if (options->output || options->dump || options->lint) {
        return !options->deps || options->output || usage_error("--deps needs -o", "");
    }
    const char *first = options->files[0];
    if (strcmp(first, "-") == 0) {
        return usage_error("standard input needs -o OUT.pdf", "");
    }
    const char *name = strrchr(first, '/'), *dot = strrchr(name ? name : first, '.');
    size_t n = dot && dot != first ? (size_t)(dot - first) : strlen(first);
    command->default_output = malloc(n + 5);
    if (!command->default_output) {
        memory_fail(n + 5);
    }
    memcpy(command->default_output, first, n);
    memcpy(command->default_output + n, ".pdf", 5);
    options->output = command->default_output;
    return true;
}

/* ---- passwords: from a file or the environment, since everybody on the machine can see a command's words ---- */

static bool password_error(const Command *command, const char *why)
{
    fprintf(stderr, "octavo: error: cannot read the password file: %s: %s\n", command->password_file, why);
    return false;
}

/* The first line is the reader's password, the second the owner's. */
static bool read_passwords(Command *command)
{
    OctavoOptions *options = &command->options;
    FILE *file = fopen(command->password_file, "rb");
    if (!file) {
        return password_error(command, strerror(errno));
    }
    size_t n = fread(command->passwords, 1, sizeof command->passwords - 1, file);
    bool broken = ferror(file) != 0;
    fclose(file);
    if (broken || memchr(command->passwords, '\0', n)) {
        return password_error(command, "not two lines of text");
    }
    char *user = command->passwords, *owner = user + strcspn(user, "\n");
    if (*owner) {
        *owner++ = '\0';
        owner[strcspn(owner, "\n")] = '\0';
    }
    user[strcspn(user, "\r")] = owner[strcspn(owner, "\r")] = '\0';
    options->user_password = user;
    options->owner_password = owner;
    return true;
}

static bool choose_passwords(Command *command)
{
    OctavoOptions *options = &command->options;
    if (!options->encrypt) {
        return !command->password_file || usage_error("--password-file needs --encrypt", "");
    }
    options->user_password = getenv("OCTAVO_USER_PASSWORD");
    options->owner_password = getenv("OCTAVO_OWNER_PASSWORD");
    if (command->password_file && !read_passwords(command)) {
        return false;
    }
    size_t user = options->user_password ? strlen(options->user_password) : 0;
    size_t owner = options->owner_password ? strlen(options->owner_password) : 0;
    if (user > PASSWORD_MOST || owner > PASSWORD_MOST) {
        return usage_error("a password is longer than 127 bytes", "");
    }
    return user || owner || usage_error("--encrypt needs a password, by --password-file or OCTAVO_USER_PASSWORD", "");
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org), else -1: the document's own date. */
static int64_t date_of_environment(void)
{
    const int64_t last = 253402300799;                 /* of the year 9999 */
    long value;
    const char *text = getenv("SOURCE_DATE_EPOCH");
    return text && str_int(str_of(text), &value) && value >= 0 && value <= last ? value : -1;
}

typedef struct Progress { struct timespec start; bool shown; } Progress;

/* A line on the terminal, once a build has lasted half a second. */
static void show_progress(void *ctx, const char *stage)
{
    Progress *progress = ctx;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms = (int64_t)(now.tv_sec - progress->start.tv_sec) * 1000 + (now.tv_nsec - progress->start.tv_nsec) / 1000000;
    if (ms >= 500) {
        fprintf(stderr, "\r\033[Koctavo: %s ...", stage);
        progress->shown = true;
    }
}

static int print_result(const OctavoResult *result, const Command *command)
{
    fwrite(result->messages, 1, result->n_messages_bytes, stderr);
    if (result->n_dump_bytes) {
        fwrite(result->dump, 1, result->n_dump_bytes, stdout);
    }
    if (command->timings) {
        double sum = 0;
        for (size_t i = 0; i < result->n_timings; i++) {
            fprintf(stderr, "%-8s %9.6f\n", result->timings[i].stage, result->timings[i].seconds);
            sum += result->timings[i].seconds;
        }
        fprintf(stderr, "%-8s %9.6f\n%-8s %zu\n%-8s %zu\n", "total", sum, "pages", result->pages, "bytes", result->bytes);
        fprintf(stderr, "%-8s %9.6f\n", "lines", result->choosing_lines);
        fprintf(stderr, "%-8s %s%s%s\n", "sandbox", command->sandbox.files ? "files " : "",
                command->sandbox.calls ? "calls" : "", command->sandbox.files || command->sandbox.calls ? "" : "none");
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("octavo: error: cannot write to standard output\n", stderr);
        return 2;
    }
    return result->status;
}

/* list: where to write which files were read; -1: nowhere. */
static int run(Command *command, int list)
{
    bool terminal = isatty(STDERR_FILENO);
    command->options.colour = terminal && !getenv("NO_COLOR");
    command->options.date = date_of_environment();
    command->options.grammars = getenv("OCTAVO_GRAMMARS");
    Progress progress = {0};
    clock_gettime(CLOCK_MONOTONIC, &progress.start);
    if (!command->no_sandbox) {
        command->sandbox = octavo_sandbox(&command->options);
    }
    OctavoResult result = octavo_build(&command->options, terminal ? show_progress : NULL, &progress);
    if (progress.shown) {
        fputs("\r\033[K", stderr);
    }
    int status = print_result(&result, command);
    for (size_t at = 0; list >= 0 && at < result.n_inputs_bytes;) {
        ssize_t n = write(list, result.inputs + at, result.n_inputs_bytes - at);
        at = n > 0 ? at + (size_t)n : result.n_inputs_bytes;
    }
    octavo_free(&result);
    return status;
}

static int run_again(void *command, int list)
{
    return run(command, list);
}

static bool can_watch(const Command *command)
{
    for (size_t i = 0; command->watch && i < command->options.n_files; i++) {
        if (strcmp(command->files[i], "-") == 0) {
            return usage_error("--watch cannot watch standard input", "");
        }
    }
    return true;
}

/* cmark-gfm, GLib, Rust's and C++'s libraries abort when memory is refused, fontconfig and others touch what they were not
 * given, perhaps while another thread is telling of it; what was written is whole by then. */
static void on_abort(int signal_number)
{
    static const char gave_up[] = "octavo: error: a library gave up, as they do when they are out of memory; nothing more was written\n";
    static const char crashed[] = "octavo: error: octavo or a library crashed, out of memory perhaps; nothing more was written\n";
    bool crash = signal_number == SIGSEGV || signal_number == SIGBUS;
    ssize_t ignored = write(STDERR_FILENO, crash ? crashed : gave_up, (crash ? sizeof crashed : sizeof gave_up) - 1);
    (void)ignored;
    _exit(2);
}

/* A crash is a full stack more often than not. */
static void signals_take(void)
{
    static char spare[SPARE_STACK];
    struct sigaction crash = {.sa_handler = on_abort, .sa_flags = SA_ONSTACK};
    stack_spare(spare);
    signal(SIGABRT, on_abort);
    signal(SIGTRAP, on_abort);
    if (!SANITIZER) {
        sigaction(SIGSEGV, &crash, NULL);
        sigaction(SIGBUS, &crash, NULL);
    }
}

/* Large blocks that were given back are taken again as they are, not handed to the kernel and asked for anew, empty: that would
 * be a quarter of all pages that it has to bring. */
static void blocks_keep(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

int main(int argc, char **argv)
{
    blocks_keep();
    signals_take();
    Command command = {0};
    command.files = calloc((size_t)argc + 1, sizeof *command.files);
    if (!command.files) {
        memory_fail((size_t)argc);
    }
    int status = 2;
    if (read_words(&command, argc, argv)) {
        if (command.done) {
            status = fflush(stdout) == 0 ? 0 : 2;
        } else if (!command.options.n_files) {
            usage_error("no input file", "");
        } else if (choose_passwords(&command) && choose_output(&command) && can_watch(&command)) {
            status = command.watch ? watch_run(run_again, &command) : run(&command, -1);
        }
    }
    free(command.default_output);
    free(command.files);
    return status;
}
