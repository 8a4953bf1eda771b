/* test_classify.c: names, addresses, ports and the organisation's own table -> role, cloud, direction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * With the real tables. Addresses of clouds are from Microsoft's lists: 40.96.0.0/13 Exchange Online,
 * 40.107.0.0/16 Exchange Online Protection, 20.20.32.0/19 Entra; the rest are documentation and private ones.
 */
#include "classify.h"

#include <string.h>

#include <glib.h>

#include "flow_player.h"
#include "real_tables.h"

#define ORGANISATION_MAX 8
#define NETWORKS_MAX     16

/* ---- settings and flows ---- */

static struct {
    struct real_tables       tables;
    struct address_network   networks[NETWORKS_MAX];
    struct classify_row      rows[ORGANISATION_MAX];
    struct classify_settings settings;
} fixture;

static struct address_network network_of(const char *text)
{
    struct address_network network;

    g_assert_true(address_network_parse(text, &network));
    return network;
}

static void set_onprem_networks(const char *list)
{
    char **networks = g_strsplit(list, ",", -1);

    fixture.settings.onprem_network_count = 0;
    for (size_t i = 0; networks[i] != NULL && networks[i][0] != '\0'; i++) {
        g_assert_cmpuint(i, <, NETWORKS_MAX);
        fixture.networks[i] = network_of(networks[i]);
        fixture.settings.onprem_network_count++;
    }
    g_strfreev(networks);
}

static void reset(void)
{
    fixture.settings.organization_count = 0;
    set_onprem_networks(address_default_onprem_networks);
}

static void build_fixture(void)
{
    real_tables_build(&fixture.tables);
    fixture.settings = (struct classify_settings){
        .names = &fixture.tables.names,
        .addresses = &fixture.tables.addresses,
        .onprem_networks = fixture.networks,
        .organization = fixture.rows,
    };
    reset();
}

static void free_fixture(void)
{
    real_tables_free(&fixture.tables);
}

/** Adds a row to the organisation's table: a host name or *.suffix. */
static struct classify_row *add_name_row(const char *name, enum organization_side side)
{
    struct classify_row *row = &fixture.rows[fixture.settings.organization_count++];

    g_assert_cmpuint(fixture.settings.organization_count, <=, ORGANISATION_MAX);
    *row = (struct classify_row){.name = name, .side = side};
    return row;
}

static struct classify_row *add_network_row(const char *network, enum organization_side side)
{
    struct classify_row *row = add_name_row(NULL, side);

    row->network = network_of(network);
    return row;
}

static void give_role(struct classify_row *row, enum role role)
{
    row->has_role = true;
    row->role = role;
}

static struct flow flow_between(const char *client, const char *server, uint16_t port)
{
    struct flow_player player;

    flow_player_start_between(&player, client, 50000, server, port, true);
    play_syn(&player);
    return player.flow;
}

static void classify(struct flow *flow)
{
    classify_flow(&fixture.settings, flow);
    g_assert_false(classify_flow(&fixture.settings, flow)); /* nothing new the second time */
}

static void assert_recognised(const struct flow *flow, const char *role, const char *cloud,
                              const char *direction, const char *matched_by, const char *host)
{
    g_assert_cmpstr(roles[flow->recognition.role].id, ==, role);
    g_assert_cmpstr(clouds[flow->recognition.cloud].id, ==, cloud);
    g_assert_cmpstr(flow_direction_id(flow->recognition.direction), ==, direction);
    g_assert_cmpstr(match_source_id(flow->recognition.matched_by), ==, matched_by);
    g_assert_cmpstr(flow->recognition.host, ==, host);
}

/** One flow with at most one name. */
static void assert_flow(const char *client, const char *server, uint16_t port, enum match_source source,
                        const char *name, const char *role, const char *cloud, const char *direction,
                        const char *matched_by, const char *host)
{
    struct flow flow = flow_between(client, server, port);

    /* A bare SYN makes no back end. */
    if (port == 444) {
        flow.frames.client_hello = 2;
    }
    if (name != NULL) {
        flow.names[source] = name;
    }
    classify(&flow);
    assert_recognised(&flow, role, cloud, direction, matched_by, host);
}

/* ---- names ---- */

