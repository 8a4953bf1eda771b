# SPDX-License-Identifier: GPL-2.0-or-later
"""Small plans and reports for the tests of single modules."""

import pathlib

from triage.capture_file import CaptureFile, Status
from triage.case import Result
from triage.plan import Input, Unit
from triage.sources import Source

SECOND = 1_000_000_000


def source(name, folder="/case", set_name=None):
    """A file of a folder."""
    return Source(pathlib.Path(folder) / name, f"case/{name}", folder, None, set_name)


def capture(name, first=0, last=0, folder="/case", status=Status.READ, sha256=None, set_name=None):
    """A file that was looked at; times in seconds."""
    return CaptureFile(source(name, folder, set_name), status, None, sha256 or name, 10, 1000, first * SECOND, last * SECOND)


def unit(name="EX01", set_name=None, packets=(10,), in_order=True, key=None):
    """A unit of as many files as there are counts of packets."""
    files = tuple(Input(f"{name}/{number}.pcapng", f"/{name}/{number}.pcapng", None, Status.READ, None, f"{name}{number}", count,
                        1000, None) for number, count in enumerate(packets, 1))
    return Unit(key or name, name, set_name, files, (), in_order)


def flow(client="192.0.2.10", host="outlook.office365.com", outcome="completed", **others):
    """A flow of the plugin's report."""
    return {
        "stream": 0, "client": {"address": client, "port": 50000}, "server": {"address": "198.51.100.20", "port": 443},
        "role": "exo_core", "hybrid": True, "cloud": "worldwide", "direction": "onprem_to_cloud", "host": host, "matched_by": "sni",
        "sni": host, "client_max_version": "TLS 1.2", "negotiated_version": "TLS 1.2" if outcome == "completed" else None,
        "cipher": None, "outcome": outcome, "ended_by": None, "alert": None, "history": "SsH",
        "frames": {"first": 1, "client_hello": 4, "server_hello": None, "alert": None, "end": None, "last": 9},
        "first_time": "1795366013.880846000", "certificate": None, "requests": [], "unread": None, "findings": [],
    } | others


def finding(**others):
    """A finding of the plugin's report."""
    return {"id": "client_offers_below_tls12", "severity": "error", "summary": "Seen.", "cause": "Because.", "remedy": "Change it.",
            "explains": "Nothing.", "reference": "A page", "confidence": "high", "count": 1, "streams": [0], "frames": [4]} | others


def result(one=None, flows=(), hosts=(), findings=(), comparable=(), level="ok"):
    """A unit with its report."""
    document = {
        "schema": "exchange_hybrid.report/1",
        "capture": {"frames": 10, "first_time": "1795366013.000000000", "last_time": "1795366113.000000000", "unread": [], "resets": 0},
        "flows": list(flows), "hosts": list(hosts), "findings": list(findings), "comparable": list(comparable),
        "verdict": {"level": level, "text": f"This is {level}.", "do_first": None}, "limits": {"flows_cut": 0},
    }
    return Result(one or unit(), document, None)


def host(address, *offers):
    """A host of the plugin's report; an offer is role, highest, lowest, flows, failed."""
    names = ("role", "max_version", "min_version", "flows", "failed")
    return {"address": address, "side": "onprem", "label": None, "offers": [dict(zip(names, offer)) for offer in offers]}


def standing(address, which):
    """How a client stands in its own capture."""
    return {"address": address, "standing": which, "id": "client_behind_siblings", "severity": "error",
            "summary": f"{address} is behind {{others}}.", "cause": "Because.", "remedy": "Change it.", "explains": None,
            "reference": "A page", "confidence": "high"}
