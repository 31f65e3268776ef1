"""Stretches of time as sorted lists of disjoint, non-empty, half-open pairs."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Any spans, in any order, as a sorted list; what overlaps or touches becomes one, what is empty none."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def intersect(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What is in both."""
    common: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            common.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return common


def subtract(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is in `spans` and in none of the holes."""
    left: list[Span] = []
    at = 0
    for start, end in spans:
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        begin, hole = start, at
        while hole < len(holes) and holes[hole][0] < end:
            if begin < holes[hole][0]:
                left.append((begin, holes[hole][0]))
            begin = max(begin, holes[hole][1])
            hole += 1
        if begin < end:
            left.append((begin, end))
    return left


def contains(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one span covers all of [start, end)."""
    at = bisect_right(spans, start, key=_start) - 1
    return at >= 0 and end <= spans[at][1]


def erode(spans: Sequence[Span], first: int, last: int) -> list[Span]:
    """The starts s, whole seconds, with [s + first, s + last) within one span; the bounds are offsets."""
    return [(start - first, end - last + 1) for start, end in spans if end - start >= last - first]


def _start(span: Span) -> int:
    return span[0]