static void test_microsoft_names(void)
{
    const struct {
        const char *name, *role, *cloud;
    } rows[] = {
        {"outlook.office365.com", "exo_core", "worldwide"},
        {"autodiscover-s.outlook.com", "exo_autodiscover", "worldwide"},
        {"autodiscover.contoso.onmicrosoft.com", "exo_autodiscover", "worldwide"},
        {"autodiscover.contoso.mail.onmicrosoft.com", "exo_autodiscover", "worldwide"},
        {"accounts.accesscontrol.windows.net", "acs", "worldwide"},
        {"login.microsoftonline.com", "entra_sts", "worldwide"},
        {"login.windows.net", "entra_sts", "worldwide"},
        {"domains.live.com", "fed_provision", "worldwide"},
        {"nexus.microsoftonline-p.com", "fed_metadata", "worldwide"},
        {"graph.microsoft.com", "graph", "worldwide"},
        {"outlook.office365.us", "exo_core", "gcc_high"},
        {"partner.outlook.cn", "exo_core", "china"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_flow("10.0.0.10", "198.51.100.20", 443, MATCH_SNI, rows[i].name, rows[i].role, rows[i].cloud,
                    "onprem_to_cloud", "sni", rows[i].name);
        /* A client with a public address is no cloud either. */
        assert_flow("192.0.2.10", "198.51.100.20", 443, MATCH_CONNECT, rows[i].name, rows[i].role,
                    rows[i].cloud, "onprem_to_cloud", "connect", rows[i].name);
    }
}

/** Through an internal proxy or a test network: a cloud role by name, both ends private. */
static void test_cloud_role_at_a_private_address(void)
{
    assert_flow("10.0.0.10", "10.9.9.9", 443, MATCH_SNI, "outlook.office365.com", "exo_core", "worldwide",
                "onprem_to_cloud", "sni", "outlook.office365.com");
}

static void test_look_alikes(void)
{
    const char *names[] = {"outlook.office365.com.example.net", "notoutlook.com", "xoffice365.com",
                           "outlook.office365.com.evil", "graph.microsoft.com.example.net",
                           "accesscontrol.windows.net.example.net", "login-microsoftonline.com"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, names[i], "unclassified", NULL, "unknown",
                    "sni", names[i]);
    }
}

static void test_nothing_known(void)
{
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "www.example.net", "unclassified", NULL,
                "unknown", "sni", "www.example.net");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_DNS, "www.example.net", "unclassified", NULL,
                "unknown", "dns", "www.example.net");
}

/** Names that recognise nothing do not end the search, and harm nobody. */
static void test_names_that_are_none(void)
{
    const char *names[] = {"", ".", "..", "10.0.0.1", "outlook office365.com", "a..b"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        struct flow flow = flow_between("10.0.0.10", "198.51.100.20", 443);

        flow.names[MATCH_SNI] = names[i];
        flow.names[MATCH_DNS] = "outlook.office365.com";
        classify(&flow);
        assert_recognised(&flow, "exo_core", "worldwide", "onprem_to_cloud", "dns", "outlook.office365.com");
    }
}

/** The strongest source that recognises wins; one that comes later may correct. */
static void test_order_of_evidence(void)
{
    const struct {
        enum match_source source;
        const char       *name, *role, *matched_by;
    } steps[] = {
        {MATCH_SMTP, "contoso.mail.protection.outlook.com", "eop_smtp", "smtp"},
        {MATCH_DNS, "graph.microsoft.com", "graph", "dns"},
        {MATCH_CERTIFICATE, "login.microsoftonline.com", "entra_sts", "certificate"},
        {MATCH_HTTP_HOST, "domains.live.com", "fed_provision", "http_host"},
        {MATCH_CONNECT, "accounts.accesscontrol.windows.net", "acs", "connect"},
        {MATCH_SNI, "outlook.office365.com", "exo_core", "sni"},
    };
    struct flow flow = flow_between("10.0.0.10", "198.51.100.20", 443);

    classify(&flow);
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        flow.names[steps[i].source] = steps[i].name;
        g_assert_true(classify_flow(&fixture.settings, &flow));
        assert_recognised(&flow, steps[i].role, "worldwide", "onprem_to_cloud", steps[i].matched_by,
                          steps[i].name);
    }
    give_role(add_name_row("outlook.office365.com", ORGANIZATION_SIDE_NONE), ROLE_HYBRID_AGENT);
    classify(&flow);
    assert_recognised(&flow, "hybrid_agent", NULL, "onprem_to_cloud", "user_table", "outlook.office365.com");
    reset();
}

static void test_name_beats_address(void)
{
    assert_flow("10.0.0.10", "40.96.10.20", 443, MATCH_SNI, "graph.microsoft.com", "graph", "worldwide",
                "onprem_to_cloud", "sni", "graph.microsoft.com");
    assert_flow("10.0.0.10", "20.20.32.5", 443, MATCH_DNS, "outlook.office365.com", "exo_core", "worldwide",
                "onprem_to_cloud", "dns", "outlook.office365.com");
    /* A name that is not listed is weaker than a range that is. */
    assert_flow("10.0.0.10", "40.96.10.20", 443, MATCH_SNI, "www.example.net", "exo_core", "worldwide",
                "onprem_to_cloud", "address", NULL);
}

/* ---- addresses ---- */

