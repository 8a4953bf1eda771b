# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures how far apart two colours are, for all kinds of eyes. Colours are (red, green, blue) from 0 to 1, as sRGB has them."""

#: What eyes make of the light of a colour (Machado, Oliveira and Fernandes 2009, severity 1; for linear RGB).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}
# IEC 61966-2-1: linear RGB -> CIE XYZ, and the white of D65.
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def _times(matrix, vector):
    return [sum(weight * part for weight, part in zip(row, vector, strict=True)) for row in matrix]


def linear(colour):
    """The light of each part (IEC 61966-2-1)."""
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in colour]


def lab(colour, eyes="all cones"):
    """CIE 1976 L*, a*, b* of what these eyes see."""
    seen = [min(1.0, max(0.0, part)) for part in _times(EYES[eyes], linear(colour))]
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
               for part in (value / white for value, white in zip(_times(_XYZ, seen), _WHITE, strict=True)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, eyes="all cones"):
    """CIE76."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5


def luminance(colour):
    """Relative luminance (WCAG 2)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
