# SPDX-License-Identifier: Apache-2.0
"""The few shapes that the plots need, as SVG text; the same input gives the same bytes."""
import math

INK, FAINT, PAPER = "#1f2328", "#d0d7de", "#ffffff"
# Colours that stay apart for the colour-blind; akt is black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#7f3c8d",
           "#6b8e23", "#b22222", "#4b6f9e", "#a0522d")


class drawing:
    def __init__(self, width, height):
        self.width, self.height, self.parts = width, height, []

    def line(self, x1, y1, x2, y2, colour=FAINT, width=1):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
                          f'stroke="{colour}" stroke-width="{width}"/>')

    def path(self, points, colour, width):
        text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{text}" fill="none" stroke="{colour}" '
                          f'stroke-width="{width}"/>')

    def dot(self, x, y, colour, radius=3.5):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>')

    def bar(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
                          f'height="{height:.1f}" fill="{colour}"/>')

    def text(self, x, y, words, anchor="start", size=12, colour=INK, weight="normal"):
        words = str(words).replace("&", "&amp;").replace("<", "&lt;")
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
                          f'font-size="{size}" fill="{colour}" font-weight="{weight}">'
                          f'{words}</text>')

    def done(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                'font-family="system-ui, sans-serif">\n'
                f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


class log_scale:
    """Maps values to pixels; the ends are powers of ten around them, or their own."""

    def __init__(self, values, begin, end, own_ends=False):
        self.low = math.floor(math.log10(min(values)) + 1e-9)
        self.high = max(math.ceil(math.log10(max(values)) - 1e-9), self.low + 1)
        if own_ends:
            self.low, self.high = math.log10(min(values)), math.log10(max(values))
        self.begin, self.end = begin, end

    def __call__(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]


def spaced(places, gap):
    """The same labels, in order of place, moved down where they would overlap."""
    result, last = {}, -math.inf
    for label, y in sorted(places.items(), key=lambda item: item[1]):
        last = max(y, last + gap)
        result[label] = last
    return result