static void test_server_ranges(void)
{
    assert_flow("10.0.0.10", "40.96.10.20", 443, MATCH_SNI, NULL, "exo_core", "worldwide", "onprem_to_cloud",
                "address", NULL);
    assert_flow("10.0.0.10", "40.107.1.1", 25, MATCH_SNI, NULL, "eop_smtp", "worldwide", "onprem_to_cloud",
                "address", NULL);
    assert_flow("10.0.0.10", "20.20.32.5", 443, MATCH_SNI, NULL, "entra_sts", "worldwide", "onprem_to_cloud",
                "address", NULL);
    assert_flow("fd00::10", "2603:1056::1", 443, MATCH_SNI, NULL, "exo_core", "worldwide", "onprem_to_cloud",
                "address", NULL);
    assert_flow("10.0.0.10", "41.96.10.20", 443, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
}

static void test_cloud_calls_on_premises(void)
{
    /* Exchange Online fetches free/busy. */
    assert_flow("40.96.10.20", "192.0.2.80", 443, MATCH_SNI, NULL, "onprem_exchange", NULL, "cloud_to_onprem",
                "address", NULL);
    assert_flow("40.96.10.20", "10.0.0.10", 443, MATCH_SNI, NULL, "onprem_exchange", NULL, "cloud_to_onprem",
                "address", NULL);
    assert_flow("2603:1056::1", "2001:db8::80", 443, MATCH_SNI, NULL, "onprem_exchange", NULL,
                "cloud_to_onprem", "address", NULL);
    /* Mail comes in. */
    assert_flow("40.107.1.1", "192.0.2.80", 25, MATCH_SNI, NULL, "eop_smtp", "worldwide", "cloud_to_onprem",
                "address", NULL);
    assert_flow("40.96.10.20", "192.0.2.80", 25, MATCH_SNI, NULL, "eop_smtp", "worldwide", "cloud_to_onprem",
                "address", NULL);
    /* By a name that nobody lists, and by one of the convention. */
    assert_flow("40.96.10.20", "192.0.2.80", 443, MATCH_SNI, "ex01.contoso.com", "onprem_exchange", NULL,
                "cloud_to_onprem", "address", NULL);
    assert_flow("40.96.10.20", "192.0.2.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "cloud_to_onprem", "sni", "mail.contoso.com");
    assert_flow("40.96.10.20", "192.0.2.80", 443, MATCH_SNI, "autodiscover.contoso.com",
                "onprem_autodiscover", NULL, "cloud_to_onprem", "sni", "autodiscover.contoso.com");
}

/** Whatever changes is told, once. */
static void test_changes_are_told(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    g_assert_false(classify_flow(&fixture.settings, &flow));
    flow.names[MATCH_DNS] = "www.example.net"; /* host and source */
    g_assert_true(classify_flow(&fixture.settings, &flow));
    flow.names[MATCH_SNI] = flow.names[MATCH_DNS]; /* source alone */
    g_assert_true(classify_flow(&fixture.settings, &flow));
    flow.names[MATCH_SNI] = "www.example.org"; /* host alone */
    g_assert_true(classify_flow(&fixture.settings, &flow));
    flow.names[MATCH_SNI] = "outlook.office365.com";
    classify(&flow);
    add_network_row("192.0.2.10", ORGANIZATION_SIDE_CLIENT); /* direction alone */
    g_assert_true(classify_flow(&fixture.settings, &flow));
    g_assert_false(classify_flow(&fixture.settings, &flow));
    reset();
}

/** Cloud to cloud is neither in nor out. */
static void test_cloud_to_cloud(void)
{
    assert_flow("40.96.10.20", "40.96.10.21", 443, MATCH_SNI, NULL, "exo_core", "worldwide", "unknown",
                "address", NULL);
    assert_flow("40.107.1.1", "40.107.1.2", 25, MATCH_SNI, NULL, "eop_smtp", "worldwide", "unknown",
                "address", NULL);
}

/* ---- conventions ---- */

static const char *const convention_names[] = {
    "sts.contoso.com",    "adfs.contoso.com",        "fs.contoso.com",  "mail.contoso.com",
    "owa.contoso.com",    "webmail.contoso.com",     "ews.contoso.com", "hybrid.contoso.com",
    "legacy.contoso.com", "autodiscover.contoso.com"};

/** Alone they decide nothing: public ends, and the name by handshake or by DNS. */
static void test_convention_names_never_decide_alone(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(convention_names); i++) {
        assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, convention_names[i], "unclassified", NULL,
                    "unknown", "sni", convention_names[i]);
        assert_flow("10.0.0.10", "203.0.113.80", 443, MATCH_DNS, convention_names[i], "unclassified", NULL,
                    "unknown", "dns", convention_names[i]);
        assert_flow("10.0.0.10", "203.0.113.80", 443, MATCH_CERTIFICATE, convention_names[i], "unclassified",
                    NULL, "unknown", "certificate", convention_names[i]);
        /* Entra is no Exchange Online range. */
        assert_flow("20.20.32.5", "203.0.113.80", 443, MATCH_SNI, convention_names[i], "unclassified", NULL,
                    "unknown", "sni", convention_names[i]);
    }
}

