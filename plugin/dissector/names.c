/* names.c: HTTP and SMTP fields -> names.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "names.h"

#include <string.h>

#include "../content/http_header.h"
#include "../content/request_reader.h"
#include "../core/user_agent.h"
#include "host_names.h"
#include "preferences.h"
#include "wanted.h"

/* What does not fit is no name. */
static void copy_name(const char *text, size_t length, char *name)
{
    char *comparable = host_names_comparable(text, length);

    if (strlen(comparable) <= LIMIT_NAME_LENGTH)
        g_strlcpy(name, comparable, LIMIT_NAME_LENGTH + 1);
    g_free(comparable);
}

/* "host", "host:443", "[2001:db8::1]:443" (RFC 9110 section 7.2). */
static void copy_authority(const char *text, char *name)
{
    const char *bracket = strchr(text, ']');

    if (text[0] == '[' && bracket != NULL)
        copy_name(text + 1, (size_t)(bracket - text - 1), name);
    else
        copy_name(text, strcspn(text, ":/"), name);
}

static enum flow_agent agent_of(const char *user_agent)
{
    struct http_availability_agent agent;

    if (user_agent == NULL)
        return FLOW_AGENT_UNKNOWN;
    if (http_availability_agent_read(user_agent, &agent))
        return agent.cross_forest ? FLOW_AGENT_CROSS_FOREST : FLOW_AGENT_CROSS_SITE;
    return user_agent_is_workstation(user_agent) ? FLOW_AGENT_WORKSTATION : FLOW_AGENT_UNKNOWN;
}

static enum role role_of_path(const char *method, const char *target, const char *host)
{
    char                      path[LIMIT_REQUEST_TEXT];
    struct request_seen       seen = {.method = method, .host = host, .path = path};
    const struct request_row *row = NULL;

    if (!preferences_get()->requests || method == NULL || target == NULL)
        return ROLE_UNCLASSIFIED;
    request_reader_path(target, path);
    row = request_recognise(&seen);
    return row != NULL ? row->implies : ROLE_UNCLASSIFIED;
}

static void read_http(proto_tree *tree, struct names_of_frame *names)
{
    const char *method = wanted_string(tree, WANTED_HTTP_METHOD);
    const char *target = wanted_string(tree, WANTED_HTTP_URI);
    const char *host = wanted_string(tree, WANTED_HTTP_HOST);

    if (method != NULL && strcmp(method, "CONNECT") == 0 && target != NULL) {
        names->connect = true;
        copy_authority(target, names->connect_target);
        names->with_credentials = request_reader_has_credentials(wanted_string(tree, WANTED_HTTP_PROXY_AUTHORIZATION));
    } else if (host != NULL) {
        copy_authority(host, names->http_host);
        names->content_role = role_of_path(method, target, host);
    }
    names->agent = agent_of(wanted_string(tree, WANTED_HTTP_USER_AGENT));
    wanted_number(tree, WANTED_HTTP_RESPONSE_CODE, &names->http_status);
}

static void read_smtp(proto_tree *tree, struct names_of_frame *names)
{
    const char *command = wanted_string(tree, WANTED_SMTP_COMMAND);
    const char *parameter = wanted_string(tree, WANTED_SMTP_REQUEST_PARAMETER);
    const char *reply = wanted_string(tree, WANTED_SMTP_RESPONSE_PARAMETER);

    if (reply != NULL)
        copy_name(reply, strcspn(reply, " \r\n"), names->smtp_server);
    if (strchr(names->smtp_server, '.') == NULL)
        names->smtp_server[0] = '\0';
    if (command == NULL || parameter == NULL)
        return;
    if (g_ascii_strcasecmp(command, "EHLO") == 0 || g_ascii_strcasecmp(command, "HELO") == 0)
        copy_name(parameter, strcspn(parameter, " \r\n"), names->smtp_client);
}

/* Not the whole struct: this is asked for each TCP frame. */
static void forget(struct names_of_frame *names)
{
    names->connect = names->with_credentials = false;
    names->agent = FLOW_AGENT_UNKNOWN;
    names->content_role = ROLE_UNCLASSIFIED;
    names->connect_target[0] = names->http_host[0] = names->smtp_server[0] = names->smtp_client[0] = '\0';
    names->http_status = 0;
}

bool names_of_frame(proto_tree *tree, struct names_of_frame *names)
{
    forget(names);
    if (tree == NULL)
        return false;
    read_http(tree, names);
    read_smtp(tree, names);
    return names->connect || names->http_host[0] != '\0' || names->smtp_server[0] != '\0' ||
           names->smtp_client[0] != '\0' || names->http_status != 0 || names->agent != FLOW_AGENT_UNKNOWN;
}
