#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the reports say of a sample that lacks one frame, or in which two segments have changed places.

A capture loses frames and a path changes their order: neither may make a failure, somebody's fault or health out of
what is not captured.

usage: variants.py left_out|swapped|reassembled [SAMPLE ...]

By hand over all samples (some thousand runs); test_variants.py takes a choice.
"""

import argparse
import dataclasses
import sys

import samples
from capture_file import CaptureFile
from cases import HEALTH_CLAIMS
from wireshark import Wireshark, built_module

PREFERENCE = "tcp.reassemble_out_of_order"
REASSEMBLED = ("-o", f"{PREFERENCE}:TRUE")
_FAILED = {"alert", "reset", "closed", "refused", "unanswered"}
_SEVERITIES = ("chat", "note", "warning", "error")
_FACTS = ("role", "host", "sni", "client_max_version", "negotiated_version", "cipher", "outcome", "ended_by", "alert",
          "certificate", "unread")
_TLS_SECRETS = b"KSLT"


@dataclasses.dataclass(frozen=True)
class Segment:
    """A frame with a TCP segment."""

    number: int
    stream: str
    port: str
    length: int


def without_decryption():
    """The samples whose captures hold no secrets."""
    return [sample for sample in samples.all_samples() if _TLS_SECRETS not in sample.capture.read_bytes()]


def segments(wireshark, path):
    """The frames of a capture with a TCP segment, in order."""
    printed = wireshark.tshark("-n", "-r", path, "-Y", "tcp", "-T", "fields", "-E", "occurrence=f", "-e", "frame.number",
                               "-e", "tcp.stream", "-e", "tcp.srcport", "-e", "tcp.len", plugin=False).decode()
    return [Segment(int(number), stream, port, int(length))
            for number, stream, port, length in (line.split("\t") for line in printed.splitlines())]


def neighbours(found):
    """(segment, segment) with bytes of one direction, between which the other side says nothing."""
    last = {}
    for segment in found:
        before = last.get(segment.stream)
        if segment.length:
            last[segment.stream] = segment
            if before and before.port == segment.port:
                yield before, segment


class Reader:
    """Reads variants of one sample, and compares them with the whole."""

    def __init__(self, wireshark, sample):
        self._wireshark, self._options = wireshark, sample.options
        self._content = CaptureFile.read(sample.capture)
        path = self._path(self._content.whole())
        self._segments = segments(wireshark, path)
        self._whole = self._read(path)

    def left_out(self):
        """(name of the variant, what is wrong with it) for each TCP frame."""
        for segment in self._segments:
            report = self._read(self._path(self._content.without(segment.number)))
            yield f"without frame {segment.number}", false_conclusions(self._whole, report)

    def swapped(self):
        """The same for each pair of neighbouring segments in each other's place; what is not read must be told."""
        for name, path in self._swaps():
            report = self._read(path)
            wrong = false_conclusions(self._whole, report)
            if facts(report) != facts(self._whole) and not _names_preference(report):
                wrong.append(f"{PREFERENCE} is not named")
            yield name, wrong

    def reassembled(self):
        """The same, with the preference: what differs from the answers to the whole."""
        whole = facts(self._read(self._path(self._content.whole()), *REASSEMBLED))
        for name, path in self._swaps():
            told = facts(self._read(path, *REASSEMBLED))
            yield name, [f"{told[key]}, not {whole.get(key)}" for key in told if told[key] != whole.get(key)]

    def _swaps(self):
        for one, other in neighbours(self._segments):
            path = self._path(self._content.swapped(one.number, other.number))
            yield f"frames {one.number} and {other.number} swapped", path

    def _path(self, content):
        return self._wireshark.file("variant", content)

    def _read(self, path, *options):
        return self._wireshark.json(path, *self._options, *options)


def _names_preference(report):
    """Whether the advice on what could not be read names the preference."""
    return any(PREFERENCE in entry["advice"] for entry in report["capture"].get("unread", ()))


def _by_ends(report):
    """{(client, server, which of them): flow}."""
    found = {}
    for flow in report["flows"]:
        ends = tuple(sorted(f"{end['address']} {end['port']}" for end in (flow["client"], flow["server"])))
        found[(*ends, sum(key[:2] == ends for key in found))] = flow
    return found


def facts(report):
    """What is told of each flow, but for frames and times; and the verdict's level."""
    told = {ends: ([flow.get(key) for key in _FACTS], sorted((one["id"], one["severity"]) for one in flow["findings"]))
            for ends, flow in _by_ends(report).items()}
    return {**told, "verdict": report["verdict"]["level"]}


def false_conclusions(whole, report):
    """Errors, Warnings, failures and health in a report that the whole capture does not have, in words."""
    wrong, known = [], _by_ends(whole)
    for ends, flow in _by_ends(report).items():
        full = known.get(ends)
        if flow["outcome"] in _FAILED and (full is None or flow["outcome"] != full["outcome"]):
            wrong.append(f"{flow['outcome']}, not {full and full['outcome']}")
        wrong += _new_findings(full["findings"] if full else [], flow["findings"])
    wrong += _new_findings(whole["findings"], [one for one in report["findings"] if not one["streams"]])
    wrong += [f"says: {claim}" for claim in HEALTH_CLAIMS
              if claim in report["verdict"]["text"] and claim not in whole["verdict"]["text"]]
    return wrong


def _new_findings(full, shown):
    worst = {}
    for one in full:
        worst[one["id"]] = max(worst.get(one["id"], 0), _SEVERITIES.index(one["severity"]))
    return [f"{one['id']} ({one['severity']})" for one in shown
            if one["severity"] in ("warning", "error") and worst.get(one["id"], -1) < _SEVERITIES.index(one["severity"])]


def main():
    """Print what is wrong, a variant a line; exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=("left_out", "swapped", "reassembled"))
    parser.add_argument("sample", nargs="*")
    options = parser.parse_args()
    wireshark, tried, bad = Wireshark(built_module()), 0, 0
    try:
        for sample in without_decryption():
            if options.sample and sample.name not in options.sample:
                continue
            for name, wrong in getattr(Reader(wireshark, sample), options.way)():
                tried += 1
                bad += bool(wrong)
                if wrong:
                    print(f"{sample.name}, {name}: {'; '.join(wrong)}", flush=True)
    finally:
        wireshark.close()
    print(f"{tried} variants, {bad} of them wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
