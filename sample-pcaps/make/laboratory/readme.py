# SPDX-License-Identifier: GPL-2.0-or-later
"""Keeps the table of sample-pcaps/README.md equal to the expectations beside the captures."""

import json

_BEGIN = "<!-- table: begin (written by make.sh) -->"
_END = "<!-- table: end -->"
_HEAD = ("| file | scenario | expected findings | client stack; server stack | twin, and the one "
         "property in which they differ |\n|---|---|---|---|---|")


def update_table(samples):
    """Write the table anew between its two marks."""
    path = samples / "README.md"
    before, rest = path.read_text().split(_BEGIN)
    after = rest.split(_END)[1]
    rows = [_row(one) for one in sorted(samples.glob("*.expected.json"))]
    path.write_text("\n".join([before + _BEGIN, _HEAD, *rows, _END + after]))


def _row(path):
    expected = json.loads(path.read_text())
    name = path.name.removesuffix(".expected.json")
    twin = expected["twin"]
    twin_cell = f"`{twin.removesuffix('.pcapng')}`: {expected['differs_in']}" if twin else ""
    notes = "".join(f" {word.capitalize()}: {expected[word]}."
                    for word in ("crafted", "postprocessed") if expected[word])
    return (f"| `{name}` | {expected['scenario']}{notes} | {_findings(expected)} | "
            f"{expected['client_stack']}; {expected['server_stack']} | {twin_cell} |")


def _findings(expected):
    """Findings of all flows and frames, each once, with severity; none: the verdict."""
    found = dict.fromkeys(f"`{one['id']}` ({one['severity']})"
                          for flow in expected["flows"] for one in flow["findings"])
    found |= dict.fromkeys(f"`{one['finding']}` ({one['severity']})" for one in expected["frames"])
    return ", ".join(found) or f"none ({expected['verdict']})"
