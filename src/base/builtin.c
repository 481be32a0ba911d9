/* Finds a file that the build put into the program, by its path. The table comes from fonts/builtin.awk. */
#include "base/builtin.h"

#include <string.h>

const BuiltinFile *builtin_lookup(const char *path)
{
    for (size_t i = 0; i < n_builtin_files; i++)
        if (strcmp(builtin_files[i].path, path) == 0) return &builtin_files[i];
    return NULL;
}
