/* test_knowledge_endpoints.c: the tables of roles, clouds, endpoints and ranges are complete and consistent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise.h"

#include <string.h>

#include <glib.h>

/** Text that says something and that a table can print. */
static void assert_filled(const char *what, const char *text)
{
    if (text == NULL || text[0] == '\0')
        g_error("%s is missing", what);
    if (!g_utf8_validate(text, -1, NULL) || g_ascii_isspace(text[0])
        || g_ascii_isspace(text[strlen(text) - 1]))
        g_error("%s is not clean: \"%s\"", what, text);
}

/** Lower case letters, digits and underscores: what a display filter user types. */
static void assert_is_id(const char *id)
{
    assert_filled("id", id);
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id))
        g_error("no id: \"%s\"", id);
}

static void assert_new(GHashTable *seen, const char *text)
{
    if (!g_hash_table_add(seen, (gpointer)(uintptr_t)text))
        g_error("twice in its table: \"%s\"", text);
}

static GHashTable *new_set(void)
{
    return g_hash_table_new(g_str_hash, g_str_equal);
}

static const struct role_row *role_by_id(const char *id)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(roles[i].id, id) == 0)
            return &roles[i];
    }
    g_error("no role %s", id);
}

/* ---- roles and clouds ---- */

static void test_every_role_is_complete(void)
{
    GHashTable *ids = new_set();
    GHashTable *names = new_set();

    for (size_t i = 0; i < ROLE_COUNT; i++) {
        assert_is_id(roles[i].id);
        assert_filled(roles[i].id, roles[i].name);
        assert_filled(roles[i].id, roles[i].carries);
        assert_filled(roles[i].id, roles[i].source);
        assert_new(ids, roles[i].id);
        assert_new(names, roles[i].name);
        g_assert_true((roles[i].place == ROLE_PLACE_UNKNOWN) == (i == ROLE_UNCLASSIFIED));
    }
    g_hash_table_destroy(ids);
    g_hash_table_destroy(names);
}

/** Every id in the order of its enumerator, as documented for exchange_hybrid.role. */
static void test_role_ids_are_as_promised(void)
{
    static const char *const ids[] = {
        "unclassified", "exo_autodiscover", "exo_core", "acs", "entra_sts", "fed_provision", "fed_metadata",
        "msa_sts", "graph", "eop_smtp", "eop_https", "hybrid_agent", "hcw", "revocation", "adfs",
        "onprem_exchange", "onprem_autodiscover", "exch_backend", "autodetect_mobile", "exch_mitigation",
        "exo_other", "exo_content", "exo_client_mail", "exo_um", "entra_sso", "entra_provisioning",
        "entra_other", "msa_other", "graph_aad_legacy", "tenant_domain", "tenant_routing", "m365_other",
        "m365_admin", "ms_shortlink", "azure_china", "consumer_outlook", "rca", "sara",
    };

    g_assert_cmpuint(G_N_ELEMENTS(ids), ==, ROLE_COUNT);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        g_assert_cmpstr(roles[i].id, ==, ids[i]);
}

/** The column behind exchange_hybrid.hybrid, which tests outside this repository rely on. */
static void test_hybrid_column_is_as_promised(void)
{
    static const char *const hybrid[] = {
        "exo_autodiscover", "exo_core", "acs", "entra_sts", "fed_provision", "fed_metadata", "msa_sts",
        "graph", "eop_smtp", "hybrid_agent", "hcw", "adfs", "onprem_exchange", "onprem_autodiscover",
        "exch_backend", "autodetect_mobile", "tenant_routing",
    };
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(hybrid); i++)
        g_assert_true(role_by_id(hybrid[i])->hybrid);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        count += roles[i].hybrid;
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(hybrid));
}

static void test_places_of_roles(void)
{
    static const char *const on_premises[] = {
        "adfs", "onprem_exchange", "onprem_autodiscover", "exch_backend",
    };
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(on_premises); i++)
        g_assert_cmpint(role_by_id(on_premises[i])->place, ==, ROLE_PLACE_ONPREM);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        count += roles[i].place == ROLE_PLACE_ONPREM;
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(on_premises));
    g_assert_cmpint(role_by_id("revocation")->place, ==, ROLE_PLACE_OTHER);
    g_assert_cmpint(role_by_id("exo_core")->place, ==, ROLE_PLACE_MICROSOFT);
}

static void test_every_cloud_is_complete(void)
{
    static const char *const ids[CLOUD_COUNT] = {NULL,   "worldwide", "gcc_high", "dod", "china",
                                                 "bleu", "delos",     "germany",  NULL};

    for (size_t i = 0; i < CLOUD_COUNT; i++) {
        g_assert_cmpstr(clouds[i].id, ==, ids[i]);
        assert_filled("cloud", clouds[i].name);
    }
    g_assert_cmphex(CLOUD_DEFAULT_WANTED | CLOUD_BIT(CLOUD_GERMANY), ==, CLOUD_ALL_WANTED);
    g_assert_cmphex(CLOUD_DEFAULT_WANTED, !=, CLOUD_ALL_WANTED);
}

