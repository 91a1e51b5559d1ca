/* Preloaded into a process, it keeps of every file what was last flushed to the disk: what a power cut leaves. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The place of a file of the disk among what is kept; 0 for one of another disk. */
static int kept_place(const char *path, char *place) {
    const char *disk = getenv("DISK"), *kept = getenv("KEPT");
    if (!disk || !kept || strncmp(path, disk, strlen(disk))) return 0;
    int length = snprintf(place, PATH_MAX, "%s", kept);
    for (const char *c = path + strlen(disk); *c && length < PATH_MAX - 8; c++)
        place[length++] = *c == '/' ? '|' : *c;
    place[length] = 0;
    return 1;
}

static void keep(int fd) {
    char link[64], path[PATH_MAX], place[PATH_MAX], unfinished[PATH_MAX + 8], bytes[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    struct stat about;
    if (!kept_place(path, place) || fstat(fd, &about) || !S_ISREG(about.st_mode)) return;
    /* Read through the same descriptor: to close another one would let go of SQLite's locks. A file that is only
       written has none. */
    int reader = (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY ? open(link, O_RDONLY) : fd;
    snprintf(unfinished, sizeof unfinished, "%s.new", place);
    int copy = open(unfinished, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (copy < 0) return;
    off_t at = 0;
    for (ssize_t got; (got = pread(reader, bytes, sizeof bytes, at)) > 0; at += got)
        if (write(copy, bytes, got) != got) break;
    close(copy);
    if (reader != fd) close(reader);
    ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(unfinished, place);
}

int fsync(int fd) {
    int done = ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
    if (!done) keep(fd);
    return done;
}

int fdatasync(int fd) {
    int done = ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
    if (!done) keep(fd);
    return done;
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    char old[PATH_MAX], new[PATH_MAX];
    int done = real(from, to);
    if (!done && kept_place(from, old) && kept_place(to, new)) real(old, new);
    return done;
}
