# SPDX-License-Identifier: GPL-2.0-or-later
"""All scenarios by name; each module holds a list of one subject."""

from . import (alerts, clouds, contents, endings, estate, fallback, mail, names, offers,
               onpremises, organization, proxy, quic, replies, requests, seed, silence, transport,
               trust, unreachable, unrelated, versions, windows)

_MODULES = (seed, versions, endings, silence, transport, onpremises, unrelated, names, proxy, mail,
            trust, unreachable, organization, clouds, windows, contents, quic, estate,
            offers, fallback, replies, alerts, requests)

SCENARIOS = {scenario.name: scenario for module in _MODULES for scenario in module.SCENARIOS}
if len(SCENARIOS) != sum(len(module.SCENARIOS) for module in _MODULES):
    raise ValueError("two scenarios have the same name")
