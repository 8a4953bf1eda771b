/* preferences.c: registers the preferences and keeps the settings made from them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark writes the variables, then calls preferences_apply(); a change re-dissects the file by itself.
 */
#include "preferences.h"

#include <epan/packet.h>
#include <epan/prefs.h>
#include <wsutil/wslog.h>

#include "../wireshark_compat.h"

static int             scope = PREFERENCES_SCOPE_ALL;
static preference_bool analyse = true;
static preference_bool info_column = false;
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

static void build_indices(void)
{
    uint16_t                 *order = g_new(uint16_t, endpoint_count);
    uint16_t                 *parent = g_new(uint16_t, endpoint_count);
    struct recognise_network *ranges = g_new(struct recognise_network, address_range_count);

    recognise_names_build(&name_index, endpoints, endpoint_count, order, parent);
    recognise_addresses_build(&address_index, address_ranges, address_range_count, ranges);
}

static void read_networks(const char *text)
{
    char **parts = g_strsplit_set(text, ", ;\t", -1);

    g_array_set_size(networks, 0);
    for (char **part = parts; *part != NULL; part++) {
        struct address_network network;
        if (**part == '\0')
            continue;
        if (address_network_parse(*part, &network))
            g_array_append_val(networks, network);
        else
            ws_warning("Exchange Hybrid: onprem_networks: \"%s\" is no address or ADDRESS/LENGTH, left out", *part);
    }
    g_strfreev(parts);
}

static void preferences_apply(void)
{
    read_networks(onprem_networks);
    settings.scope = (enum preferences_scope)scope;
    settings.analyse = analyse;
    settings.info_column = info_column;
    settings.classify.names = &name_index;
    settings.classify.addresses = &address_index;
    settings.classify.onprem_networks = (const struct address_network *)(const void *)networks->data;
    settings.classify.onprem_network_count = networks->len;
}

void preferences_register(int protocol)
{
    module_t *module = prefs_register_protocol(protocol, preferences_apply);

    prefs_register_enum_preference(module, "scope", "Flows to show",
                                   "All TLS flows, or only those that belong to a hybrid deployment", &scope,
                                   scope_values, false);
    prefs_register_bool_preference(module, "analyse", "Analyse captures",
                                   "Off: no cost while loading, and no output at all", &analyse);
    prefs_register_bool_preference(module, "info_column", "Prefix the Info column",
                                   "Put the finding in front of the Info column's own text", &info_column);
    prefs_register_string_preference(module, "onprem_networks", "Networks on premises",
                                     "Addresses and networks in CIDR notation, separated by commas, that are on "
                                     "premises (default: private and link-local ranges)",
                                     &onprem_networks);
    networks = g_array_new(false, true, sizeof(struct address_network));
    build_indices();
    preferences_apply();
}

const struct preferences *preferences_get(void)
{
    return &settings;
}

bool preferences_wants(const struct flow *flow)
{
    return settings.scope == PREFERENCES_SCOPE_ALL || roles[flow->recognition.role].hybrid;
}
