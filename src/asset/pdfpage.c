/* pdfpage.c - a page of a PDF file as a form: its content and all that it uses, read by libqpdf's C interface, as
 * objects that pdf/ can write into another file (ISO 32000-1, 8.10). Each object comes after those that it refers to;
 * a reference that leads back is left out, as no resource needs one. What only makes sense in the page's own file
 * (its tags, metadata, annotations) stays behind. What two pages of a file share is in both their forms; pdf/ writes it
 * once. The library is loaded when the first such picture comes. */
#include "asset_int.h"

#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 60, OBJECTS_MOST = 100000, BYTES_MOST = 256 << 20 };

#define CALLS(X) \
    X(qpdf_init) X(qpdf_cleanup) X(qpdf_silence_errors) X(qpdf_get_error) X(qpdf_set_suppress_warnings) X(qpdf_read_memory) \
    X(qpdf_get_num_pages) X(qpdf_get_page_n) X(qpdf_oh_get_key) X(qpdf_oh_get_type_code) X(qpdf_oh_get_dict) \
    X(qpdf_oh_get_object_id) X(qpdf_oh_get_array_n_items) X(qpdf_oh_get_array_item) X(qpdf_oh_begin_dict_key_iter) \
    X(qpdf_oh_dict_more_keys) X(qpdf_oh_dict_next_key) X(qpdf_oh_unparse_resolved) X(qpdf_oh_get_numeric_value) \
    X(qpdf_oh_get_stream_data) X(qpdf_oh_get_page_content_data) X(qpdf_oh_release) X(qpdf_oh_is_name_and_equals)

typedef struct PdfPages {
    void *library;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
} PdfPages;

