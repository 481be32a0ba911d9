/* builtin.h - the files that the build put into the program: the faces marked "yes" in fonts/families (each under the
 * path given there), "fonts/families" itself, "themes.yaml" and the test font "toy.ttf".
 *
 * They lie in read-only memory that the system maps with the program, so an unused one costs nothing.
 */
#ifndef OCTAVO_BASE_BUILTIN_H
#define OCTAVO_BASE_BUILTIN_H

#include <stddef.h>

typedef struct BuiltinFile {
    const char *path;                                      /* as listed above */
    const unsigned char *data;                             /* aligned to 16 bytes, followed by a NUL */
    size_t size;                                           /* without that NUL */
} BuiltinFile;

extern const BuiltinFile builtin_files[];
extern const size_t n_builtin_files;

const BuiltinFile *builtin_lookup(const char *path);       /* NULL: not there */

#endif
