/* hyphen.c - hyphenation points (in the making: none yet). */
#include "shape_int.h"
Hyphens *hyphens_new(Arena *arena) { (void)arena; return NULL; }
void hyphens_close(Hyphens *hyphens) { (void)hyphens; }
size_t hyphen_points(Shaper *shaper, Str word, Str lang, uint16_t *points) { (void)shaper; (void)word; (void)lang; (void)points; return 0; }
bool hyphen_has(Shaper *shaper, Str lang, Place place) { (void)shaper; (void)lang; (void)place; return false; }
