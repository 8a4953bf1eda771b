# SPDX-License-Identifier: GPL-2.0-or-later
"""Pairs of captures: a client, a device in the middle, a server, and dumpcap at both sides of the device."""
