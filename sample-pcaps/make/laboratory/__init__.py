# SPDX-License-Identifier: GPL-2.0-or-later
"""The laboratory: shared machinery that plays a scenario and writes its capture."""
