# SPDX-License-Identifier: GPL-2.0-or-later
"""A frame less, or two segments in the wrong order: no failure, no blame and no health comes of it.

A choice of samples, one of each kind of ending; `variants.py` does it for all of them.
"""

import pytest

import samples
import variants

# Their frames are left out in turn: endings of every kind, and connections that work.
ONE_LESS = (
    "close_after_tls12_hello", "close_before_server_finished", "alert40_no_common_suite",
    "client_gives_up_after_certificate_tls13", "silence_client_closes", "reply_given", "resumption_tls12", "tls13_completed",
    "proxy_connect_tls12", "proxy_403", "smtp_tls12", "smtp_inbound_by_ehlo", "no_tls", "name_unrecognised",
    "no_client_hello", "proxy_unanswered", "large_packets_lost",
)
# Of these, neighbouring segments change places.
SWAPPED = ("hello_split_tls12", "hello_split_tls10", "reply_given", "tls13_completed", "smtp_tls12", "offer_browser",
           "requests_plain_backend")


def by_name(names):
    """A test runs once for each of these samples."""
    return pytest.mark.parametrize("sample", [samples.Sample(name) for name in names], ids=str)


@by_name(ONE_LESS)
def test_no_frame_is_missed(sample, wireshark):
    """Whichever frame the capture lost: nothing new is wrong, and nothing is said to be well."""
    tried = list(variants.Reader(wireshark, sample).left_out())
    assert tried
    assert [(name, wrong) for name, wrong in tried if wrong] == []


@by_name(SWAPPED)
def test_order_makes_no_difference_with_the_preference(sample, wireshark):
    """With tcp.reassemble_out_of_order the answers are those to the capture in order."""
    tried = list(variants.Reader(wireshark, sample).reassembled())
    assert tried
    assert [(name, wrong) for name, wrong in tried if wrong] == []
