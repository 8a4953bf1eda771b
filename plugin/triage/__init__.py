# SPDX-License-Identifier: GPL-2.0-or-later
"""A case: folders of captures of many servers, over the plugin's JSON report.

plan (what is to be read) -> run (tshark, a unit at a time) -> report (one page, tables for programs).
Each step reads what the one before wrote into the output folder, so that each can run elsewhere.
"""
