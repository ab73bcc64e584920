/*
 * Reads files as a loader does and says how fast: open, fstat, read to the end, close.
 *
 *   reader [-c] [-a AHEAD] DIR LIST WORKERS SIZE
 *
 * LIST has one name below DIR a line. Worker k of n, a process each, takes every n-th file from the k-th on, so that
 * together they go through the list in order. Every file must have SIZE bytes. -c adds a checksum over all content.
 * -a tells a mount of aisml so many files ahead, as contrib/aisml_ahead.py does: one more process, a training's sampler,
 * opens them with O_NONBLOCK in the list's order. Prints one line of JSON; latency is from before open to after the last byte.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20 };

/* Between two looks at how far the workers are, by who tells ahead. */
static const struct timespec PAUSE = {.tv_nsec = 200000};

/* Shared by the workers: each writes only the slots of its own files. A file that was read has nanos > 0. */
struct sample {
  uint64_t nanos;
  uint64_t checksum;
};

static void die(const char *what) {
  fprintf(stderr, "reader: %s: %s\n", what, strerror(errno));
  exit(1);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The list's names; *count gets how many. */
static char **read_list(const char *path, size_t *count) {
  FILE *list = fopen(path, "r");
  if (list == NULL) die(path);
  char **names = NULL;
  char *line = NULL;
  size_t size = 0, n = 0, room = 0;
  ssize_t length;
  while ((length = getline(&line, &size, list)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = '\0';
    if (n == room) {
      room = room == 0 ? 1024 : 2 * room;
      names = realloc(names, room * sizeof *names);
      if (names == NULL) die("memory");
    }
    names[n++] = strdup(line);
  }
  free(line);
  fclose(list);
  *count = n;
  return names;
}

/* FNV-1a over words, with the bytes that are left over as one more. */
static uint64_t mix(uint64_t hash, const char *bytes, size_t count) {
  while (count > 0) {
    uint64_t word = 0;
    size_t n = count < sizeof word ? count : sizeof word;
    memcpy(&word, bytes, n);
    hash = (hash ^ word) * 1099511628211u;
    bytes += n;
    count -= n;
  }
  return hash;
}

static void read_file(int dir, const char *name, off_t size, int sum, char *buffer, struct sample *sample) {
  uint64_t hash = 14695981039346656037u;
  uint64_t begin = now();
  int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) die(name);
  struct stat status;
  if (fstat(fd, &status) != 0) die(name);
  off_t bytes = 0;
  ssize_t n;
  while ((n = read(fd, buffer, BUFFER_BYTES)) > 0) {
    if (sum) hash = mix(hash, buffer, (size_t)n);
    bytes += n;
  }
  if (n < 0) die(name);
  sample->nanos = now() - begin;
  close(fd);
  if (status.st_size != size || bytes != size) {
    fprintf(stderr, "reader: %s: %jd bytes read, fstat says %jd, should be %jd\n", name, (intmax_t)bytes,
            (intmax_t)status.st_size, (intmax_t)size);
    exit(1);
  }
  sample->checksum = hash;
}

/* Tells the files from the first to before the end. */
static void tell(int dir, char **names, size_t first, size_t end) {
  for (size_t i = first; i < end; i++) {
    int fd = openat(dir, names[i], O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) die(names[i]);
    close(fd);
  }
}

/* Tells all files from the first on, each once all but ahead of those before it have been read. */
static void tell_on(int dir, char **names, size_t first, size_t count, size_t ahead, const volatile struct sample *samples) {
  size_t done = 0;
  while (first < count) {
    while (done < count && samples[done].nanos > 0) done++;
    size_t end = done + ahead < count ? done + ahead : count;
    if (end > first) {
      tell(dir, names, first, end);
      first = end;
    } else {
      nanosleep(&PAUSE, NULL);
    }
  }
}

static int by_nanos(const void *a, const void *b) {
  uint64_t x = ((const struct sample *)a)->nanos, y = ((const struct sample *)b)->nanos;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  int sum = 0, option;
  size_t ahead = 0;
  while ((option = getopt(argc, argv, "ca:")) != -1) {
    if (option == 'c') sum = 1;
    if (option == 'a') ahead = strtoul(optarg, NULL, 10);
    if (option == '?') return 2;
  }
  if (argc - optind != 4) {
    fprintf(stderr, "usage: reader [-c] [-a AHEAD] DIR LIST WORKERS SIZE\n");
    return 2;
  }
  char **args = argv + optind;
  size_t count;
  char **names = read_list(args[1], &count);
  size_t workers = strtoul(args[2], NULL, 10);
  off_t size = strtoll(args[3], NULL, 10);
  if (count == 0 || workers == 0) {
    fprintf(stderr, "reader: nothing to read\n");
    return 2;
  }
  int dir = open(args[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) die(args[0]);
  struct sample *samples =
      mmap(NULL, count * sizeof *samples, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (samples == MAP_FAILED) die("memory");
  memset(samples, 0, count * sizeof *samples);
  /* Workers start together, when the pipe's last writing end is closed. */
  int gate[2];
  if (pipe(gate) != 0) die("pipe");
  for (size_t k = 0; k < workers; k++) {
    pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
      char *buffer = malloc(BUFFER_BYTES);
      if (buffer == NULL) die("memory");
      memset(buffer, 0, BUFFER_BYTES);
      close(gate[1]);
      char unused;
      if (read(gate[0], &unused, 1) != 0) die("pipe");
      for (size_t i = k; i < count; i += workers) read_file(dir, names[i], size, sum, buffer, &samples[i]);
      _exit(0);
    }
  }
  close(gate[0]);
  uint64_t begin = now();
  size_t told = ahead < count ? ahead : count;
  tell(dir, names, 0, told);
  close(gate[1]);
  pid_t teller = ahead > 0 ? fork() : 0;
  if (teller < 0) die("fork");
  if (ahead > 0 && teller == 0) {
    tell_on(dir, names, told, count, ahead, samples);
    _exit(0);
  }
  int failed = 0;
  for (size_t k = 0; k < workers + (ahead > 0); k++) {
    int status;
    if (wait(&status) < 0) die("wait");
    failed |= status != 0;
    /* Who tells ahead would wait for the others for ever. */
    if (status != 0 && teller > 0) kill(teller, SIGKILL);
  }
  uint64_t nanos = now() - begin;
  if (failed) return 1;
  uint64_t checksum = 0;
  for (size_t i = 0; i < count; i++) checksum = checksum * 31 + samples[i].checksum;
  qsort(samples, count, sizeof *samples, by_nanos);
  printf("{\"files\": %zu, \"bytes\": %" PRIu64 ", \"seconds\": %.6f, \"p50\": %.6f, \"p99\": %.6f, \"checksum\": \"%016" PRIx64
         "\"}\n",
         count, (uint64_t)count * (uint64_t)size, (double)nanos / 1e9, (double)samples[count / 2].nanos / 1e9,
         (double)samples[count * 99 / 100].nanos / 1e9, sum ? checksum : 0);
  return 0;
}