static void test_convention_names_with_other_evidence(void)
{
    /* A private server end. */
    assert_flow("192.0.2.10", "10.0.0.80", 443, MATCH_SNI, "adfs.contoso.com", "adfs", NULL, "unknown", "sni",
                "adfs.contoso.com");
    assert_flow("10.0.0.10", "10.0.0.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "onprem_to_onprem", "sni", "mail.contoso.com");
    /* A client in an Exchange Online range. */
    assert_flow("40.96.10.20", "203.0.113.80", 443, MATCH_SNI, "sts.contoso.com", "adfs", NULL,
                "cloud_to_onprem", "sni", "sts.contoso.com");
    /* Decrypted content. */
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_HTTP_HOST, "mail.contoso.com", "onprem_exchange",
                NULL, "unknown", "http_host", "mail.contoso.com");
    /* The organisation's table. */
    add_network_row("203.0.113.0/24", ORGANIZATION_SIDE_ONPREM);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "unknown", "sni", "mail.contoso.com");
    reset();
}

/** "a private or onprem_networks server end": either will do. */
static void test_convention_names_and_preference(void)
{
    const char *private_servers[] = {"10.0.0.80",      "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                     "169.254.10.10", "fd12::80",   "fe80::80"};

    set_onprem_networks("203.0.113.0/24");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "unknown", "sni", "mail.contoso.com");
    for (size_t i = 0; i < G_N_ELEMENTS(private_servers); i++) {
        assert_flow("192.0.2.10", private_servers[i], 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange",
                    NULL, "unknown", "sni", "mail.contoso.com");
    }
    assert_flow("192.0.2.10", "172.32.0.1", 443, MATCH_SNI, "mail.contoso.com", "unclassified", NULL,
                "unknown", "sni", "mail.contoso.com");
    reset();
}

/* ---- ports and premises ---- */

