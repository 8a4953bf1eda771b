/* certificate_library.c: see certificate_library.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate_library.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>

/* Beside Wireshark's own programs, or in the system's folder: never in the folder of a capture. A library that is there
 * and lacks another opens no window that says so. */
static HMODULE open_library(void)
{
    DWORD mode = 0;
    SetThreadErrorMode(SEM_FAILCRITICALERRORS, &mode);
    HMODULE opened = LoadLibraryExW(L"libgnutls-30.dll", NULL, LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    SetThreadErrorMode(mode, NULL);
    return opened;
}

static bool find_function(HMODULE opened, const char *name, void *function, size_t size)
{
    FARPROC address = GetProcAddress(opened, name);
    memcpy(function, &address, size);
    return address != NULL;
}

static bool find_functions(struct certificate_library *library)
{
    HMODULE opened = open_library();
    bool found = opened != NULL;
#define FIND(type, name, parameters) \
    found = found && find_function(opened, "gnutls_" #name, &library->name, sizeof library->name);
    CERTIFICATE_LIBRARY_FUNCTIONS(FIND)
#undef FIND
    return found;
}
#else
static bool find_functions(struct certificate_library *library)
{
#define TAKE(type, name, parameters) library->name = gnutls_##name;
    CERTIFICATE_LIBRARY_FUNCTIONS(TAKE)
#undef TAKE
    return true;
}
#endif

/* GnuTLS counts its initialisations and locks around them; Wireshark may have made one already. */
const struct certificate_library *certificate_library_open(void)
{
    static struct certificate_library library;
    static bool tried;
    static bool ready;
    if (!tried) {
        tried = true;
        ready = find_functions(&library) && library.global_init() == GNUTLS_E_SUCCESS;
    }
    return ready ? &library : NULL;
}
