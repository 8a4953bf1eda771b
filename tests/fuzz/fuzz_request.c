/* fuzz_request.c: libFuzzer target for core/request: any texts as a request and as an error that answers it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: host role, port (80, 443, 444, 8080 or 0) and kind of error (a byte each), then texts that the byte 0x1E
 * separates: method, host, path, action, namespace, code of the error, its text, Server header. A missing one is NULL.
 */
#include "request.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { METHOD, HOST, PATH, ACTION, NAMESPACE, CODE, TEXT, SERVER, TEXT_COUNT };

#define SEPARATOR 0x1E
#define CHOICES 3

static const uint16_t ports[] = {0, 80, 443, 444, 8080};

static void take_texts(const uint8_t *data, size_t size, char **texts)
{
    const uint8_t *end = data + size;

    for (size_t i = 0; i < TEXT_COUNT && data < end; i++) {
        const uint8_t *separator = memchr(data, SEPARATOR, (size_t)(end - data));
        const uint8_t *stop = separator != NULL ? separator : end;
        char          *text = g_strndup((const char *)data, (size_t)(stop - data));

        texts[i] = g_strdup(text); /* ends where its allocation ends */
        g_free(text);
        data = separator != NULL ? separator + 1 : end;
    }
}

/** What the row says of itself has to hold. */
static void check_row(const struct request_row *row, const struct request_seen *seen)
{
    g_assert_true(request_find(row->id) != NULL);
    g_assert_true(row->port == 0 || row->port == seen->port);
    g_assert_true(row->methods == NULL || seen->method != NULL);
    g_assert_true(row->marker == NULL || seen->action != NULL || seen->namespace != NULL);
    g_assert_true(!g_str_has_prefix(row->path, "//") || seen->host != NULL);
    g_assert_nonnull(seen->path);
}

static void check_operation(const struct request_row *row, const char *action)
{
    size_t      length = 0;
    const char *operation = request_operation_of_action(action, &length);

    g_assert_true((operation != NULL) == (length > 0));
    if (operation != NULL) {
        char *name = g_strndup(operation, length);

        g_assert_true(operation >= action && operation + length <= action + strlen(action));
        g_assert_null(strpbrk(name, "/:"));
        request_feature(row, name);
        g_free(name);
    }
    request_feature(row, NULL);
}

static void check_error(const struct request_row *row, char *const *texts, enum error_kind kind)
{
    struct request_error_seen seen = {.kind = kind,
                                      .code = texts[CODE],
                                      .text = texts[TEXT],
                                      .request = row,
                                      .method = texts[METHOD],
                                      .server = texts[SERVER]};
    const struct error_row   *error = request_error_find(&seen);

    g_assert_true(error == NULL || (error->kind == kind && texts[CODE] != NULL));
    g_assert_true(error == NULL || error->fragment == NULL || texts[TEXT] != NULL);
    g_assert_true(error == NULL || error->server == NULL || texts[SERVER] != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *texts[TEXT_COUNT] = {NULL};

    if (size < CHOICES)
        return 0;
    take_texts(data + CHOICES, size - CHOICES, texts);
    struct request_seen       seen = {.host_role = (enum role)(data[0] % ROLE_COUNT),
                                      .port = ports[data[1] % G_N_ELEMENTS(ports)],
                                      .method = texts[METHOD],
                                      .host = texts[HOST],
                                      .path = texts[PATH],
                                      .action = texts[ACTION],
                                      .namespace = texts[NAMESPACE]};
    const struct request_row *row = request_recognise(&seen);

    if (row != NULL)
        check_row(row, &seen);
    check_operation(row, texts[ACTION]);
    check_operation(&request_rows[data[1] % request_row_count], texts[ACTION]);
    check_error(row, texts, (enum error_kind)(data[2] % ERROR_KIND_COUNT));
    for (size_t i = 0; i < TEXT_COUNT; i++)
        g_free(texts[i]);
    return 0;
}
