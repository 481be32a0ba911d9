/* twice.c - twice FILE.md OUT.pdf: a program that opens the library, builds, and gives back what it was given, twice; for
 * valgrind, which then says whether anything is left. */
#include "octavo.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const char *files[] = {argv[1]};
    OctavoOptions options = {.files = files, .n_files = 1, .output = argv[2], .date = -1, .jobs = 2};
    for (int i = 0; i < 2; i++) {
        OctavoResult result = octavo_build(&options, NULL, NULL);
        fputs(result.messages, stderr);
        if (result.status != 0)
            return result.status;
        octavo_free(&result);
    }
    return 0;
}
