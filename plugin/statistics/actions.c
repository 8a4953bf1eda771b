/* actions.c: puts requests of one client together to actions, by time and by what they are for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing in HTTP says that requests on several connections belong together. They are taken for one action if they come
 * from one address, within ACTION_GAP_SECONDS of each other, in the order discovery, token, work ("Exchange hybrid flows",
 * sections 2 and 3 of the facts collected for this plugin).
 */
#include "actions.h"

#include "../core/flow_request.h"

#define ACTION_GAP_SECONDS 60

/* RFC 9110 section 15.5 */
enum { STATUS_UNAUTHORIZED = 401, FIRST_ERROR_STATUS = 400 };

/* What a flow whose HTTP cannot be read is for. */
static const struct {
    enum role          role;
    enum request_stage stage;
} role_stages[] = {
    {ROLE_EXO_AUTODISCOVER, REQUEST_STAGE_DISCOVERY},
    {ROLE_ONPREM_AUTODISCOVER, REQUEST_STAGE_DISCOVERY},
    {ROLE_ACS, REQUEST_STAGE_TOKEN},
    {ROLE_ENTRA_STS, REQUEST_STAGE_TOKEN},
    {ROLE_EXO_CORE, REQUEST_STAGE_WORK},
    {ROLE_GRAPH, REQUEST_STAGE_WORK},
    {ROLE_ONPREM_EXCHANGE, REQUEST_STAGE_WORK},
    {ROLE_EXCH_BACKEND, REQUEST_STAGE_WORK},
};

static enum request_stage stage_of_role(enum role role)
{
    for (size_t i = 0; i < G_N_ELEMENTS(role_stages); i++) {
        if (role_stages[i].role == role)
            return role_stages[i].stage;
    }
    return REQUEST_STAGE_NONE;
}

static const struct flow_time *time_of(const struct summary_step *step)
{
    if (step->request != NULL)
        return &step->request->time;
    return step->flow->frames.client_hello != 0 ? &step->flow->client_hello_time : &step->flow->first_time;
}

static uint32_t frame_of(const struct summary_step *step)
{
    if (step->request != NULL)
        return step->request->frame;
    return step->flow->frames.client_hello != 0 ? step->flow->frames.client_hello : step->flow->frames.first;
}

/* By client, then by time. */
static int compare_steps(const void *left, const void *right)
{
    const struct summary_step *first = left;
    const struct summary_step *second = right;
    int clients = address_compare(&flow_client(first->flow)->address, &flow_client(second->flow)->address);

    if (clients != 0)
        return clients;
    return frame_of(first) < frame_of(second) ? -1 : frame_of(first) > frame_of(second);
}

static void add_steps(GArray *steps, const struct flow *flow)
{
    struct summary_step step = {.flow = flow, .stage = stage_of_role(flow->recognition.role)};

    if (flow->exchange == NULL || flow->exchange->count == 0) {
        if (step.stage != REQUEST_STAGE_NONE && flow->tls)
            g_array_append_val(steps, step);
        return;
    }
    for (unsigned i = 1; i <= flow->exchange->count; i++) {
        step.request = flow_exchange_at(flow->exchange, i);
        step.stage = step.request->row != NULL ? step.request->row->stage : REQUEST_STAGE_NONE;
        if (step.stage != REQUEST_STAGE_NONE && step.request->frame != 0)
            g_array_append_val(steps, step);
    }
}

static bool was_challenged(const struct summary_step *step)
{
    return step->request != NULL && step->request->status == STATUS_UNAUTHORIZED;
}

/* For good: a first 401 is a normal step. */
static bool has_failed(const struct summary_step *step)
{
    if (step->request == NULL)
        return flow_failed(step->flow);
    return flow_request_is_explained(step->request) || (step->request->status >= FIRST_ERROR_STATUS && !was_challenged(step));
}

/* Work that was done ends an action; what a challenge or a failure is answered with goes on with it. */
static bool goes_on(const struct summary_step *last, const struct summary_step *next)
{
    const int64_t gap = (int64_t)ACTION_GAP_SECONDS * 1000000000;

    if (address_compare(&flow_client(last->flow)->address, &flow_client(next->flow)->address) != 0 ||
        flow_time_between(time_of(last), time_of(next)) > gap)
        return false;
    if (was_challenged(last))
        return true;
    return next->stage > last->stage || (next->stage == last->stage && last->stage != REQUEST_STAGE_WORK);
}

static void free_action(void *data)
{
    struct summary_action *action = data;

    g_array_free(action->steps, true);
    g_free(action);
}

static const char *feature_of(const struct summary_step *step)
{
    return step->request != NULL ? request_feature(step->request->row, step->request->operation) : NULL;
}

static void finish_action(GPtrArray *actions, struct summary_action *action)
{
    const struct summary_step *last = NULL;
    bool                       read = false;

    for (unsigned i = 0; i < action->steps->len; i++) {
        const struct summary_step *step = &g_array_index(action->steps, struct summary_step, i);
        read = read || step->request != NULL;
        if (feature_of(step) != NULL && (action->feature == NULL || step->stage == REQUEST_STAGE_WORK))
            action->feature = feature_of(step);
    }
    if (action->steps->len < 2 || !read) {
        free_action(action);
        return;
    }
    last = &g_array_index(action->steps, struct summary_step, action->steps->len - 1);
    action->stopped = has_failed(last);
    g_ptr_array_add(actions, action);
}

static struct summary_action *begin_action(void)
{
    struct summary_action *action = g_new0(struct summary_action, 1);

    action->steps = g_array_new(false, false, sizeof(struct summary_step));
    return action;
}

static int compare_actions(const void *left, const void *right)
{
    const struct summary_action *first = *(const struct summary_action *const *)left;
    const struct summary_action *second = *(const struct summary_action *const *)right;
    uint32_t first_frame = frame_of(&g_array_index(first->steps, struct summary_step, 0));
    uint32_t second_frame = frame_of(&g_array_index(second->steps, struct summary_step, 0));

    return first_frame < second_frame ? -1 : first_frame > second_frame;
}

GPtrArray *actions_make(const GPtrArray *flows)
{
    GPtrArray             *actions = g_ptr_array_new_with_free_func(free_action);
    GArray                *steps = g_array_new(false, true, sizeof(struct summary_step));
    struct summary_action *action = begin_action();

    for (unsigned i = 0; i < flows->len; i++)
        add_steps(steps, g_ptr_array_index(flows, i));
    g_array_sort(steps, compare_steps);
    for (unsigned i = 0; i < steps->len; i++) {
        const struct summary_step *step = &g_array_index(steps, struct summary_step, i);
        if (i > 0 && !goes_on(step - 1, step)) {
            finish_action(actions, action);
            action = begin_action();
        }
        g_array_append_vals(action->steps, step, 1);
    }
    finish_action(actions, action);
    g_array_free(steps, true);
    g_ptr_array_sort(actions, compare_actions);
    return actions;
}
