# SPDX-License-Identifier: GPL-2.0-or-later
"""What tells a connection again at another capture point: only if it is asked for, and then as stock tshark reads it."""

import functools
import hashlib
import json
import pathlib

import jsonschema
import pytest

from samples import Sample, one_of_each_group

ON = ("-o", "exchange_hybrid.evidence:TRUE")
ADDED = ("last_time", "tcp", "tls", "events", "events_cut")
FIELDS = ("frame.number", "frame.time_epoch", "tcp.stream", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len", "tcp.srcport",
          "ip.ttl", "ipv6.hlim", "tcp.options.mss_val", "tls.handshake.type", "tls.handshake.random", "tls.handshake.certificate",
          "tls.alert_message.desc", "tcp.analysis.retransmission")
SCHEMA = json.loads(pathlib.Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8"))
#: One of each group, and what ends in several ways.
CHOSEN = list(dict.fromkeys((*one_of_each_group(), *map(Sample, (
    "foreign_reset", "reset_before_server_finished", "alert70_from_client", "sslv2_framed_hello", "ipv6_tls10", "hello_split_tls10",
    "downgrade_from_tls13", "minimum_tls13_chosen", "capture_begun_mid_flow", "six_servers", "windows_large_segments_tls12")))))
FOR_EACH = pytest.mark.parametrize("sample", CHOSEN, ids=str)
SYN, ACK, FIN, RST = 0x02, 0x10, 0x01, 0x04


@pytest.fixture(name="asked", scope="module")
def asked_fixture(wireshark, captures):
    """A function that gives a sample's report with the preference on, made once."""
    return functools.cache(lambda sample: wireshark.json(captures / sample.capture.name, *sample.options, *ON))


@pytest.fixture(name="stock", scope="module")
def stock_fixture(wireshark, captures):
    """A function that gives a sample's frames as stock tshark reads them, made once."""
    @functools.cache
    def read(sample):
        fields = [part for name in FIELDS for part in ("-e", name)]
        printed = wireshark.tshark("-n", "-r", captures / sample.capture.name, *sample.options, "-Y", "tcp", "-T", "fields", *fields,
                                   "-E", "aggregator=|", plugin=False)
        return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in printed.decode().splitlines()]

    return read


def frames_of(stock, sample, flow):
    """The frames of a flow."""
    return [frame for frame in stock(sample) if frame["tcp.stream"] == str(flow["stream"])]


def is_client(frame, flow):
    """Whether the flow's client sent it."""
    return frame["tcp.srcport"] == str(flow["client"]["port"])


@FOR_EACH
def test_off_it_is_not_there_and_on_it_changes_nothing_else(wireshark, asked, sample, capture):
    """The same report but for what was added."""
    report = wireshark.json(capture, *sample.options)
    assert not any(set(ADDED) & flow.keys() for flow in report["flows"])
    added = dict(asked(sample))
    jsonschema.validate(added, SCHEMA, jsonschema.Draft7Validator)
    assert all(set(ADDED) <= flow.keys() for flow in added["flows"])
    others = added.pop("connections")
    assert not {other["stream"] for other in others} & {flow["stream"] for flow in report["flows"]}
    without = [{key: value for key, value in flow.items() if key not in ADDED} for flow in added["flows"]]
    assert added | {"flows": without} == report
    assert list(added) == list(report)


@FOR_EACH
def test_sequence_numbers_and_times(asked, stock, sample):
    """Those of the SYN and its answer; the flow's last frame."""
    for flow in asked(sample)["flows"]:
        frames = frames_of(stock, sample, flow)
        for number, time, wanted in (("client_isn", "syn_time", SYN), ("server_isn", "synack_time", SYN | ACK)):
            seen = [frame for frame in frames if int(frame["tcp.flags"], 16) & (SYN | ACK) == wanted]
            first = seen[0] if seen else None
            assert flow["tcp"][number] == (int(first["tcp.seq_raw"]) if first else None)
            assert flow["tcp"][time] == (first["frame.time_epoch"] if first else None)
            side = flow["tcp"]["client" if wanted == SYN else "server"]
            assert side["mss"] == (int(first["tcp.options.mss_val"]) if first and first["tcp.options.mss_val"] else None)
        assert flow["last_time"] == frames[-1]["frame.time_epoch"]
        for name, client in (("client", True), ("server", False)):
            lengths = [int(frame["tcp.len"]) for frame in frames if is_client(frame, flow) == client]
            assert flow["tcp"][name]["largest"] == max(lengths, default=0)


@FOR_EACH
def test_randoms_and_certificate(asked, stock, sample):
    """Those of the first hellos, and the hash of the server's own certificate."""
    for flow in asked(sample)["flows"]:
        frames = frames_of(stock, sample, flow)
        for number, random in (("1", "client_random"), ("2", "server_random")):
            told = flow["tls"][random]
            seen = [frame["tls.handshake.random"].split("|")[0] for frame in frames
                    if frame["tls.handshake.type"].split("|")[0] == number and frame["tls.handshake.random"]]
            if told is not None:
                assert told in seen
            elif not flow["unread"]:
                assert seen == []
        certificate = flow["tls"]["certificate_sha256"]
        leaves = [frame["tls.handshake.certificate"].split("|")[0] for frame in frames
                  if not is_client(frame, flow) and frame["tls.handshake.certificate"]]
        if certificate is not None:
            assert certificate == hashlib.sha256(bytes.fromhex(leaves[0])).hexdigest()


@FOR_EACH
def test_every_reset_and_the_first_fins_are_events(asked, stock, sample):
    """With their frame, sequence number and TTL, however many there are."""
    for flow in asked(sample)["flows"]:
        frames = frames_of(stock, sample, flow)
        by_number = {int(frame["frame.number"]): frame for frame in frames}
        for event in flow["events"]:
            frame = by_number[event["frame"]]
            assert (event["seq"], event["length"]) == (int(frame["tcp.seq_raw"]), int(frame["tcp.len"]))
            assert event["time"] == frame["frame.time_epoch"]
            assert str(event["ttl"]) in (frame["ip.ttl"], frame["ipv6.hlim"])
            assert event["by"] == ("client" if is_client(frame, flow) else "server")
            if event["alert"] is not None:
                assert str(event["alert"]) in frame["tls.alert_message.desc"].split("|")
        resets = [int(frame["frame.number"]) for frame in frames if int(frame["tcp.flags"], 16) & RST]
        assert [event["frame"] for event in flow["events"] if event["what"] == "rst"] == resets
        for client in (True, False):
            fins = [int(frame["frame.number"]) for frame in frames
                    if int(frame["tcp.flags"], 16) & FIN and is_client(frame, flow) == client]
            told = [event["frame"] for event in flow["events"] if event["what"] == "fin" and (event["by"] == "client") == client]
            assert told == fins[:1]


@pytest.mark.parametrize("sample", one_of_each_group(), ids=str)
def test_two_passes_tell_the_same(wireshark, captures, asked, sample):
    """The numbers are those of the first pass."""
    assert wireshark.json(captures / sample.capture.name, *sample.options, *ON, "-2") == asked(sample)
