# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the requests of an expectation, and what is hidden, are in the capture: by stock tshark."""

import subprocess

_FIELDS = """tcp.stream http.request.method http.request.uri http.response.code http.user_agent
    http2.streamid http2.headers.method http2.headers.path http2.headers.status""".split()
_CONTINUE = "100"


def _rows(path):
    """Frames with HTTP, as lists of values by field; \\x1f stands between values."""
    argv = ["tshark", "-n", "-r", str(path), "-Y", "http || http2.headers", "-T", "fields",
            "-E", "occurrence=a", "-E", "aggregator=\x1f"]
    for name in _FIELDS:
        argv += ["-e", name]
    for line in subprocess.run(argv, capture_output=True, text=True, check=True).stdout.splitlines():
        yield {name: value.split("\x1f") if value else []
               for name, value in zip(_FIELDS, line.split("\t"))}


def read_requests(path):
    """{stream: ([(method, path)], [user agent], [status])}; in HTTP/2 the statuses come in any order."""
    streams = {}
    for row in _rows(path):
        asked, agents, statuses = streams.setdefault(int(row["tcp.stream"][0]), ([], [], []))
        methods = row["http.request.method"] + row["http2.headers.method"]
        targets = row["http.request.uri"] + row["http2.headers.path"]
        asked += [(method, target.partition("?")[0]) for method, target in zip(methods, targets)]
        agents += row["http.user_agent"]
        statuses += [one for one in row["http.response.code"] + row["http2.headers.status"]
                     if one != _CONTINUE]
    return streams


def check_requests(path, expected):
    """Problems of the requests of all flows that tell them."""
    flows = [flow for flow in expected["flows"] if "requests" in flow]
    if not flows:
        return
    streams = read_requests(path)
    for flow in flows:
        asked, agents, statuses = streams.get(flow["stream"], ([], [], []))
        wanted = [(one["method"], one["path"]) for one in flow["requests"]]
        if asked != wanted:
            yield f"stream {flow['stream']}: requests {asked}, expected {wanted}"
        wanted = [str(one["status"]) for one in flow["requests"] if one["status"] not in ("*", None)]
        if sorted(statuses) != sorted(wanted):
            yield f"stream {flow['stream']}: answers {statuses}, expected {wanted}"
        wanted = [one["user_agent"] for one in flow["requests"] if "user_agent" in one]
        if agents and agents != wanted:
            yield f"stream {flow['stream']}: user agents {agents}, expected {wanted}"
        indexes = {one["frame_of"] for one in flow["content_findings"]} - {None}
        if not indexes <= set(range(len(flow["requests"]))):
            yield f"stream {flow['stream']}: a finding on a request that there is not"
