/* test_knowledge_authorities.c: every row of the authorities' tables can be found, and the tables agree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "authorities.h"

#include <string.h>

#include <glib.h>

#include "certificate.h"

static const char *example_name(const struct authority *row)
{
    return row->common_name != NULL ? row->common_name : "Any CA 7";
}

static struct certificate_issuer find(const char *common_name, const char *organization)
{
    return certificate_find_issuer(common_name, organization != NULL ? organization : "Any Organization");
}

static void test_rows_are_well_formed(void)
{
    g_assert_cmpuint(authority_count, >, 100);
    for (size_t i = 0; i < authority_count; i++) {
        const struct authority *row = &authorities[i];
        g_assert_true((row->match == AUTHORITY_ANY) == (row->common_name == NULL));
        g_assert_true(row->common_name != NULL || row->organization != NULL);
        g_assert_true(row->common_name == NULL || row->common_name[0] != '\0');
        g_assert_true(row->organization == NULL || row->organization[0] != '\0');
        g_assert_cmpint(row->place, <=, AUTHORITY_EITHER);
        g_assert_cmpstr(row->source, !=, "");
        g_assert_true(row->match == AUTHORITY_EXACT || row->place != AUTHORITY_ROOT);
    }
    for (size_t i = 0; i < authority_product_count; i++) {
        g_assert_cmpuint(strlen(authority_products[i].text), >, 3);
        g_assert_cmpstr(authority_products[i].product, !=, "");
        g_assert_cmpstr(authority_products[i].source, !=, "");
    }
}

static void test_date_is_a_date(void)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_parse(&date, authority_list_date);
    g_assert_cmpuint(strlen(authority_list_date), ==, 10);
    g_assert_true(g_date_valid(&date));
    g_assert_cmpuint(g_date_get_year(&date), >=, 2025);
}

/* A row that an earlier one hides would be dead. */
static void test_every_row_is_found(void)
{
    for (size_t i = 0; i < authority_count; i++) {
        const struct authority *row = &authorities[i];
        struct certificate_issuer issuer = find(example_name(row), row->organization);
        enum certificate_authority kind = row->issues_for_microsoft
                                              ? CERTIFICATE_AUTHORITY_PUBLIC_FOR_MICROSOFT
                                              : CERTIFICATE_AUTHORITY_PUBLIC_OTHER;
        g_assert_cmpint(issuer.kind, ==, kind);
        g_assert_true(issuer.is_intermediate == (row->place == AUTHORITY_INTERMEDIATE));
        g_assert_null(issuer.product);
    }
}

static bool is_duplicate(const struct authority *left, const struct authority *right)
{
    return left->match == right->match && g_strcmp0(left->common_name, right->common_name) == 0 &&
           g_strcmp0(left->organization, right->organization) == 0;
}

static void test_no_row_twice(void)
{
    for (size_t i = 0; i < authority_count; i++) {
        for (size_t k = i + 1; k < authority_count; k++)
            g_assert_false(is_duplicate(&authorities[i], &authorities[k]));
    }
}

