/* mail_lines.c: SMTP fields -> commands and lines of replies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A reply has one item for its code, and one for each line that says something behind it; a line that says nothing has
 * the code's only, and what stands in the middle of a line that the next frame ends is a line of its own. So the code
 * before each text, the mark that more lines follow, and the end of the line are looked at where they stand.
 */
#include "mail_lines.h"

#include <string.h>

#include "../core/flow_mail.h"
#include "wanted.h"

/* "250-": three digits and the mark (RFC 5321 section 4.2.1). */
enum { CODE_LENGTH = 3, PREFIX_LENGTH = 4 };

struct line {
    tvbuff_t *tvb;
    int       start, length; /* of its text, behind the prefix */
};

struct list {
    struct line lines[LIMIT_MAIL_LINES_PER_FRAME];
    size_t      count;
    bool        cut;
};

static void insert(struct list *list, const struct line *line)
{
    size_t place = list->count;

    if (list->count >= LIMIT_MAIL_LINES_PER_FRAME) {
        list->cut = true;
        return;
    }
    while (place > 0 && list->lines[place - 1].tvb == line->tvb && list->lines[place - 1].start > line->start)
        place--;
    memmove(&list->lines[place + 1], &list->lines[place], (list->count - place) * sizeof *line);
    list->lines[place] = *line;
    list->count++;
}

static void add_text(void *context, const field_info *info)
{
    struct line line = {info->ds_tvb, wanted_item_start(info), wanted_item_length(info)};

    if (line.tvb != NULL && line.length >= 0 && line.start >= PREFIX_LENGTH &&
        tvb_bytes_exist(line.tvb, line.start - PREFIX_LENGTH, PREFIX_LENGTH + line.length))
        insert(context, &line);
}

/* Of lines without a text. */
static void add_code(void *context, const field_info *info)
{
    struct list *list = context;
    int          start = wanted_item_start(info);
    struct line  line = {info->ds_tvb, start + PREFIX_LENGTH, 0};

    if (line.tvb == NULL || start < 0 || !tvb_bytes_exist(line.tvb, start, CODE_LENGTH))
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (list->lines[i].tvb == line.tvb && list->lines[i].start == line.start)
            return;
    }
    insert(list, &line);
}

static uint8_t byte_at(tvbuff_t *tvb, int offset)
{
    return tvb_bytes_exist(tvb, offset, 1) ? *tvb_get_ptr(tvb, offset, 1) : 0;
}

static bool ends_line(uint8_t byte)
{
    return byte == '\r' || byte == '\n';
}

/* False if it does not begin with a code. */
static bool state_line(const struct line *line, struct flow_mail_reply *reply)
{
    int     start = line->start - PREFIX_LENGTH;
    uint8_t mark = byte_at(line->tvb, start + CODE_LENGTH);

    reply->code = 0;
    for (int i = 0; i < CODE_LENGTH; i++) {
        uint8_t digit = byte_at(line->tvb, start + i);
        if (digit < '0' || digit > '9')
            return false;
        reply->code = (uint16_t)(reply->code * 10 + digit - '0');
    }
    reply->more = mark == '-';
    reply->whole = ends_line(mark) || ends_line(byte_at(line->tvb, line->start + line->length));
    reply->length = (size_t)line->length;
    reply->text = line->length > 0 ? (const char *)tvb_get_ptr(line->tvb, line->start, line->length) : "";
    return true;
}

struct stating {
    struct observation *observations;
    size_t              count, room;
    bool                cut;
};

static struct observation *state(struct stating *stating, enum observation_kind kind)
{
    struct observation *observation = NULL;

    if (stating->count >= stating->room) {
        stating->cut = true;
        return NULL;
    }
    observation = &stating->observations[stating->count++];
    memset(observation, 0, sizeof *observation);
    observation->kind = kind;
    return observation;
}

static void state_command(void *context, const field_info *info)
{
    const char         *name = wanted_item_string(info);
    struct observation *observation = name != NULL ? state(context, OBSERVATION_MAIL_COMMAND) : NULL;

    if (observation != NULL)
        observation->of.mail_command = flow_mail_command_of(name);
}

static void state_replies(struct stating *stating, const struct list *list)
{
    struct flow_mail_reply reply;

    for (size_t i = 0; i < list->count; i++) {
        struct observation *observation = NULL;
        if (state_line(&list->lines[i], &reply))
            observation = state(stating, OBSERVATION_MAIL_REPLY);
        if (observation != NULL)
            observation->of.mail_reply = reply;
    }
}

size_t mail_lines_of_frame(proto_tree *tree, struct observation *observations, size_t room, bool *cut)
{
    struct list    list = {.count = 0};
    struct stating stating = {observations, 0, room, false};

    wanted_visit(tree, WANTED_SMTP_COMMAND, state_command, &stating);
    wanted_visit(tree, WANTED_SMTP_RESPONSE_PARAMETER, add_text, &list);
    wanted_visit(tree, WANTED_SMTP_RESPONSE_CODE, add_code, &list);
    state_replies(&stating, &list);
    *cut = stating.cut || list.cut;
    return stating.count;
}
