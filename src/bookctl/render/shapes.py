"""Signs drawn as shapes, so that a picture does not depend on a font having them in the right width."""

from collections.abc import Callable

CELL, LINE = 8, 20
_EIGHTHS = dict(zip("█▉▊▋▌▍▎▏", range(8, 0, -1), strict=True))
_RISING = dict(zip("▁▂▃▄▅▆▇", range(1, 8), strict=True))


def shape(char: str, column: int, row: int, paint: str) -> str | None:
    """The SVG element for a sign in that cell, filled in the colour `paint`; None: it is written as text."""
    x, y = column * CELL, row * LINE
    if char in _SHAPES:
        return _SHAPES[char](x, y, paint)
    if char in _EIGHTHS:
        return _box(x, y + 4, CELL * _EIGHTHS[char] / 8, LINE - 8, paint)
    if char in _RISING:
        high = (LINE - 6) * _RISING[char] / 8
        return _box(x, y + LINE - 3 - high, CELL - 1, high, paint)
    return None


def _box(x: float, y: float, wide: float, high: float, paint: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" fill="{paint}"/>'


def _dot(radius: float) -> Callable[[int, int, str], str]:
    return lambda x, y, paint: (
        f'<circle cx="{x + CELL / 2:g}" cy="{y + LINE / 2:g}" r="{radius:g}" fill="{paint}"/>'
    )


def _ring(x: int, y: int, paint: str) -> str:
    return _open("circle", f'cx="{x + CELL / 2:g}" cy="{y + LINE / 2:g}" r="3"', paint)


def _open(element: str, place: str, paint: str) -> str:
    return f'<{element} {place} fill="none" stroke="{paint}" stroke-width="1.4" stroke-linecap="round"/>'


def _line(x: int, y: int, paint: str) -> str:
    return _box(x, y + LINE / 2 - 0.5, CELL, 1, paint)


def _shade(part: float) -> Callable[[int, int, str], str]:
    return lambda x, y, paint: _box(x, y + 4, CELL, LINE - 8, paint).replace(
        "/>", f' fill-opacity="{part}"/>'
    )


def _path(*points: tuple[float, float]) -> Callable[[int, int, str], str]:
    def drawn(x: int, y: int, paint: str) -> str:
        steps = " ".join(
            f"{'M' if i == 0 else 'L'}{x + right:g} {y + down:g}" for i, (right, down) in enumerate(points)
        )
        return _open("path", f'd="{steps}"', paint)

    return drawn


def _dots(x: int, y: int, paint: str) -> str:
    return "".join(f'<circle cx="{x + at:g}" cy="{y + 14}" r="0.9" fill="{paint}"/>' for at in (1.5, 4, 6.5))


def _cross(x: int, y: int, paint: str) -> str:
    return _open("path", f'd="M{x + 1.5:g} {y + 7.5:g}l5 5m0 -5l-5 5"', paint)


def _arrow(x: int, y: int, paint: str) -> str:
    return f'<path d="M{x + 1.5:g} {y + 6.5:g}l5.5 3.5l-5.5 3.5z" fill="{paint}"/>'


_SHAPES: dict[str, Callable[[int, int, str], str]] = {
    "●": _dot(3.2),
    "·": _dot(0.9),
    "○": _ring,
    "─": _line,
    "░": _shade(0.1),
    "▒": _shade(0.22),
    "▓": _shade(0.55),
    "✓": _path((1, 10.5), (3.2, 13), (7, 6.8)),
    "×": _cross,
    "▸": _arrow,
    "…": _dots,
}