static void test_port_444(void)
{
    assert_flow("10.20.0.10", "10.20.0.20", 444, MATCH_SNI, NULL, "exch_backend", NULL, "onprem_to_onprem",
                "port", NULL);
    assert_flow("10.20.0.10", "192.168.7.7", 444, MATCH_SNI, "ex02.contoso.com", "exch_backend", NULL,
                "onprem_to_onprem", "port", NULL);
    assert_flow("fd00::10", "fd00::20", 444, MATCH_SNI, NULL, "exch_backend", NULL, "onprem_to_onprem",
                "port", NULL);
    /* A server may be called mail.; on this port it is the back end. */
    assert_flow("10.20.0.10", "10.20.0.20", 444, MATCH_SNI, "mail.contoso.com", "exch_backend", NULL,
                "onprem_to_onprem", "port", NULL);
    assert_flow("10.20.0.10", "10.20.0.20", 443, MATCH_SNI, NULL, "unclassified", NULL, "onprem_to_onprem",
                "none", NULL);
    assert_flow("10.20.0.10", "203.0.113.80", 444, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
    assert_flow("203.0.113.80", "10.20.0.20", 444, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
}

/** Many programs listen there, and scanners try it: only a TLS handshake makes it Exchange's, or the table. */
static void test_port_444_without_handshake(void)
{
    struct flow flow = flow_between("192.168.110.132", "192.168.110.130", 444);

    classify(&flow);
    assert_recognised(&flow, "unclassified", NULL, "onprem_to_onprem", "none", NULL);
    flow.version = 0x0303; /* the hello was not captured */
    g_assert_true(classify_flow(&fixture.settings, &flow));
    assert_recognised(&flow, "exch_backend", NULL, "onprem_to_onprem", "port", NULL);
    flow = flow_between("192.168.110.132", "192.168.110.130", 444);
    give_role(add_network_row("192.168.110.130", ORGANIZATION_SIDE_ONPREM), ROLE_EXCH_BACKEND);
    classify(&flow);
    assert_recognised(&flow, "exch_backend", NULL, "onprem_to_onprem", "user_table", NULL);
    reset();
}

/** What many owners share, and the Hybrid Agent's and the wizard's names, speak for themselves, on their ports. */
static void test_shared_names(void)
{
    static const struct {
        const char       *name;
        enum match_source source;
        uint16_t          port;
        const char       *role;
    } cases[] = {
        {"fabrikam.store.core.windows.net", MATCH_SNI, 443, "hcw"},
        {"fabrikam.store.core.windows.net", MATCH_DNS, 443, "hcw"},
        {"fabrikam.store.core.windows.net", MATCH_HTTP_HOST, 80, "unclassified"},
        {"fabrikam.store.core.windows.net", MATCH_DNS, 80, "unclassified"},
        {"fabrikam.store.core.windows.net", MATCH_CERTIFICATE, 443, "unclassified"},
        {"contoso.servicebus.windows.net", MATCH_SNI, 443, "hybrid_agent"},
        {"contoso.servicebus.windows.net", MATCH_SNI, 9354, "unclassified"},
        {"contoso.servicebus.windows.net", MATCH_CERTIFICATE, 443, "unclassified"},
        {"tds.configure.office.com", MATCH_CERTIFICATE, 443, "unclassified"},
        {"tds.configure.office.com", MATCH_SNI, 443, "hcw"},
        /* Belongs to that service alone. */
        {"autodiscover-s.outlook.com", MATCH_CERTIFICATE, 443, "exo_autodiscover"},
        {"autodiscover-s.outlook.com", MATCH_DNS, 8443, "exo_autodiscover"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flow flow = flow_between("192.0.2.10", "198.51.100.58", cases[i].port);

        flow.names[cases[i].source] = cases[i].name;
        classify(&flow);
        g_assert_cmpstr(roles[flow.recognition.role].id, ==, cases[i].role);
    }
}

/** An address that DNS gave one shared name may be asked for another one. */
static void test_shared_name_not_asked_for(void)
{
    struct flow flow = flow_between("192.0.2.10", "198.51.100.58", 443);

    flow.names[MATCH_DNS] = "fabrikam.store.core.windows.net";
    flow.names[MATCH_SNI] = "cdn.fabrikam.com";
    classify(&flow);
    assert_recognised(&flow, "unclassified", NULL, "unknown", "sni", "cdn.fabrikam.com");
    /* Behind a proxy the port is the proxy's. */
    flow = flow_between("192.0.2.10", "198.51.100.58", 8080);
    flow.proxied = true;
    flow.names[MATCH_CONNECT] = "fabrikam.store.core.windows.net";
    classify(&flow);
    g_assert_cmpstr(roles[flow.recognition.role].id, ==, "hcw");
}

/** Side `cloud` of the table: at the server end as a role of the cloud. */
static void test_side_cloud_of_the_server(void)
{
    add_network_row("198.51.100.0/24", ORGANIZATION_SIDE_CLOUD);
    assert_flow("10.0.0.10", "198.51.100.58", 443, MATCH_SNI, "www.example.net", "unclassified", NULL, "onprem_to_cloud",
                "sni", "www.example.net");
    assert_flow("198.51.100.58", "10.0.0.10", 443, MATCH_SNI, "www.example.net", "unclassified", NULL, "cloud_to_onprem",
                "sni", "www.example.net");
    assert_flow("198.51.100.58", "198.51.100.59", 443, MATCH_SNI, "www.example.net", "unclassified", NULL, "unknown", "sni",
                "www.example.net");
    reset();
}

/** The port of the client does not count. */
static void test_port_444_of_the_client(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.20.0.10", 444, "10.20.0.20", 8443, true);
    play_syn(&player);
    classify(&player.flow);
    assert_recognised(&player.flow, "unclassified", NULL, "onprem_to_onprem", "none", NULL);
}

static void test_both_ends_on_premises(void)
{
    set_onprem_networks("192.0.2.0/25,192.0.2.128/25");
    assert_flow("192.0.2.10", "192.0.2.140", 444, MATCH_SNI, NULL, "exch_backend", NULL, "onprem_to_onprem",
                "port", NULL);
    assert_flow("192.0.2.10", "192.0.2.140", 443, MATCH_SNI, "www.example.net", "unclassified", NULL,
                "onprem_to_onprem", "sni", "www.example.net");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
    reset();
    /* One by network, one by the table. */
    add_network_row("203.0.113.80", ORGANIZATION_SIDE_ONPREM);
    assert_flow("10.0.0.10", "203.0.113.80", 443, MATCH_SNI, NULL, "unclassified", NULL, "onprem_to_onprem",
                "none", NULL);
    assert_flow("203.0.113.80", "10.0.0.10", 443, MATCH_SNI, NULL, "unclassified", NULL, "onprem_to_onprem",
                "none", NULL);
    reset();
}

static void test_is_onprem(void)
{
    struct address address;

    g_assert_true(address_parse("10.1.2.3", &address));
    g_assert_true(classify_is_onprem(&fixture.settings, &address));
    g_assert_true(address_parse("203.0.113.80", &address));
    g_assert_false(classify_is_onprem(&fixture.settings, &address));
    set_onprem_networks("");
    g_assert_true(address_parse("10.1.2.3", &address));
    g_assert_false(classify_is_onprem(&fixture.settings, &address));
    reset();
}

/* ---- the organisation's own table ---- */

static void test_table_gives_a_role(void)
{
    give_role(add_name_row("mail.contoso.com", ORGANIZATION_SIDE_ONPREM), ROLE_ONPREM_EXCHANGE);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "unknown", "user_table", "mail.contoso.com");
    assert_flow("10.0.0.10", "203.0.113.80", 443, MATCH_DNS, "mail.contoso.com", "onprem_exchange", NULL,
                "onprem_to_onprem", "user_table", "mail.contoso.com");
    assert_flow("40.96.10.20", "203.0.113.80", 443, MATCH_SNI, "mail.contoso.com", "onprem_exchange", NULL,
                "cloud_to_onprem", "user_table", "mail.contoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "mail.contoso.com.example.net", "unclassified",
                NULL, "unknown", "sni", "mail.contoso.com.example.net");
    reset();
}

static void test_table_by_address_and_network(void)
{
    give_role(add_network_row("203.0.113.80", ORGANIZATION_SIDE_NONE), ROLE_ADFS);
    give_role(add_network_row("203.0.113.0/24", ORGANIZATION_SIDE_NONE), ROLE_ONPREM_EXCHANGE);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, NULL, "adfs", NULL, "unknown", "user_table",
                NULL);
    assert_flow("192.0.2.10", "203.0.113.81", 443, MATCH_SNI, NULL, "onprem_exchange", NULL, "unknown",
                "user_table", NULL);
    /* `role` applies to the server end only. */
    assert_flow("203.0.113.80", "192.0.2.10", 443, MATCH_SNI, NULL, "unclassified", NULL, "unknown", "none",
                NULL);
    reset();
}

/** `host` is the name that the flow was recognised by, not a stronger one that says nothing. */
static void test_table_names_the_matching_name(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    give_role(add_name_row("ex01.contoso.com", ORGANIZATION_SIDE_NONE), ROLE_ONPREM_EXCHANGE);
    flow.names[MATCH_SNI] = "www.example.net";
    flow.names[MATCH_DNS] = "ex01.contoso.com";
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "unknown", "user_table", "ex01.contoso.com");
    reset();
}

