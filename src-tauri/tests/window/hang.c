/* A name server that never answers: looking up a name under "example" leaves a mark and does not return. And a file server
 * that never answers: opening a path with HANG_FILE in it does not return. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*lookup)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    if (node && strstr(node, ".example")) {
        FILE *mark = fopen(getenv("HANG_MARK"), "w");
        if (mark) fclose(mark);
        for (;;) pause();
    }
    return ((lookup)dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, found);
}

typedef int (*opening)(const char *, int, ...);

static int open_with(const char *name, const char *path, int flags, mode_t mode) {
    const char *hangs = getenv("HANG_FILE");
    if (hangs && strstr(path, hangs)) {
        for (;;) pause();
    }
    return ((opening)dlsym(RTLD_NEXT, name))(path, flags, mode);
}

#define OPENING(name)                                     \
    int name(const char *path, int flags, ...) {          \
        va_list rest;                                     \
        va_start(rest, flags);                            \
        mode_t mode = va_arg(rest, mode_t);               \
        va_end(rest);                                     \
        return open_with(#name, path, flags, mode);       \
    }

#undef open
#undef open64
OPENING(open)
OPENING(open64)
