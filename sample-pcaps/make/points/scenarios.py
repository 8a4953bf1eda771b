# SPDX-License-Identifier: GPL-2.0-or-later
"""What is played, and what a comparison of the two captures has to say: written from the scenario."""

from dataclasses import dataclass, replace

CLIENT, SERVER, BYPASSED, TRANSLATED = "192.0.2.10", "198.51.100.20", "198.51.100.21", "203.0.113.9"
CLIENT6, SERVER6 = "2001:db8:0:1::10", "2001:db8:0:3::20"
NAME = "outlook.office365.com"
#: What one capture alone shows where all goes well.
_WELL = (("client_random", "certain", (("nothing_between", "certain"),)),)


@dataclass(frozen=True)
class Pair:
    """One pair. `device`: what stands between (device.py, relay.py); `expected`: for each match how it is matched, how surely,
    and its statements with their certainty.

    `calls`: addresses called, one after the other; `patience`: seconds until the client gives up; `ahead`: seconds that B's
    times are moved by, after the capture.
    """

    name: str
    sentence: str
    expected: tuple
    device: str = "plain"
    calls: tuple = (SERVER,)
    low: str = "1.2"  #: the lowest version that the server takes
    act: str = "answer"
    request: int = 120  #: bytes that the client asks with
    patience: float = 4.0
    offload: bool = False
    ahead: float = 0.0
    crafted: str | None = None
    postprocessed: str | None = None


def _match(by, certainty, *statements):
    return by, certainty, tuple((statement, certainty) for statement in statements)


_RESET = _match("sequence_numbers", "certain", "reset_between", "lost_between")
_BYPASS = _match("client_random", "certain", "nothing_between")
_DEVICES_OWN = "the device between the points is a program of the laboratory"

_PAIRS = (
    Pair("nat", "A device translates the client's address and port; three calls complete.",
         (_match("client_random", "certain", "address_translated", "nothing_between"),) * 3, device="nat", calls=(SERVER,) * 3),
    Pair("reset_to_client", "A firewall swallows the ClientHello and resets the client in the server's name.", (_RESET,), device="reset_to_client"),
    Pair("reset_to_server", "A firewall swallows the ClientHello and resets the server in the client's name.", (_RESET,), device="reset_to_server"),
    Pair("loss", "Whatever the client sends with payload is lost on the way; small packets without payload pass.",
         (_match("sequence_numbers", "certain", "lost_between"),), device="loss"),
    Pair("mtu", "Packets above 1000 bytes are dropped without a word.",
         (_match("client_random", "certain", "large_packets_lost_between"),), device="mtu"),
    Pair("inspection_tls10", "A device ends TLS: 1.2 before it, 1.0 behind it, which the server takes. Another call passes it untouched.",
         (_BYPASS, _match("possible", "possible", "tls_terminated", "version_changed")), device="inspection", calls=(BYPASSED, SERVER),
         low="1.0"),
    Pair("inspection_refused", "A device ends TLS: 1.2 before it, 1.0 behind it, which the server refuses. Another call passes it untouched.",
         (_BYPASS, _match("possible", "possible", "tls_terminated", "version_changed", "alert_between")), device="inspection",
         calls=(BYPASSED, SERVER)),
    Pair("balancer", "A balancer at layer 4 ends TCP and passes TLS on.", (_match("client_random", "certain", "other_connection"),),
         device="balancer"),
    Pair("own_reset", "The server resets the connection itself, after the ClientHello.", _WELL, act="reset"),
    Pair("send_offload", "The client's adapter cuts segments: A shows one of 8000 bytes, B many. All arrive.", _WELL, request=8000, offload=True,
         device="segments"),
    Pair("sequence_rewriting", "A firewall draws sequence numbers of its own for both sides.", _WELL, device="rewriting"),
    Pair("clocks", "The clock of B is 137.25 s ahead.", _WELL, ahead=137.25,
         postprocessed="all times of B moved by 137.25 s after the capture"),
    Pair("ipv6", "Over IPv6 a firewall swallows the ClientHello and resets the client in the server's name.", (_RESET,),
         device="reset_to_client", calls=(SERVER6,)),
)


def _control(pair):
    """The same without the device: all calls pass, and what ends them is at both points."""
    calls = len(pair.calls)
    expected = (_match("client_random", "certain", "nothing_between"),) * calls
    return replace(pair, name=f"{pair.name}_control", device="plain", act="answer", offload=False, ahead=0.0, low="1.2", crafted=None,
                   postprocessed=None, expected=expected, sentence="Control: the same calls, and what stands between passes all on.")


PAIRS = {pair.name: pair for first in _PAIRS for pair in (replace(first, crafted=_DEVICES_OWN), _control(first))}
