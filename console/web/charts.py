"""Small charts, drawn on the server. Each is one image with a name; the same figures stand in a table beside it.

Drawn with attributes and classes only: the content policy refuses styles, and colors follow light and dark.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDE = 360  # units, about the pixels of a phone: letters stay readable there
ROW = 32
BAR = 18
LABELS = 128  # units kept for the words before a bar
NUMBERS = 44  # units kept for the number behind it
TALL = 120


@dataclass(frozen=True)
class Bar:
    """One figure of a chart; ``label`` is what stands at it."""

    label: str
    count: int


def rows_chart(name: str, bars: Sequence[Bar]) -> Markup:
    """Bars from left to right, one below the other: a funnel when each is shorter than the last."""
    most = max((bar.count for bar in bars), default=0)
    drawn = Markup("").join(_row(bar, at * ROW, most) for at, bar in enumerate(bars))
    return _image(name, bars, drawn, ROW * len(bars))


def columns_chart(name: str, bars: Sequence[Bar]) -> Markup:
    """Bars that stand side by side, oldest left; the first and the last are labeled."""
    most = max((bar.count for bar in bars), default=0)
    step = WIDE / max(len(bars), 1)
    drawn = Markup("").join(_column(bar, at * step, step, most) for at, bar in enumerate(bars))
    ends = Markup('<text class="chart-label" x="0" y="{y}">{first}</text>').format(
        y=TALL + 16, first=bars[0].label if bars else ""
    ) + Markup('<text class="chart-label" x="{x}" y="{y}" text-anchor="end">{last}</text>').format(
        x=WIDE, y=TALL + 16, last=bars[-1].label if bars else ""
    )
    return _image(name, bars, drawn + ends, TALL + 24)


def _row(bar: Bar, top: float, most: int) -> Markup:
    room = WIDE - LABELS - NUMBERS
    length = room * bar.count / most if most else 0
    return Markup(
        '<text class="chart-label" x="0" y="{middle}">{label}</text>'
        '<rect class="chart-rail" x="{left}" y="{top}" width="{room}" height="{thick}" rx="4"/>'
        '<rect class="chart-bar" x="{left}" y="{top}" width="{length:.1f}" height="{thick}" rx="4"/>'
        '<text class="chart-number" x="{right}" y="{middle}" text-anchor="end">{count}</text>'
    ).format(
        middle=top + 20,
        label=bar.label,
        left=LABELS,
        top=top + 6,
        room=room,
        length=length,
        thick=BAR,
        right=WIDE,
        count=f"{bar.count:,}",
    )


def _column(bar: Bar, left: float, step: float, most: int) -> Markup:
    height = (TALL - 20) * bar.count / most if most else 0
    number = f"{bar.count:,}" if bar.count else ""
    return Markup(
        '<rect class="chart-bar" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'
        '<text class="chart-number" x="{middle:.1f}" y="{above:.1f}" text-anchor="middle">{number}</text>'
    ).format(
        x=left + 3,
        top=TALL - height,
        width=step - 6,
        height=max(height, 1),
        middle=left + step / 2,
        above=TALL - height - 4,
        number=number,
    )


def _image(name: str, bars: Sequence[Bar], drawn: Markup, height: float) -> Markup:
    """The name says what is drawn and its figures, for people who hear the page."""
    figures = ", ".join(f"{bar.label}: {bar.count}" for bar in bars)
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {wide} {height}" width="{wide}" height="{height}">'
        "<title>{name}. {figures}</title>{drawn}</svg>"
    ).format(wide=WIDE, height=height, name=name, figures=escape(figures), drawn=drawn)
