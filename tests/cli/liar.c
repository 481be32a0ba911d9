/* liar.c - to be preloaded (LD_PRELOAD): a realpath that calls every path of the working folder real, links or not. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char *realpath(const char *path, char *real)
{
    char folder[4096], *made = real ? real : malloc(8192);
    if (path[0] == '/')
        snprintf(made, 8192, "%s", path);
    else
        snprintf(made, 8192, "%s/%s", getcwd(folder, sizeof folder), path);
    return made;
}
