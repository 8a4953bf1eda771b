# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile's colours, measured: readable, apart for all kinds of eyes, and no glare on a dark screen."""

import itertools

import pytest

import colours
from profile_files import colour_rules

NAMES = [name for name, *_ in colour_rules()]


def backgrounds():
    """{rule: colour}"""
    return {name: background for name, _, background, _ in colour_rules()}


def test_measure_is_the_published_one():
    """White, black and a red whose values are tabled for sRGB; what deuteranopes see of grey is grey."""
    assert colours.lab((1, 1, 1)) == pytest.approx((100, 0, 0), abs=0.02)
    assert colours.lab((0, 0, 0)) == pytest.approx((0, 0, 0), abs=0.02)
    assert colours.lab((1, 0, 0)) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert colours.lab((0.5, 0.5, 0.5), "deuteranopia")[1:] == pytest.approx((0, 0), abs=0.05)
    # Red and green that only others tell apart.
    assert colours.distance((0.75, 0.2, 0.1), (0.4, 0.45, 0.0)) > 60
    assert colours.distance((0.75, 0.2, 0.1), (0.4, 0.45, 0.0), "deuteranopia") < 20


@pytest.mark.parametrize("eyes", colours.EYES)
@pytest.mark.parametrize(("one", "other"), itertools.combinations(NAMES, 2))
def test_rules_are_apart(one, other, eyes):
    """Each rule means something else: CIE76 of 20, or 30 of lightness."""
    first, second = backgrounds()[one], backgrounds()[other]
    lightness = abs(colours.lab(first, eyes)[0] - colours.lab(second, eyes)[0])
    assert colours.distance(first, second, eyes) >= 20 or lightness >= 30


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read(name):
    """On its background, whatever the theme."""
    (text,) = (text for rule, _, _, text in colour_rules() if rule == name)
    assert colours.contrast(backgrounds()[name], text) >= 7


@pytest.mark.parametrize("name", NAMES)
def test_rows_do_not_glare_on_a_dark_theme(name):
    """No row is nearly white."""
    assert colours.lab(backgrounds()[name])[0] <= 80


def test_colour_is_for_severity_only():
    """What is healthy, or not known to be anything else, is a grey."""
    chroma = {name: sum(part ** 2 for part in colours.lab(background)[1:]) ** 0.5 for name, background in backgrounds().items()}
    assert chroma.pop("Hybrid flow") < 10
    assert min(chroma.values()) > 30
