# SPDX-License-Identifier: GPL-2.0-or-later
"""All scenarios by name; each module holds a list of one subject, the group of its samples."""

from . import (alerts, clouds, contents, endings, estate, fallback, mail, names, offers,
               onpremises, organization, proxy, quic, replies, requests, seed, silence, standstill, transport,
               trust, unreachable, unrelated, unspoken, versions, windows)

_MODULES = (seed, versions, endings, silence, standstill, transport, onpremises, unrelated, names, proxy, mail,
            trust, unreachable, unspoken, organization, clouds, windows, contents, quic, estate,
            offers, fallback, replies, alerts, requests)

#: What each group is about, by name, in order.
GROUPS = {module.__name__.rpartition(".")[2]: module.__doc__.partition("\n\n")[0].replace("\n", " ")
          for module in _MODULES}
#: Group by name of the scenario.
GROUP_OF = {scenario.name: group for group, module in zip(GROUPS, _MODULES)
            for scenario in module.SCENARIOS}
SCENARIOS = {scenario.name: scenario for module in _MODULES for scenario in module.SCENARIOS}
if len(SCENARIOS) != sum(len(module.SCENARIOS) for module in _MODULES):
    raise ValueError("two scenarios have the same name")
