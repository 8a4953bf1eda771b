# SPDX-License-Identifier: GPL-2.0-or-later
"""Times, sizes and foreign strings for people."""

import pytest

from triage import text


@pytest.mark.parametrize(("foreign", "shown"), [
    ("mail.contoso.com", "mail.contoso.com"), ("\x1b[31mred", "\\x1b[31mred"), ("a\u202egpj.exe", "a\\u202egpj.exe"),
    ("a\nb\u2028c", "a\\x0ab\\u2028c"), ("\U000e0041", "\\U000e0041"), ("Müller", "Müller")])
def test_nothing_is_obeyed(foreign, shown):
    """Control characters and marks of direction are written out."""
    assert text.visible(foreign) == shown


@pytest.mark.parametrize(("printed", "value"), [
    ("1795366013.880846", 1795366013880846000), ("0.000000000", 0), ("-1.5", -1_500_000_000), ("n/a", None), (None, None), ("", None)])
def test_times(printed, value):
    """As Wireshark's programs print them."""
    assert text.nanoseconds(printed) == value


def test_utc():
    """ISO 8601; what is no date is none."""
    assert text.utc(1795366013880846000) == "2026-11-22T16:46:53.880Z"
    assert text.utc(None) is None and text.utc(10 ** 30) is None


@pytest.mark.parametrize(("written", "size"), [("4G", 4 << 30), ("512m", 512 << 20), ("1.5GB", 3 << 29), ("2GiB", 2 << 30), ("1000", 1000)])
def test_sizes(written, size):
    """With and without a unit."""
    assert text.size_of(written) == size


@pytest.mark.parametrize("written", ["", "0", "-1G", "much", "4X", "1e9", "1.2.3"])
def test_no_size(written):
    """Said, not guessed."""
    with pytest.raises(ValueError):
        text.size_of(written)