/* ---- endpoints ---- */

/** Lower case, no empty label, and the shape that the kind asks for. */
static void assert_pattern_fits_kind(const struct endpoint *row)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.*";
    const char       *pattern = row->pattern;
    const char       *star = strchr(pattern, '*');
    size_t            length = strlen(pattern);

    g_assert_cmpuint(strspn(pattern, characters), ==, length);
    g_assert_cmpuint(length, <=, LIMIT_NAME_LENGTH);
    g_assert_null(strstr(pattern, ".."));
    g_assert_true((pattern[0] == '.') == (row->kind == ENDPOINT_SUFFIX));
    g_assert_true((pattern[length - 1] == '.') == (row->kind == ENDPOINT_PREFIX));
    g_assert_true((star != NULL) == (row->kind == ENDPOINT_GLOB));
    if (star != NULL) {
        g_assert_true(strchr(star + 1, '*') == NULL && star[1] == '.');
        g_assert_true(star > pattern && star[-1] == '.');
    }
}

/** "80,443,udp443": numbers of ports, UDP marked, none twice. */
static void assert_ports(const char *ports)
{
    char      **parts = g_strsplit(ports, ",", -1);
    GHashTable *seen = new_set();

    for (char **part = parts; *part != NULL; part++) {
        const char *number = g_str_has_prefix(*part, "udp") ? *part + 3 : *part;
        guint64     value = 0;

        g_assert_true(g_ascii_string_to_unsigned(number, 10, 1, 65535, &value, NULL));
        assert_new(seen, *part);
    }
    g_hash_table_destroy(seen);
    g_strfreev(parts);
}

static void test_every_endpoint_is_complete(void)
{
    GHashTable *patterns = new_set();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];

        assert_filled("pattern", row->pattern);
        g_test_message("%s", row->pattern);
        assert_pattern_fits_kind(row);
        assert_new(patterns, row->pattern);
        assert_filled(row->pattern, row->area);
        assert_filled(row->pattern, row->ports);
        assert_ports(row->ports);
        assert_filled(row->pattern, row->source);
        g_assert_cmpint(row->role, >, ROLE_UNCLASSIFIED);
        g_assert_cmpint(row->role, <, ROLE_COUNT);
        g_assert_cmpint(row->cloud, <, CLOUD_COUNT);
    }
    g_hash_table_destroy(patterns);
}

/** A naming convention is no cloud's, and a cloud's name is no naming convention. */
static void test_clouds_and_places_of_endpoints_agree(void)
{
    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];
        bool                   on_premises = roles[row->role].place == ROLE_PLACE_ONPREM;

        g_test_message("%s", row->pattern);
        g_assert_true(on_premises == (row->cloud == CLOUD_NONE));
        g_assert_true(on_premises == (row->kind == ENDPOINT_PREFIX));
    }
}