static void test_table_suffix(void)
{
    give_role(add_name_row("*.contoso.com", ORGANIZATION_SIDE_ONPREM), ROLE_ONPREM_EXCHANGE);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "ex01.contoso.com", "onprem_exchange", NULL,
                "unknown", "user_table", "ex01.contoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "a.b.contoso.com", "onprem_exchange", NULL,
                "unknown", "user_table", "a.b.contoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "contoso.com", "unclassified", NULL, "unknown",
                "sni", "contoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "notcontoso.com", "unclassified", NULL,
                "unknown", "sni", "notcontoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "ex01.contoso.com.example.net", "unclassified",
                NULL, "unknown", "sni", "ex01.contoso.com.example.net");
    reset();
}

static void test_table_first_match_wins(void)
{
    give_role(add_name_row("ex01.contoso.com", ORGANIZATION_SIDE_NONE), ROLE_ONPREM_AUTODISCOVER);
    give_role(add_name_row("*.contoso.com", ORGANIZATION_SIDE_CLOUD), ROLE_ONPREM_EXCHANGE);
    give_role(add_name_row("ex01.contoso.com", ORGANIZATION_SIDE_ONPREM), ROLE_ADFS);
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "ex01.contoso.com", "onprem_autodiscover", NULL,
                "onprem_to_cloud", "user_table", "ex01.contoso.com");
    assert_flow("192.0.2.10", "203.0.113.80", 443, MATCH_SNI, "ex02.contoso.com", "onprem_exchange", NULL,
                "onprem_to_cloud", "user_table", "ex02.contoso.com");
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);
    flow.names[MATCH_SNI] = "ex01.contoso.com";
    classify_flow(&fixture.settings, &flow);
    g_assert_cmpint(flow_server(&flow)->side, ==, ORGANIZATION_SIDE_CLOUD);
    g_assert_cmpint(flow_client(&flow)->side, ==, ORGANIZATION_SIDE_NONE);
    reset();
}

/** A row may give only a side: the role comes from elsewhere. */
static void test_table_side_only(void)
{
    add_name_row("outlook.office365.com", ORGANIZATION_SIDE_PROXY);
    add_network_row("192.0.2.10", ORGANIZATION_SIDE_CLIENT);
    assert_flow("192.0.2.10", "198.51.100.20", 443, MATCH_SNI, "outlook.office365.com", "exo_core",
                "worldwide", "client_to_cloud", "sni", "outlook.office365.com");
    assert_flow("192.0.2.11", "198.51.100.20", 443, MATCH_SNI, "outlook.office365.com", "exo_core",
                "worldwide", "onprem_to_cloud", "sni", "outlook.office365.com");
    reset();
}

