# SPDX-License-Identifier: GPL-2.0-or-later
"""How sure a statement is, and what would make it certain."""

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
LEVELS = (CERTAIN, LIKELY, POSSIBLE)


def weaker(*levels: str) -> str:
    """The least sure of them."""
    return max(levels, key=LEVELS.index)