/** The names without which no hybrid deployment works, in every cloud that has them. */
static void test_key_hosts_are_listed(void)
{
    static const struct {
        const char *pattern;
        enum cloud  cloud;
        enum role   role;
    } hosts[] = {
        {"outlook.office365.com", CLOUD_WORLDWIDE, ROLE_EXO_CORE},
        {"autodiscover-s.outlook.com", CLOUD_WORLDWIDE, ROLE_EXO_AUTODISCOVER},
        {"accounts.accesscontrol.windows.net", CLOUD_WORLDWIDE, ROLE_ACS},
        {"login.microsoftonline.com", CLOUD_WORLDWIDE, ROLE_ENTRA_STS},
        {"nexus.microsoftonline-p.com", CLOUD_WORLDWIDE, ROLE_FED_METADATA},
        {"domains.live.com", CLOUD_WORLDWIDE, ROLE_FED_PROVISION},
        {"graph.microsoft.com", CLOUD_WORLDWIDE, ROLE_GRAPH},
        {".mail.protection.outlook.com", CLOUD_WORLDWIDE, ROLE_EOP_SMTP},
        {"outlook.office365.us", CLOUD_GCC_HIGH, ROLE_EXO_CORE},
        {"outlook-dod.office365.us", CLOUD_DOD, ROLE_EXO_CORE},
        {"partner.outlook.cn", CLOUD_CHINA, ROLE_EXO_CORE},
        {"outlook.sovcloud.fr", CLOUD_BLEU, ROLE_EXO_CORE},
        {"outlook.sovcloud.de", CLOUD_DELOS, ROLE_EXO_CORE},
        {"outlook.office.de", CLOUD_GERMANY, ROLE_EXO_CORE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
        size_t found = 0;

        for (size_t row = 0; row < endpoint_count; row++)
            found += strcmp(endpoints[row].pattern, hosts[i].pattern) == 0
                     && endpoints[row].cloud == hosts[i].cloud && endpoints[row].role == hosts[i].role;
        g_test_message("%s", hosts[i].pattern);
        g_assert_cmpuint(found, ==, 1);
    }
}

/* ---- ranges ---- */

static void test_every_range_is_complete(void)
{
    for (size_t i = 0; i < address_range_count; i++) {
        const struct address_range *row = &address_ranges[i];
        struct address_network      network;

        assert_filled("network", row->network);
        g_test_message("%s", row->network);
        g_assert_nonnull(strchr(row->network, '/'));
        g_assert_true(address_network_parse(row->network, &network));
        g_assert_cmpint(network.prefix_length, >=, 8);
        g_assert_cmpint(row->cloud, >, CLOUD_NONE);
        g_assert_cmpint(row->cloud, <, CLOUD_COUNT);
        g_assert_cmpint(row->area, <, ADDRESS_AREA_COUNT);
        assert_filled(row->network, row->source);
    }
}

/** Equal networks are listed once a cloud, and for one area only: a shared range serves one thing. */
static void test_equal_ranges_agree(void)
{
    for (size_t i = 0; i < address_range_count; i++) {
        for (size_t j = i + 1; j < address_range_count; j++) {
            const struct address_range *left = &address_ranges[i];
            const struct address_range *right = &address_ranges[j];
            struct address_network      left_network;
            struct address_network      right_network;

            g_assert_true(address_network_parse(left->network, &left_network));
            g_assert_true(address_network_parse(right->network, &right_network));
            if (left_network.prefix_length == right_network.prefix_length
                && address_compare(&left_network.address, &right_network.address) == 0) {
                g_assert_cmpint(left->cloud, !=, right->cloud);
                g_assert_cmpint(left->area, ==, right->area);
            }
        }
    }
}

static void test_every_area_is_complete(void)
{
    static const struct address_area_row expected[ADDRESS_AREA_COUNT] = {
        {"exo", ROLE_EXO_CORE, true},
        {"eop", ROLE_EOP_SMTP, true},
        {"eop_https", ROLE_EOP_HTTPS, false},
        {"entra", ROLE_ENTRA_STS, false},
        {"autodetect_mobile", ROLE_AUTODETECT_MOBILE, true},
        {"hcw_federation", ROLE_FED_PROVISION, false},
    };

    for (size_t i = 0; i < ADDRESS_AREA_COUNT; i++) {
        assert_is_id(address_areas[i].id);
        g_assert_cmpstr(address_areas[i].id, ==, expected[i].id);
        g_assert_cmpint(address_areas[i].role, ==, expected[i].role);
        g_assert_true(address_areas[i].calls_onprem == expected[i].calls_onprem);
    }
}

static bool is_on_premises_by_default(const char *address_text)
{
    char         **networks = g_strsplit(address_default_onprem_networks, ",", -1);
    struct address address;
    bool           found = false;

    g_assert_true(address_parse(address_text, &address));
    for (char **text = networks; *text != NULL; text++) {
        struct address_network network;

        g_assert_true(address_network_parse(*text, &network));
        found = found || address_in_network(&address, &network);
    }
    g_strfreev(networks);
    return found;
}

static void test_default_onprem_networks(void)
{
    static const char *const inside[] = {
        "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1", "169.254.1.1",
        "127.0.0.1", "fd00::1", "fe80::1", "febf::1", "::1",
    };
    static const char *const outside[] = {
        "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.169.0.0",
        "40.96.0.1", "100.64.0.1", "2001:db8::1", "fec0::1", "::2",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(inside); i++)
        g_assert_true(is_on_premises_by_default(inside[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(outside); i++)
        g_assert_false(is_on_premises_by_default(outside[i]));
    for (size_t i = 0; i < address_range_count; i++) {
        char **parts = g_strsplit(address_ranges[i].network, "/", 2);

        g_assert_false(is_on_premises_by_default(parts[0]));
        g_strfreev(parts);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/knowledge/every_role_is_complete", test_every_role_is_complete);
    g_test_add_func("/knowledge/role_ids_are_as_promised", test_role_ids_are_as_promised);
    g_test_add_func("/knowledge/hybrid_column_is_as_promised", test_hybrid_column_is_as_promised);
    g_test_add_func("/knowledge/places_of_roles", test_places_of_roles);
    g_test_add_func("/knowledge/every_cloud_is_complete", test_every_cloud_is_complete);
    g_test_add_func("/knowledge/every_endpoint_is_complete", test_every_endpoint_is_complete);
    g_test_add_func("/knowledge/clouds_and_places_agree", test_clouds_and_places_of_endpoints_agree);
    g_test_add_func("/knowledge/key_hosts_are_listed", test_key_hosts_are_listed);
    g_test_add_func("/knowledge/every_range_is_complete", test_every_range_is_complete);
    g_test_add_func("/knowledge/equal_ranges_agree", test_equal_ranges_agree);
    g_test_add_func("/knowledge/every_area_is_complete", test_every_area_is_complete);
    g_test_add_func("/knowledge/default_onprem_networks", test_default_onprem_networks);
    return g_test_run();
}