/** `side` applies to either end, by address; a name is the server's. */
static void test_sides_of_ends(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    flow.names[MATCH_SNI] = "ex01.contoso.com";
    classify_flow(&fixture.settings, &flow);
    g_assert_cmpint(flow_client(&flow)->side, ==, ORGANIZATION_SIDE_NONE);
    add_network_row("192.0.2.0/24", ORGANIZATION_SIDE_ONPREM);
    add_name_row("ex01.contoso.com", ORGANIZATION_SIDE_PROXY);
    fixture.rows[0].label = "Exchange";
    classify_flow(&fixture.settings, &flow);
    g_assert_cmpstr(flow_client(&flow)->label, ==, "Exchange");
    g_assert_null(flow_server(&flow)->label);
    g_assert_cmpint(flow_client(&flow)->side, ==, ORGANIZATION_SIDE_ONPREM);
    g_assert_cmpint(flow_server(&flow)->side, ==, ORGANIZATION_SIDE_PROXY);
    reset();
}

/** A program of workstations tells, the organisation's table tells more. */
static void test_workstation(void)
{
    struct flow flow = flow_between("192.0.2.10", "198.51.100.20", 443);

    flow.names[MATCH_SNI] = "outlook.office365.com";
    flow.agent = FLOW_AGENT_WORKSTATION;
    classify_flow(&fixture.settings, &flow);
    g_assert_cmpint(flow.recognition.direction, ==, FLOW_DIRECTION_CLIENT_TO_CLOUD);
    add_network_row("192.0.2.10", ORGANIZATION_SIDE_ONPREM);
    classify_flow(&fixture.settings, &flow);
    g_assert_cmpint(flow.recognition.direction, ==, FLOW_DIRECTION_ONPREM_TO_CLOUD);
    reset();
}

/** Only a program of workstations makes it a client's; only at a cloud role. */
static void test_workstation_elsewhere(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    flow.names[MATCH_HTTP_HOST] = "mail.contoso.com";
    flow.agent = FLOW_AGENT_WORKSTATION;
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "unknown", "http_host", "mail.contoso.com");
    flow.names[MATCH_HTTP_HOST] = "outlook.office365.com";
    flow.agent = FLOW_AGENT_CROSS_FOREST;
    classify(&flow);
    assert_recognised(&flow, "exo_core", "worldwide", "onprem_to_cloud", "http_host", "outlook.office365.com");
}

/** hybrid-flows section 5: the availability service says whom it calls. Addresses tell more. */
static void test_availability_service(void)
{
    const struct {
        const char     *client, *server, *host;
        enum flow_agent agent;
        const char     *role, *direction;
    } cases[] = {
        {"192.0.2.10", "203.0.113.80", "mail.contoso.com", FLOW_AGENT_CROSS_FOREST, "onprem_exchange", "cloud_to_onprem"},
        {"192.0.2.10", "203.0.113.80", "mail.contoso.com", FLOW_AGENT_CROSS_SITE, "onprem_exchange", "onprem_to_onprem"},
        {"192.0.2.10", "203.0.113.80", "mail.contoso.com", FLOW_AGENT_UNKNOWN, "onprem_exchange", "unknown"},
        /* A server that is not recognised, or none of the organisation's. */
        {"192.0.2.10", "203.0.113.80", "www.example.net", FLOW_AGENT_CROSS_FOREST, "unclassified", "unknown"},
        {"192.0.2.10", "203.0.113.80", "www.example.net", FLOW_AGENT_CROSS_SITE, "unclassified", "unknown"},
        {"192.0.2.10", "203.0.113.80", "outlook.office365.com", FLOW_AGENT_CROSS_SITE, "exo_core", "onprem_to_cloud"},
        {"192.0.2.10", "203.0.113.80", "crl.microsoft.com", FLOW_AGENT_CROSS_FOREST, "revocation", "unknown"},
        /* Both ends on premises; a client in a range of Exchange Online. */
        {"10.0.0.10", "10.0.0.80", "mail.contoso.com", FLOW_AGENT_CROSS_FOREST, "onprem_exchange", "onprem_to_onprem"},
        {"40.96.10.20", "203.0.113.80", "mail.contoso.com", FLOW_AGENT_CROSS_SITE, "onprem_exchange", "cloud_to_onprem"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flow flow = flow_between(cases[i].client, cases[i].server, 443);

        flow.names[MATCH_HTTP_HOST] = cases[i].host;
        flow.agent = cases[i].agent;
        classify(&flow);
        g_assert_cmpstr(roles[flow.recognition.role].id, ==, cases[i].role);
        g_assert_cmpstr(flow_direction_id(flow.recognition.direction), ==, cases[i].direction);
    }
}

/** What is asked for tells what the server is, if nothing else does. */
static void test_content(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    flow.content_role = ROLE_ONPREM_EXCHANGE;
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "unknown", "http_host", NULL);
    flow.names[MATCH_SNI] = "www.example.net";
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "unknown", "sni", "www.example.net");
    flow.agent = FLOW_AGENT_CROSS_FOREST;
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "cloud_to_onprem", "sni", "www.example.net");
    flow.content_role = ROLE_ADFS;
    classify(&flow);
    assert_recognised(&flow, "adfs", NULL, "cloud_to_onprem", "sni", "www.example.net");
    flow = flow_between("10.0.0.10", "10.0.0.80", 443);
    flow.content_role = ROLE_ONPREM_EXCHANGE;
    classify(&flow);
    assert_recognised(&flow, "onprem_exchange", NULL, "onprem_to_onprem", "http_host", NULL);
}

