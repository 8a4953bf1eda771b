# SPDX-License-Identifier: GPL-2.0-or-later
"""What ends the program with one line, and the exit status that a program reads."""

import enum


class Exit(enum.IntEnum):
    """Exit status of the command."""

    OK = 0
    FINDINGS = 1
    NOT_READ = 2


class TriageError(Exception):
    """The command cannot go on; its text is for the user."""


class UnitError(Exception):
    """A unit has no report; its text says why."""
