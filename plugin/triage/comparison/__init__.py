# SPDX-License-Identifier: GPL-2.0-or-later
"""The same connections at two capture points: what the packets of both prove, and no more.

connection (what a report with preference `evidence` says of each) -> clock, matching (which are the same) -> statements
(what happened between the points) -> document, rows, ladder (what is written).
"""
