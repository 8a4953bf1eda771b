/* started_tshark.c: tshark that starts once and then reads one capture after the other, each in a process of its own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most of the time of a test is tshark's start: it registers all of its dissectors. This library, preloaded, lets that
 * happen once. Where tshark has done it, the process waits for requests instead of going on, and for each of them
 * a copy of it (fork) runs tshark's main() again, with the arguments, standard output and standard error that the
 * request gives. Registering again is skipped, and so is giving back, at the end of the program, what was registered,
 * unless STARTED_TSHARK_CLEANS_UP is set: it takes as long as all the rest. Everything else is tshark's own: options,
 * preferences, dissection, printing. tests/integration/wireshark.py starts it and asks.
 *
 * A request is one message on the socket that STARTED_TSHARK_SOCKET names: the arguments, each with its zero byte, and
 * two file descriptors. Answers are integers of native size: the process's id when it starts, its wait status when it
 * ends. The end of the socket ends the program.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_BYTES 65536
#define MOST_ARGUMENTS 512

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
/* The functions of Wireshark's libraries that register: other versions give them other arguments, none more than four;
 * they return a truth value or nothing. */
typedef bool register_function(void *, void *, void *, void *);
typedef void cleanup_function(void);

/* Exported in place of the real ones. */
int __libc_start_main(main_function *program, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*unload)(void), void *stack);
int wtap_init(void *first, void *second, void *third, void *fourth);
int epan_init(void *first, void *second, void *third, void *fourth);
void epan_cleanup(void);

static main_function *tshark_main;
static bool file_types_are_registered;
static bool dissectors_are_registered;

/* The function that this library stands before. */
static register_function *next_function(const char *name)
{
    register_function *function;

    *(void **)&function = dlsym(RTLD_NEXT, name);
    if (function == NULL)
        abort();
    return function;
}

static void set_number(const char *name, int value)
{
    int *number = dlsym(RTLD_DEFAULT, name);

    if (number == NULL)
        abort();
    *number = value;
}

/* Waits for a request; returns the length of its arguments, 0 at the end. */
static size_t receive(int channel, char *text, int outputs[2])
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {.iov_base = text, .iov_len = MOST_BYTES};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t length;

    do
        length = recvmsg(channel, &message, 0);
    while (length < 0 && errno == EINTR);
    if (length <= 0)
        return 0;
    if (CMSG_FIRSTHDR(&message) == NULL || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || text[length - 1] != '\0')
        abort();
    memcpy(outputs, CMSG_DATA(CMSG_FIRSTHDR(&message)), 2 * sizeof(int));
    return (size_t)length;
}

static int split(char *text, size_t length, char **arguments)
{
    int count = 0;

    for (char *argument = text; argument < text + length; argument += strlen(argument) + 1) {
        if (count == MOST_ARGUMENTS)
            abort();
        arguments[count++] = argument;
    }
    arguments[count] = NULL;
    return count;
}

/* What a request asks for, in a process of its own. */
static _Noreturn void run(char *text, size_t length, const int outputs[2])
{
    static char *arguments[MOST_ARGUMENTS + 1];
    int count = split(text, length, arguments);

    if (dup2(outputs[0], STDOUT_FILENO) < 0 || dup2(outputs[1], STDERR_FILENO) < 0)
        abort();
    close(outputs[0]);
    close(outputs[1]);
    set_number("ws_optreset", 1);
    set_number("ws_optind", 1);
    exit(tshark_main(count, arguments, environ));
}

static void answer(int channel, int number)
{
    if (send(channel, &number, sizeof number, MSG_NOSIGNAL) != sizeof number)
        _exit(EXIT_FAILURE);
}

static _Noreturn void serve(int channel)
{
    static char text[MOST_BYTES];
    int outputs[2];

    for (size_t length; (length = receive(channel, text, outputs)) > 0;) {
        int status = 0;
        pid_t process = fork();

        if (process < 0)
            abort();
        if (process == 0) {
            close(channel);
            run(text, length, outputs);
        }
        close(outputs[0]);
        close(outputs[1]);
        answer(channel, process);
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
            continue;
        answer(channel, status);
    }
    _exit(EXIT_SUCCESS);
}

/* The C library's own start of a program: tells where main() is. */
int __libc_start_main(main_function *program, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*unload)(void), void *stack)
{
    start_function *start;

    *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
    tshark_main = program;
    unsetenv("LD_PRELOAD");
    return start(program, count, arguments, begin, end, unload, stack);
}

int wtap_init(void *first, void *second, void *third, void *fourth)
{
    if (!file_types_are_registered)
        next_function("wtap_init")(first, second, third, fourth);
    file_types_are_registered = true;
    return true;
}

int epan_init(void *first, void *second, void *third, void *fourth)
{
    const char *name = getenv("STARTED_TSHARK_SOCKET");

    if (dissectors_are_registered)
        return true;
    if (name == NULL || !next_function("epan_init")(first, second, third, fourth))
        return false;
    dissectors_are_registered = true;
    serve(atoi(name));
}

void epan_cleanup(void)
{
    cleanup_function *function;

    *(void **)&function = dlsym(RTLD_NEXT, "epan_cleanup");
    if (function != NULL && getenv("STARTED_TSHARK_CLEANS_UP") != NULL)
        function();
}
