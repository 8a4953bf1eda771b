/* preferences.c: registers the preferences and keeps the settings made from them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark writes the variables, then calls preferences_apply(); a change re-dissects the file by itself.
 */
#include "preferences.h"

#include <epan/packet.h>
#include <epan/prefs-int.h>
#include <epan/prefs.h>
#include <wsutil/wslog.h>

#include "../core/tls_names.h"
#include "../wireshark_compat.h"
#include "organization.h"

static int             scope = PREFERENCES_SCOPE_ALL;
static int             minimum_version = TLS_VERSION_1_2;
static preference_bool analyse = true;
static preference_bool info_column = false;
static preference_bool trace_resets = false;
static preference_bool germany = false;
static preference_bool requests = true;
static preference_bool show_addresses = false;
static const char     *onprem_networks = address_default_onprem_networks;

static struct preferences         settings;
static struct recognise_names     name_index;
static struct recognise_addresses address_index;
static GArray                    *networks;

static const enum_val_t scope_values[] = {
    {"all", "All TLS flows", PREFERENCES_SCOPE_ALL},
    {"hybrid", "Hybrid flows only", PREFERENCES_SCOPE_HYBRID},
    {NULL, NULL, 0},
};

static const enum_val_t minimum_version_values[] = {
    {"tls12", "TLS 1.2", TLS_VERSION_1_2},
    {"tls13", "TLS 1.3", TLS_VERSION_1_3},
    {NULL, NULL, 0},
};

static void build_indices(void)
{
    uint16_t                 *order = g_new(uint16_t, endpoint_count);
    uint16_t                 *parent = g_new(uint16_t, endpoint_count);
    struct recognise_network *ranges = g_new(struct recognise_network, address_range_count);

    recognise_names_build(&name_index, endpoints, endpoint_count, order, parent);
    recognise_addresses_build(&address_index, address_ranges, address_range_count, ranges);
}

static char *told; /* the value of onprem_networks whose bad parts were told */

static void read_networks(const char *text)
{
    bool         news = g_strcmp0(told, text) != 0;
    char       **parts = g_strsplit_set(text, ", ;\t", -1);

    g_array_set_size(networks, 0);
    for (char **part = parts; *part != NULL; part++) {
        struct address_network network;
        if (**part == '\0')
            continue;
        if (address_network_parse(*part, &network))
            g_array_append_val(networks, network);
        else if (news)
            ws_warning("onprem_networks: \"%s\" is no address or ADDRESS/LENGTH, left out", *part);
    }
    g_strfreev(parts);
    g_free(told);
    told = g_strdup(text);
}

/* The cloud is closed and its addresses may be reused: off unless asked for. */
static void want_clouds(void)
{
    uint32_t wanted = germany ? CLOUD_ALL_WANTED : CLOUD_DEFAULT_WANTED;

    name_index.clouds_wanted = wanted;
    address_index.clouds_wanted = wanted;
}

/* A preference of Wireshark's TCP dissector; `unknown` where there is none of that name. */
static bool tcp_preference(const char *name, bool unknown)
{
    module_t *tcp = prefs_find_module("tcp");
    pref_t   *preference = tcp != NULL ? prefs_find_preference(tcp, name) : NULL;

    return preference != NULL ? prefs_get_bool_value(preference, pref_current) : unknown;
}

static void preferences_apply(void)
{
    want_clouds();
    read_networks(onprem_networks);
    settings.scope = (enum preferences_scope)scope;
    settings.minimum_version = (uint16_t)minimum_version;
    settings.analyse = analyse;
    settings.info_column = info_column;
    settings.trace_resets = trace_resets;
    settings.requests = requests;
    settings.show_addresses = show_addresses;
    settings.classify.names = &name_index;
    settings.classify.addresses = &address_index;
    settings.classify.onprem_networks = (const struct address_network *)(const void *)networks->data;
    settings.classify.onprem_network_count = networks->len;
}

static void forget(void)
{
    g_free(name_index.order);
    g_free(name_index.parent);
    g_free(address_index.networks);
    g_array_free(networks, true);
    g_free(told);
}

void preferences_register(int protocol)
{
    module_t *module = prefs_register_protocol(protocol, preferences_apply);

    prefs_register_enum_preference(module, "scope", "Flows to show",
                                   "All TLS flows, or only those that belong to a hybrid deployment", &scope,
                                   scope_values, false);
    prefs_register_enum_preference(module, "minimum_version", "Minimum TLS version",
                                   "What counts as an old version: below TLS 1.2, as Microsoft's clouds have it, or, more "
                                   "strictly, below TLS 1.3",
                                   &minimum_version, minimum_version_values, false);
    prefs_register_bool_preference(module, "analyse", "Analyse captures",
                                   "Off: no cost while loading, and no output at all", &analyse);
    prefs_register_bool_preference(module, "info_column", "Prefix the Info column",
                                   "Put the finding in front of the Info column's own text", &info_column);
    prefs_register_string_preference(module, "onprem_networks", "Networks on premises",
                                     "Addresses and networks in CIDR notation, separated by commas, that are on "
                                     "premises (default: private and link-local ranges)",
                                     &onprem_networks);
    prefs_register_bool_preference(module, "trace_resets", "Trace resets",
                                   "Read TTLs and hop limits too, to tell resets that another device may have sent",
                                   &trace_resets);
    prefs_register_bool_preference(module, "requests", "Read requests",
                                   "Read HTTP requests and answers where they are not encrypted, or decrypted with keys",
                                   &requests);
    prefs_register_bool_preference(module, "show_addresses", "Show mail addresses",
                                   "Show the mail addresses in requests and answers instead of \"<address>\"",
                                   &show_addresses);
    prefs_register_bool_preference(module, "germany", "Microsoft Cloud Germany",
                                   "Recognise the names and addresses of that cloud, which was closed in 2021",
                                   &germany);
    organization_register(module);
    networks = g_array_new(false, true, sizeof(struct address_network));
    build_indices();
    preferences_apply();
    register_shutdown_routine(forget);
}

void preferences_refresh(void)
{
    preferences_apply();
    settings.analyses_sequence_numbers = tcp_preference("analyze_sequence_numbers", true);
    settings.reads_out_of_order = tcp_preference("reassemble_out_of_order", false);
}

const struct preferences *preferences_get(void)
{
    settings.classify.organization = organization_rows(&settings.classify.organization_count);
    return &settings;
}

bool preferences_wants(const struct flow_recognition *recognition)
{
    return settings.scope == PREFERENCES_SCOPE_ALL || roles[recognition->role].hybrid;
}