/* Case does not count; what is added, missing or of another organization does. */
static void test_near_misses(void)
{
    for (size_t i = 0; i < authority_count; i++) {
        const struct authority *row = &authorities[i];
        if (row->organization != NULL) {
            char *longer = g_strconcat(row->organization, " X", NULL);
            g_assert_cmpint(find(example_name(row), longer).kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
            g_assert_cmpint(find(example_name(row), "").kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
            g_free(longer);
        }
        char *upper_name = g_ascii_strup(example_name(row), -1);
        char *upper_organization = row->organization != NULL ? g_ascii_strup(row->organization, -1) : NULL;
        g_assert_cmpint(find(upper_name, upper_organization).kind, !=, CERTIFICATE_AUTHORITY_UNKNOWN);
        g_free(upper_name);
        g_free(upper_organization);
    }
    g_assert_cmpint(find("Entrust OV TLS Issuing RSA CA 2", "Whoever").kind, ==,
                    CERTIFICATE_AUTHORITY_PUBLIC_OTHER);
    g_assert_cmpint(find("Entrust OV TLS", "Whoever").kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
    g_assert_cmpint(find("Microsoft Azure RSA TLS Issuing CA", "Microsoft Corporation").kind, ==,
                    CERTIFICATE_AUTHORITY_UNKNOWN);
    g_assert_cmpint(find("Microsoft Internal Corporate Root", "Microsoft Corporation").kind, ==,
                    CERTIFICATE_AUTHORITY_UNKNOWN);
    g_assert_cmpint(find("", "").kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
    g_assert_cmpint(find("Contoso Issuing CA 1", "Contoso").kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
}

/* Names that Microsoft's and others' servers were seen with. */
static void test_known_issuers(void)
{
    const enum certificate_authority MICROSOFT = CERTIFICATE_AUTHORITY_PUBLIC_FOR_MICROSOFT;
    const enum certificate_authority OTHER = CERTIFICATE_AUTHORITY_PUBLIC_OTHER;
    const struct {
        const char *common_name;
        const char *organization;
        enum certificate_authority kind;
        bool        is_intermediate;
    } rows[] = {
        {"DigiCert Cloud Services CA-1", "DigiCert Inc", MICROSOFT, true},
        {"DigiCert Global Root G2", "DigiCert Inc", MICROSOFT, false},
        {"DigiCert New CA 2030", "DigiCert Inc", MICROSOFT, false},
        {"Microsoft Azure RSA TLS Issuing CA 07", "Microsoft Corporation", MICROSOFT, true},
        {"Microsoft TLS G2 RSA CA OCSP 16", "Microsoft Corporation", MICROSOFT, true},
        {"Microsoft IT TLS CA 5", "Microsoft Corporation", MICROSOFT, true},
        {"Microsoft RSA TLS CA 02", "Microsoft Corporation", MICROSOFT, true},
        {"GlobalSign Organization Validation CA - SHA256 - G3", "GlobalSign nv-sa", MICROSOFT, true},
        {"R11", "Let's Encrypt", OTHER, true},
        {"E5", "Let's Encrypt", OTHER, true},
        {"Sectigo Public Server Authentication CA OV R36", "Sectigo Limited", OTHER, true},
        {"RapidSSL TLS RSA CA G1", "DigiCert Inc", OTHER, true},
        {"Go Daddy Secure Certificate Authority - G2", "GoDaddy.com, Inc.", OTHER, true},
        {"ISRG Root X1", "Internet Security Research Group", OTHER, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct certificate_issuer issuer = find(rows[i].common_name, rows[i].organization);
        g_assert_cmpint(issuer.kind, ==, rows[i].kind);
        g_assert_true(issuer.is_intermediate == rows[i].is_intermediate);
    }
}

static void assert_product(const char *common_name, const char *organization, const char *product)
{
    struct certificate_issuer issuer = certificate_find_issuer(common_name, organization);
    g_assert_cmpint(issuer.kind, ==, CERTIFICATE_AUTHORITY_INSPECTION);
    g_assert_cmpstr(issuer.product, ==, product);
    g_assert_false(issuer.is_intermediate);
}

static void test_products(void)
{
    for (size_t i = 0; i < authority_product_count; i++) {
        const struct authority_product *row = &authority_products[i];
        char *upper = g_ascii_strup(row->text, -1);
        char *embedded = g_strdup_printf("My %s CA", upper);
        assert_product(row->text, "", row->product);
        assert_product(embedded, "Contoso", row->product);
        assert_product("Contoso CA", embedded, row->product);
        g_free(embedded);
        g_free(upper);
    }
    assert_product("Zscaler Intermediate Root CA (zscalertwo.net) (t) ", "Zscaler Inc.", "Zscaler");
    assert_product("ca.contoso.goskope.com", "Contoso", "Netskope");
    assert_product("DO_NOT_TRUST_FiddlerRoot", "DO_NOT_TRUST", "Fiddler");
    assert_product("PortSwigger CA", "PortSwigger", "Burp");
    assert_product("avast! Web/Mail Shield Root", "avast! Web/Mail Shield", "Avast, AVG or Norton");
    g_assert_cmpint(certificate_find_issuer("Preset CA", "Presets").kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/knowledge_authorities/rows_are_well_formed", test_rows_are_well_formed);
    g_test_add_func("/knowledge_authorities/date_is_a_date", test_date_is_a_date);
    g_test_add_func("/knowledge_authorities/every_row_is_found", test_every_row_is_found);
    g_test_add_func("/knowledge_authorities/no_row_twice", test_no_row_twice);
    g_test_add_func("/knowledge_authorities/near_misses", test_near_misses);
    g_test_add_func("/knowledge_authorities/known_issuers", test_known_issuers);
    g_test_add_func("/knowledge_authorities/products", test_products);
    return g_test_run();
}