static const PdfPages *library_open(Arena *arena)
{
    PdfPages *p = ARENA_NEW(arena, PdfPages);
    p->library = dlopen("libqpdf.so.29", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (p->library == NULL)
        return NULL;
    bool complete = true;
#define X(name) *(void **)&p->name = dlsym(p->library, #name); complete &= p->name != NULL;
    CALLS(X)
#undef X
    if (complete)
        return p;
    dlclose(p->library);
    return NULL;
}

/* ---- objects --------------------------------------------------------------------------------------- */

struct PdfFile {
    const PdfPages *call;
    qpdf_data qpdf;
    Arena *arena;
};

typedef struct Reader {                                    /* of one page */
    const PdfPages *call;
    qpdf_data qpdf;
    Arena *arena;
    VEC(FormObject) objects;
    VEC(int) known;                                        /* by the file's number: 0 new, -1 being read, else index + 1 */
    size_t bytes;                                          /* of all that was copied */
    bool cmyk, named;                                      /* DeviceCMYK is used; its default is named in all resources */
    const char *why;                                       /* set: the page cannot be taken */
} Reader;

typedef struct Entries { Buf text; VEC(FormRef) refs; } Entries; /* an object that is being written */

static void name_add(Buf *b, const char *name)
{
    buf_byte(b, '/');
    for (const char *c = name + 1; name[0] != '\0' && *c != '\0'; c++) {
        bool plain = *c > ' ' && *c < 127 && strchr("()<>[]{}/%#", *c) == NULL;
        if (plain)
            buf_byte(b, *c);
        else
            buf_format(b, "#%02X", (unsigned)(unsigned char)*c);
    }
}

/* Keys that lead out of the page or speak of its own file. */
static bool is_foreign(const char *key)
{
    static const char *const keys[] = {"/StructParents", "/StructParent", "/Parent", "/Metadata", "/PieceInfo",
                                       "/LastModified", "/OPI", "/PS", "/Ref", "/AF", "/OC", "/Alternates", "/TR", "/HTP",
                                       "/Measure", "/PtData", "/Interpolate", "/Length", "/Properties", "/Intent"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

typedef VEC(const char *) Keys;

/* In the order of their bytes, as libqpdf keeps them. */
static Keys keys_of(Reader *r, qpdf_oh dict)
{
    Keys keys = {0};
    r->call->qpdf_oh_begin_dict_key_iter(r->qpdf, dict);
    while (r->call->qpdf_oh_dict_more_keys(r->qpdf))
        VEC_PUSH(r->arena, &keys, str_c(r->arena, str_of(r->call->qpdf_oh_dict_next_key(r->qpdf))));
    return keys;
}

static bool is_name(const Reader *r, qpdf_oh dict, const char *key, const char *name)
{
    qpdf_oh value = r->call->qpdf_oh_get_key(r->qpdf, dict, key);
    bool is = r->call->qpdf_oh_is_name_and_equals(r->qpdf, value, name) != 0;
    r->call->qpdf_oh_release(r->qpdf, value);
    return is;
}

static bool has(const Reader *r, qpdf_oh dict, const char *key)
{
    qpdf_oh value = r->call->qpdf_oh_get_key(r->qpdf, dict, key);
    bool is = r->call->qpdf_oh_get_type_code(r->qpdf, value) != ot_null;
    r->call->qpdf_oh_release(r->qpdf, value);
    return is;
}

/* What an archive may not hold. */
static void dict_check(Reader *r, qpdf_oh dict)
{
    bool is_font = is_name(r, dict, "/Type", "/Font") && !is_name(r, dict, "/Subtype", "/Type0") &&
                   !is_name(r, dict, "/Subtype", "/Type3");
    if (is_font && !has(r, dict, "/FontDescriptor"))
        r->why = "a font of the page is not embedded";
    bool is_descriptor = is_name(r, dict, "/Type", "/FontDescriptor");
    if (is_descriptor && !has(r, dict, "/FontFile") && !has(r, dict, "/FontFile2") && !has(r, dict, "/FontFile3"))
        r->why = "a font of the page is not embedded";
}

static void value_add(Reader *r, qpdf_oh value, int depth, Entries *out);

static void entry_add(Reader *r, qpdf_oh dict, const char *key, int depth, Entries *out)
{
    qpdf_oh value = r->call->qpdf_oh_get_key(r->qpdf, dict, key);
    name_add(&out->text, key);
    value_add(r, value, depth + 1, out);
    r->call->qpdf_oh_release(r->qpdf, value);
}

/* The colour spaces of resources, with what DeviceCMYK stands for: an archive knows no press (ISO 19005-2, 6.2.4.3). */
static void spaces_add(Reader *r, qpdf_oh resources, int depth, Entries *out)
{
    qpdf_oh spaces = r->call->qpdf_oh_get_key(r->qpdf, resources, "/ColorSpace");
    buf_add(&out->text, STR("/ColorSpace<<"));
    if (r->call->qpdf_oh_get_type_code(r->qpdf, spaces) == ot_dictionary) {
        Keys keys = keys_of(r, spaces);
        for (size_t i = 0; i < keys.n; i++)
            if (strcmp(keys.at[i], "/DefaultCMYK") != 0)
                entry_add(r, spaces, keys.at[i], depth + 1, out);
    }
    buf_add(&out->text, STR("/DefaultCMYK[/ICCBased"));
    VEC_PUSH(r->arena, &out->refs, (FormRef){.at = out->text.n, .object = FORM_CMYK});
    buf_add(&out->text, STR("]>>"));
    r->call->qpdf_oh_release(r->qpdf, spaces);
}

static void resources_add(Reader *r, qpdf_oh resources, int depth, Entries *out)
{
    buf_add(&out->text, STR("/Resources<<"));
    if (depth > DEPTH_MOST)
        r->why = "the page is nested too deep";
    if (r->call->qpdf_oh_get_type_code(r->qpdf, resources) == ot_dictionary && r->why == NULL) {
        Keys keys = keys_of(r, resources);
        for (size_t i = 0; i < keys.n; i++)
            if (!is_foreign(keys.at[i]) && !(r->named && strcmp(keys.at[i], "/ColorSpace") == 0))
                entry_add(r, resources, keys.at[i], depth, out);
    }
    if (r->named)
        spaces_add(r, resources, depth, out);
    buf_add(&out->text, STR(">>"));
}

static void dict_add(Reader *r, qpdf_oh dict, int depth, bool packed, Entries *out)
{
    Keys keys = keys_of(r, dict);
    dict_check(r, dict);
    for (size_t i = 0; i < keys.n; i++) {
        const char *key = keys.at[i];
        if (is_foreign(key) || (!packed && (strcmp(key, "/Filter") == 0 || strcmp(key, "/DecodeParms") == 0)))
            continue;
        if (strcmp(key, "/Resources") != 0) {
            entry_add(r, dict, key, depth, out);
            continue;
        }
        qpdf_oh resources = r->call->qpdf_oh_get_key(r->qpdf, dict, key);
        resources_add(r, resources, depth + 1, out);
        r->call->qpdf_oh_release(r->qpdf, resources);
    }
}

static int object_keep(Reader *r, FormObject object, Entries *entries)
{
    object.entries = buf_str(&entries->text);
    object.refs = entries->refs.at;
    object.n_refs = (int)entries->refs.n;
    r->bytes += object.entries.n + object.data.n;
    if (r->bytes > BYTES_MOST || r->objects.n >= OBJECTS_MOST)
        r->why = "the page holds too much";
    VEC_PUSH(r->arena, &r->objects, object);
    return (int)r->objects.n - 1;
}

static Str take(Reader *r, unsigned char *bytes, size_t n)
{
    if (n > BYTES_MOST)
        r->why = "the page holds too much";
    Str copy = str_copy(r->arena, (Str){(const char *)bytes, n > BYTES_MOST ? 0 : n});
    free(bytes);
    return copy;
}

/* Decoded, unless it is a picture's own coding. */
static int stream_read(Reader *r, qpdf_oh stream, int depth)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    QPDF_BOOL decoded = 0;
    qpdf_oh dict = r->call->qpdf_oh_get_dict(r->qpdf, stream);
    Entries entries = {.text = {.arena = r->arena}};
    if (r->call->qpdf_oh_get_stream_data(r->qpdf, stream, qpdf_dl_generalized, &decoded, &bytes, &n) & QPDF_ERRORS)
        r->why = "a stream of the page is broken";
    FormObject object = {.is_stream = true, .packed = !decoded, .data = take(r, bytes, n)};
    if (decoded && (is_name(r, dict, "/Subtype", "/Form") || has(r, dict, "/PatternType")))
        object.data = pdfmarks_without(r->arena, object.data, &r->cmyk);
    dict_add(r, dict, depth, !decoded, &entries);
    r->call->qpdf_oh_release(r->qpdf, dict);
    return object_keep(r, object, &entries);
}

static int dict_read(Reader *r, qpdf_oh dict, int depth)
{
    Entries entries = {.text = {.arena = r->arena}};
    dict_add(r, dict, depth, true, &entries);
    return object_keep(r, (FormObject){0}, &entries);
}

/* The index of a stream or of a dictionary with a number; -1: it leads back to where we come from. */
static int object_read(Reader *r, qpdf_oh value, int id, bool is_stream, int depth)
{
    while (r->known.n <= (size_t)id)
        VEC_PUSH(r->arena, &r->known, 0);
    if (r->known.at[id] != 0)
        return r->known.at[id] - (r->known.at[id] > 0);
    r->known.at[id] = -1;
    int index = is_stream ? stream_read(r, value, depth) : dict_read(r, value, depth);
    r->known.at[id] = index + 1;
    return index;
}

static void ref_add(Reader *r, int index, Entries *out)
{
    if (index < 0) {
        buf_add(&out->text, STR(" null"));
        return;
    }
    VEC_PUSH(r->arena, &out->refs, (FormRef){.at = out->text.n, .object = index});
}

static void array_add(Reader *r, qpdf_oh array, int depth, Entries *out)
{
    int n = r->call->qpdf_oh_get_array_n_items(r->qpdf, array);
    buf_byte(&out->text, '[');
    for (int i = 0; i < n && r->why == NULL; i++) {
        qpdf_oh item = r->call->qpdf_oh_get_array_item(r->qpdf, array, i);
        value_add(r, item, depth + 1, out);
        r->call->qpdf_oh_release(r->qpdf, item);
    }
    buf_byte(&out->text, ']');
}

static void value_add(Reader *r, qpdf_oh value, int depth, Entries *out)
{
    enum qpdf_object_type_e type = r->call->qpdf_oh_get_type_code(r->qpdf, value);
    int id = r->call->qpdf_oh_get_object_id(r->qpdf, value);
    if (depth > DEPTH_MOST || out->text.n > BYTES_MOST)
        r->why = "the page is nested too deep";
    if (r->why != NULL)
        return;
    if (type == ot_stream || (type == ot_dictionary && id > 0)) {
        if (id > 1 << 23)
            r->why = "the file has too many objects";
        else
            ref_add(r, object_read(r, value, id, type == ot_stream, depth), out);
    } else if (type == ot_dictionary) {
        buf_add(&out->text, STR("<<"));
        dict_add(r, value, depth, true, out);
        buf_add(&out->text, STR(">>"));
    } else if (type == ot_array) {
        array_add(r, value, depth, out);
    } else {
        r->cmyk = r->cmyk || r->call->qpdf_oh_is_name_and_equals(r->qpdf, value, "/DeviceCMYK");
        buf_byte(&out->text, ' ');
        buf_add(&out->text, str_of(r->call->qpdf_oh_unparse_resolved(r->qpdf, value)));
    }
}

/* ---- the page -------------------------------------------------------------------------------------- */

/* A page's key may stand in a node above it. */
static qpdf_oh inherited(const Reader *r, qpdf_oh page, const char *key)
{
    qpdf_oh at = page;
    for (int i = 0; i < DEPTH_MOST; i++) {
        qpdf_oh value = r->call->qpdf_oh_get_key(r->qpdf, at, key);
        if (r->call->qpdf_oh_get_type_code(r->qpdf, value) != ot_null)
            return value;
        at = r->call->qpdf_oh_get_key(r->qpdf, at, "/Parent");
        if (r->call->qpdf_oh_get_type_code(r->qpdf, at) != ot_dictionary)
            return value;
    }
    return r->call->qpdf_oh_get_key(r->qpdf, page, key);
}

static double number_of(const Reader *r, qpdf_oh array, int i)
{
    qpdf_oh item = r->call->qpdf_oh_get_array_item(r->qpdf, array, i);
    enum qpdf_object_type_e type = r->call->qpdf_oh_get_type_code(r->qpdf, item);
    double value = type == ot_integer || type == ot_real ? r->call->qpdf_oh_get_numeric_value(r->qpdf, item) : 0;
    return value > 1e6 ? 1e6 : value < -1e6 ? -1e6 : value;
}

/* [left bottom right top] in 1/1000 pt. */
static bool box_read(const Reader *r, qpdf_oh page, const char *key, int64_t *box)
{
    qpdf_oh array = inherited(r, page, key);
    if (r->call->qpdf_oh_get_type_code(r->qpdf, array) != ot_array ||
        r->call->qpdf_oh_get_array_n_items(r->qpdf, array) != 4)
        return false;
    for (int i = 0; i < 4; i++) {
        double value = number_of(r, array, i) * 1000;
        box[i] = (int64_t)(value < 0 ? value - 0.5 : value + 0.5);
    }
    for (int i = 0; i < 2; i++)
        if (box[i] > box[i + 2]) {
            int64_t low = box[i + 2];
            box[i + 2] = box[i];
            box[i] = low;
        }
    return box[2] > box[0] && box[3] > box[1];
}

static int turn_of(const Reader *r, qpdf_oh page)
{
    qpdf_oh rotate = inherited(r, page, "/Rotate");
    if (r->call->qpdf_oh_get_type_code(r->qpdf, rotate) != ot_integer)
        return 1;
    static const int turns[] = {1, 6, 3, 8};               /* clockwise, as Exif counts */
    int quarter = (int)(r->call->qpdf_oh_get_numeric_value(r->qpdf, rotate) / 90) % 4;
    return turns[quarter < 0 ? quarter + 4 : quarter];
}

static void page_read(Reader *r, qpdf_oh page, Form *form)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    Entries entries = {.text = {.arena = r->arena}};
    if (!box_read(r, page, "/CropBox", form->box) && !box_read(r, page, "/MediaBox", form->box))
        r->why = "the page has no size";
    if (r->call->qpdf_oh_get_page_content_data(r->qpdf, page, &bytes, &n) & QPDF_ERRORS)
        r->why = "the page's content is broken";
    FormObject object = {.is_stream = true, .data = pdfmarks_without(r->arena, take(r, bytes, n), &r->cmyk)};
    resources_add(r, inherited(r, page, "/Resources"), 0, &entries);
    if (has(r, page, "/Group")) {
        buf_add(&entries.text, STR("/Group"));
        value_add(r, r->call->qpdf_oh_get_key(r->qpdf, page, "/Group"), 0, &entries);
    }
    object_keep(r, object, &entries);
}

static void file_read_page(Reader *r, int number, Form *form, int *turn)
{
    if (number < 1 || number > r->call->qpdf_get_num_pages(r->qpdf)) {
        r->why = "it has no such page";
        return;
    }
    qpdf_oh page = r->call->qpdf_get_page_n(r->qpdf, (size_t)number - 1);
    page_read(r, page, form);
    if (r->cmyk) {                                         /* seen in the last object, perhaps: all are read again */
        r->named = true;
        r->objects.n = r->known.n = r->bytes = 0;
        page_read(r, page, form);
    }
    *turn = turn_of(r, page);
}

void pdfpage_close(PdfFile *file)
{
    file->call->qpdf_get_error(file->qpdf);                /* one that nobody asked for would be printed */
    file->call->qpdf_cleanup(&file->qpdf);
}

PdfFile *pdfpage_open(Arena *arena, Str bytes, const char **why)
{
    const PdfPages *pages = library_open(arena);
    if (pages == NULL) {
        *why = "there is no libqpdf (install libqpdf29)";
        return NULL;
    }
    PdfFile *file = ARENA_NEW(arena, PdfFile);
    *file = (PdfFile){.call = pages, .arena = arena, .qpdf = pages->qpdf_init()};
    pages->qpdf_silence_errors(file->qpdf);
    pages->qpdf_set_suppress_warnings(file->qpdf, 1);
    if (!(pages->qpdf_read_memory(file->qpdf, "picture", bytes.p, bytes.n, NULL) & QPDF_ERRORS))
        return file;
    *why = "libqpdf cannot read it";
    pdfpage_close(file);
    return NULL;
}

bool pdfpage_read(const PdfFile *file, int number, Image *image, const char **why)
{
    Form *form = ARENA_NEW(file->arena, Form);
    Reader r = {.call = file->call, .arena = file->arena, .qpdf = file->qpdf};
    file_read_page(&r, number, form, &image->turn);
    form->objects = r.objects.at;
    form->n = (int)r.objects.n;
    image->kind = IMAGE_FORM;
    image->form = form;
    image->width = (int)((form->box[2] - form->box[0] + 5) / 10);
    image->height = (int)((form->box[3] - form->box[1] + 5) / 10);
    image->dpi = 72 * 100;
    *why = r.why;
    return r.why == NULL;
}