/** Names, addresses, the port and the organisation's table come before. */
static void test_content_is_weakest(void)
{
    struct flow flow = flow_between("192.0.2.10", "203.0.113.80", 443);

    flow.content_role = ROLE_ONPREM_EXCHANGE;
    flow.names[MATCH_SNI] = "outlook.office365.com";
    classify(&flow);
    assert_recognised(&flow, "exo_core", "worldwide", "onprem_to_cloud", "sni", "outlook.office365.com");
    flow = flow_between("192.0.2.10", "40.96.10.20", 443);
    flow.content_role = ROLE_ONPREM_EXCHANGE;
    classify(&flow);
    assert_recognised(&flow, "exo_core", "worldwide", "onprem_to_cloud", "address", NULL);
    flow = flow_between("10.0.0.10", "10.0.0.80", 444);
    flow.frames.client_hello = 2;
    flow.content_role = ROLE_ONPREM_EXCHANGE;
    classify(&flow);
    assert_recognised(&flow, "exch_backend", NULL, "onprem_to_onprem", "port", NULL);
    give_role(add_network_row("203.0.113.80", ORGANIZATION_SIDE_NONE), ROLE_ADFS);
    flow = flow_between("192.0.2.10", "203.0.113.80", 443);
    flow.content_role = ROLE_ONPREM_EXCHANGE;
    classify(&flow);
    assert_recognised(&flow, "adfs", NULL, "unknown", "user_table", NULL);
    reset();
}

int main(int argc, char **argv)
{
    int result = 0;

    g_test_init(&argc, &argv, NULL);
    build_fixture();
    g_test_add_func("/classify/names/microsoft", test_microsoft_names);
    g_test_add_func("/classify/names/private_address", test_cloud_role_at_a_private_address);
    g_test_add_func("/classify/names/look_alikes", test_look_alikes);
    g_test_add_func("/classify/names/nothing", test_nothing_known);
    g_test_add_func("/classify/names/none", test_names_that_are_none);
    g_test_add_func("/classify/names/order", test_order_of_evidence);
    g_test_add_func("/classify/names/beat_addresses", test_name_beats_address);
    g_test_add_func("/classify/addresses/server", test_server_ranges);
    g_test_add_func("/classify/addresses/cloud_calls", test_cloud_calls_on_premises);
    g_test_add_func("/classify/changes", test_changes_are_told);
    g_test_add_func("/classify/addresses/cloud_to_cloud", test_cloud_to_cloud);
    g_test_add_func("/classify/conventions/alone", test_convention_names_never_decide_alone);
    g_test_add_func("/classify/conventions/with_evidence", test_convention_names_with_other_evidence);
    g_test_add_func("/classify/conventions/preference", test_convention_names_and_preference);
    g_test_add_func("/classify/premises/port_444", test_port_444);
    g_test_add_func("/classify/premises/port_444_without_handshake", test_port_444_without_handshake);
    g_test_add_func("/classify/names/shared", test_shared_names);
    g_test_add_func("/classify/names/shared_not_asked_for", test_shared_name_not_asked_for);
    g_test_add_func("/classify/table/side_cloud_of_server", test_side_cloud_of_the_server);
    g_test_add_func("/classify/premises/port_444_of_client", test_port_444_of_the_client);
    g_test_add_func("/classify/premises/both_ends", test_both_ends_on_premises);
    g_test_add_func("/classify/premises/is_onprem", test_is_onprem);
    g_test_add_func("/classify/table/role", test_table_gives_a_role);
    g_test_add_func("/classify/table/network", test_table_by_address_and_network);
    g_test_add_func("/classify/table/matching_name", test_table_names_the_matching_name);
    g_test_add_func("/classify/table/suffix", test_table_suffix);
    g_test_add_func("/classify/table/first_match", test_table_first_match_wins);
    g_test_add_func("/classify/table/side_only", test_table_side_only);
    g_test_add_func("/classify/table/sides", test_sides_of_ends);
    g_test_add_func("/classify/workstation", test_workstation);
    g_test_add_func("/classify/agent/workstation", test_workstation_elsewhere);
    g_test_add_func("/classify/agent/availability", test_availability_service);
    g_test_add_func("/classify/content/role", test_content);
    g_test_add_func("/classify/content/weakest", test_content_is_weakest);
    result = g_test_run();
    free_fixture();
    return result;
}
