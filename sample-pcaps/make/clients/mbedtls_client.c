/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sends standard input over TLS with mbed TLS and prints the answer.
 * Arguments: HOST PORT LOWEST HIGHEST [vanish | stall]
 *
 * "vanish": when the stack shows the server's certificate, the process ends
 * with a reset, as a program does that is killed while it checks a certificate.
 * "stall": it stands still there, as one does that waits for something else.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>

#define SECONDS_OF_STALL 60

static int minor_version(const char *version)
{
    return version[2] - '0' + 1; /* "1.0" is 3.1 on the wire */
}

/* mbed TLS calls this for each certificate of the chain. */
static int vanish(void *net, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

    (void)certificate;
    (void)depth;
    (void)flags;
    setsockopt(((mbedtls_net_context *)net)->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    _exit(EXIT_FAILURE);
}

/* The same place. */
static int stall(void *unused, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    (void)unused;
    (void)certificate;
    (void)depth;
    (void)flags;
    sleep(SECONDS_OF_STALL);
    _exit(EXIT_FAILURE);
}

static int fail(const char *what, int code)
{
    fprintf(stderr, "%s: -0x%04x\n", what, (unsigned)-code);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    mbedtls_net_context net;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    unsigned char buffer[4096];
    size_t length;
    int code;

    if (argc < 5) {
        fprintf(stderr, "usage: mbedtls_client HOST PORT LOWEST HIGHEST [vanish | stall]\n");
        return EXIT_FAILURE;
    }
    mbedtls_net_init(&net);
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);

    code = mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0);
    if (code != 0)
        return fail("seed", code);
    code = mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT,
                                       MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
    if (code != 0)
        return fail("config", code);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, minor_version(argv[3]));
    mbedtls_ssl_conf_max_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, minor_version(argv[4]));
    /* The laboratory's root is made anew for each run. */
    mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_OPTIONAL);
    if (argc > 5 && strcmp(argv[5], "vanish") == 0)
        mbedtls_ssl_conf_verify(&config, vanish, &net);
    if (argc > 5 && strcmp(argv[5], "stall") == 0)
        mbedtls_ssl_conf_verify(&config, stall, NULL);

    code = mbedtls_ssl_setup(&ssl, &config);
    if (code == 0)
        code = mbedtls_ssl_set_hostname(&ssl, argv[1]);
    if (code == 0)
        code = mbedtls_net_connect(&net, argv[1], argv[2], MBEDTLS_NET_PROTO_TCP);
    if (code != 0)
        return fail("connect", code);
    mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
    code = mbedtls_ssl_handshake(&ssl);
    if (code != 0)
        return fail("handshake", code);

    length = fread(buffer, 1, sizeof buffer, stdin);
    code = mbedtls_ssl_write(&ssl, buffer, length);
    while (code > 0) {
        code = mbedtls_ssl_read(&ssl, buffer, sizeof buffer);
        if (code > 0)
            fwrite(buffer, 1, (size_t)code, stdout);
    }
    mbedtls_ssl_close_notify(&ssl);
    return EXIT_SUCCESS;
}
