/* test_knowledge_identifiers.c: well-known ids are found where they stand, and what a federation trust should have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "identifiers.h"
#include "identify.h"

#include <string.h>

#include <glib.h>

#define TENANT "1d2c3b4a-0000-4a4a-8b8b-123456789abc"

static const struct {
    const char *text, *name;
} examples[] = {
    {"00000001-0000-0000-c000-000000000000@*", "ACS (Azure Access Control Service)"},
    {"00000001-0000-0000-c000-000000000000@" TENANT, "ACS (Azure Access Control Service)"},
    {"00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"},
    {"00000002-0000-0FF1-CE00-000000000000/outlook.office365.com@" TENANT, "Office 365 Exchange Online"},
    {"00000003-0000-0ff1-ce00-000000000000@" TENANT, "SharePoint Online"},
    {"00000004-0000-0ff1-ce00-000000000000", "Skype for Business Online"},
    {"00000003-0000-0000-c000-000000000000", "Microsoft Graph"},
    {"7557EB47-c689-4224-abcf-aef9bd7573df", "Teams Scheduler"},
    {"db7de2b5-2149-435e-8043-e080dd50afae", "Cloud Voicemail"},
    {"dc890d15-9560-4a4c-9b7f-a736ec74ec40", "Role full_access_as_app of Exchange Online"},
    {"00000003-0000-0000-c000-000000000000@00000001-0000-0000-c000-000000000000", "Microsoft Graph"},
};

static void test_examples(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++)
        g_assert_cmpstr(identify_id(examples[i].text), ==, examples[i].name);
}

static void test_near_misses(void)
{
    g_assert_null(identify_id(NULL));
    g_assert_null(identify_id(""));
    g_assert_null(identify_id(TENANT));
    g_assert_null(identify_id("00000002-0000-0ff1-ce00-00000000000"));
    g_assert_null(identify_id("00000005-0000-0ff1-ce00-000000000000"));
    g_assert_null(identify_id("urn:federation:MicrosoftOnline"));
}

static void test_rows_are_well_formed(void)
{
    for (size_t i = 0; i < identifier_count; i++) {
        const struct identifier *row = &identifiers[i];
        char                    *lower = g_ascii_strdown(row->id, -1);
        g_assert_true(g_uuid_string_is_valid(row->id));
        g_assert_cmpstr(row->id, ==, lower);
        g_assert_cmpstr(row->name, !=, "");
        g_assert_cmpstr(row->source, !=, "");
        g_assert_cmpstr(identify_id(row->id), ==, row->name);
        for (size_t k = 0; k < i; k++)
            g_assert_cmpstr(identifiers[k].id, !=, row->id);
        g_free(lower);
    }
}

static const char *value_of(const char *setting)
{
    for (size_t i = 0; i < federation_constant_count; i++) {
        if (strcmp(federation_constants[i].setting, setting) == 0)
            return federation_constants[i].value;
    }
    return NULL;
}

static void test_settings_are_found_by_value(void)
{
    g_assert_cmpstr(identify_setting("https://login.microsoftonline.com/extsts.srf"), ==, "TokenIssuerEpr");
    g_assert_cmpstr(identify_setting("outlook.com"), ==, "TargetApplicationUri (of the cloud)");
    g_assert_cmpstr(identify_setting("FYDIBOHF25SPDLT.contoso.com"), ==, "ApplicationUri (on premises)");
    g_assert_cmpstr(identify_setting("https://" TENANT ".resource.mailboxmigration.his.msappproxy.net/EWS/Exchange.asmx"),
                    ==, "TargetSharingEpr (in the cloud, with the Hybrid Agent)");
    g_assert_null(identify_setting("FYDIBOHF25SPDLT."));
    g_assert_null(identify_setting("outlook.live.com"));
    g_assert_null(identify_setting(""));
    g_assert_null(identify_setting(NULL));
}

static void test_federation_constants(void)
{
    static const struct {
        const char *setting, *value;
    } rows[] = {
        {"TokenIssuerUri", "urn:federation:MicrosoftOnline"},
        {"TokenIssuerEpr", "https://login.microsoftonline.com/extSTS.srf"},
        {"TokenIssuerMetadataEpr",
         "https://nexus.microsoftonline-p.com/FederationMetadata/2006-12/FederationMetadata.xml"},
        {"ApplicationUri (on premises)", "FYDIBOHF25SPDLT.<domain>"},
        {"TargetApplicationUri (of the cloud)", "outlook.com"},
        {"ApplicationIdentifier (of the cloud)", "260563"},
        {"TargetAutodiscoverEpr (on premises)",
         "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity"},
        {"DiscoveryEndpoint (on premises)", "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc"},
        {"TargetSharingEpr (on premises, empty or)", "https://outlook.office365.com/EWS/Exchange.asmx"},
        {"TargetSharingEpr (in the cloud, with the Hybrid Agent)",
         "https://<guid>.resource.mailboxmigration.his.msappproxy.net/EWS/Exchange.asmx"},
    };

    g_assert_cmpuint(federation_constant_count, ==, G_N_ELEMENTS(rows));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(value_of(rows[i].setting), ==, rows[i].value);
    for (size_t i = 0; i < federation_constant_count; i++)
        g_assert_cmpstr(federation_constants[i].source, !=, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/identifiers/settings", test_settings_are_found_by_value);
    g_test_add_func("/knowledge_identifiers/examples", test_examples);
    g_test_add_func("/knowledge_identifiers/near_misses", test_near_misses);
    g_test_add_func("/knowledge_identifiers/rows_are_well_formed", test_rows_are_well_formed);
    g_test_add_func("/knowledge_identifiers/federation_constants", test_federation_constants);
    return g_test_run();
}
