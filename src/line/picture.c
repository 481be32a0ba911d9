/* picture.c - the size at which a picture is set. In come its attributes and pixels, out comes width and height. A
 * length may have any unit that len_parse knows, be a percentage of the limit, or a bare number, which is CSS pixels. */
#include "line/line_int.h"

static const Len PIXEL = LEN_PT * 3 / 4;

/* "60%", "400", "5cm", "12em"; 0 when it is none of them. */
static Len size_read(Str value, Len whole, Len em)
{
    long number = 0;
    Str body = str_trim(value);
    if (str_ends(body, STR("%")) && str_int(str_slice(body, 0, body.n - 1), &number))
        return number > 0 && number <= 1000 ? len_scale(whole, number, 100) : 0;
    if (str_ends(body, STR("em")) && str_int(str_slice(body, 0, body.n - 2), &number))
        return number > 0 && number <= 1000 ? em * number : 0;
    if (str_int(body, &number))
        return number > 0 && number <= 100000 ? PIXEL * number : 0;
    Len length = 0;
    return len_parse(body, &length) && length >= LEN_PT ? length : 0;
}

static void limit_to(Len limit, Len *side, Len *other)
{
    if (limit > 0 && *side > limit) {
        *other = len_scale(*other, limit, *side);
        *side = limit;
    }
}

void picture_size(const Node *node, const Image *image, Len limit, Len limit_height, Len em, Len *width, Len *height)
{
    Len w = size_read(attr_value(node->extra->attr, STR("width")), limit, em);
    Len h = size_read(attr_value(node->extra->attr, STR("height")), limit_height, em);
    int64_t dpi = image->dpi >= 1 ? (int64_t)(image->dpi * 100) : 9600;
    int64_t across = image->width > 0 ? image->width : 1, down = image->height > 0 ? image->height : 1;
    if (image->turn >= 5) {
        int64_t turned = across;
        across = down;
        down = turned;
    }
    if (w == 0 && h == 0)
        w = len_scale(across * 72 * LEN_PT, 100, dpi);
    if (w == 0)
        w = len_scale(h, across, down);
    if (h == 0)
        h = len_scale(w, down, across);
    limit_to(limit, &w, &h);
    limit_to(limit_height, &h, &w);
    *width = w > 0 ? w : 1;
    *height = h > 0 ? h : 1;
}
