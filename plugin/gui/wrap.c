/* wrap.c: lines of a text broken at a width, with hanging indents.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wrap.h"

#include <stdbool.h>
#include <string.h>

/* No more than half a line may be indented, or the words of a long label's text would stand in a pillar. */
#define WIDEST_INDENT_PART 2

/* The columns of a table keep this distance where its rows are too long. */
#define COLUMN_GAP 2

/* One line of the text, without its end. */
struct line {
    const char *text;
    size_t      length;
};

static size_t count_letters(const char *text, size_t length)
{
    return (size_t)g_utf8_strlen(text, (gssize)length);
}

static size_t span(const struct line *line, size_t from, char letter)
{
    size_t count = 0;

    while (from + count < line->length && line->text[from + count] == letter)
        count++;
    return count;
}

/* Where the next blank is, or the end. */
static size_t end_of_word(const struct line *line, size_t from)
{
    while (from < line->length && line->text[from] != ' ')
        from++;
    return from;
}

/* "Means:", "Do first:", "12.": where that ends; `from` if the line begins with nothing of the kind. A label has two
 * words at most, and begins with a capital letter. */
static size_t end_of_label(const struct line *line, size_t from)
{
    size_t first = end_of_word(line, from);
    size_t second = end_of_word(line, first + span(line, first, ' '));

    if (first == from || first == line->length)
        return from;
    if (g_ascii_isdigit(line->text[from]))
        return line->text[first - 1] == '.' ? first : from;
    if (!g_ascii_isupper(line->text[from]))
        return from;
    if (line->text[first - 1] == ':')
        return first;
    return second < line->length && span(line, first, ' ') == 1 && line->text[second - 1] == ':' ? second : from;
}

static size_t hanging_indent(const struct line *line, size_t width)
{
    size_t most = width / WIDEST_INDENT_PART;
    size_t begin = span(line, 0, ' ');
    size_t label = end_of_label(line, begin);
    size_t indent = label > begin ? label + span(line, label, ' ') : begin;

    if (indent > most)
        indent = begin;
    return indent > most ? COLUMN_GAP : indent;
}

static bool begins_with(const struct line *line, size_t from, const char *beginning)
{
    size_t length = strlen(beginning);

    return line->length - from >= length && strncmp(line->text + from, beginning, length) == 0;
}

/* A registry path, a value below it, a display filter. */
static bool is_to_be_pasted(const struct line *line)
{
    size_t begin = span(line, 0, ' ');

    return begins_with(line, begin, "HKLM\\") || begins_with(line, begin, "Filter:") ||
           memchr(line->text + begin, '=', end_of_word(line, begin) - begin) != NULL;
}

/* How many of the blanks before a word stay. */
static size_t kept_blanks(size_t blanks, bool squeezed)
{
    return squeezed && blanks > COLUMN_GAP ? COLUMN_GAP : blanks;
}

static void append_line(GString *wrapped, const struct line *line, size_t width)
{
    bool   too_long = count_letters(line->text, line->length) > width;
    size_t indent = hanging_indent(line, width);
    size_t place = 0, column = 0;

    while (place < line->length) {
        size_t blanks = span(line, place, ' ');
        size_t end = end_of_word(line, place + blanks);
        size_t letters = count_letters(line->text + place + blanks, end - place - blanks);
        size_t kept = kept_blanks(blanks, too_long && (place > indent || blanks > width / WIDEST_INDENT_PART));
        if (letters == 0)
            break;
        if (column > indent && column + kept + letters > width) {
            kept = indent;
            g_string_append_c(wrapped, '\n');
            column = 0;
        }
        g_string_append_printf(wrapped, "%*s", (int)kept, "");
        g_string_append_len(wrapped, line->text + place + blanks, (gssize)(end - place - blanks));
        column += kept + letters;
        place = end;
    }
}

void wrap_append(GString *wrapped, const char *text, size_t width)
{
    while (*text != '\0') {
        const char       *end = strchr(text, '\n');
        const struct line line = {text, end != NULL ? (size_t)(end - text) : strlen(text)};
        if (is_to_be_pasted(&line))
            g_string_append_len(wrapped, line.text, (gssize)line.length);
        else
            append_line(wrapped, &line, width);
        if (end != NULL)
            g_string_append_c(wrapped, '\n');
        text += line.length + (end != NULL ? 1 : 0);
    }
}
