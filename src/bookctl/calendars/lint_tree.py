"""The components of a calendar file, one in another (RFC 5545, section 3.4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bookctl.calendars.lint_report import Line, Report

_DEEPEST = 8
_NEST = "every BEGIN needs its END, in the opposite order"


@dataclass(frozen=True, slots=True)
class Component:
    """`begin` is its BEGIN line; `lines` are its own, without those of the components within."""

    name: str
    begin: Line
    lines: list[Line] = field(default_factory=list)
    inner: "list[Component]" = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """The first of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str | None:
        line = self.one(name)
        return None if line is None else line.value

    def within(self, name: str) -> "Iterator[Component]":
        return (component for component in self.inner if component.name == name)


def components(lines: Iterable[Line], report: Report) -> list[Component]:
    """What stands at the top of the file; what is not closed at its end is closed there."""
    tops: list[Component] = []
    open_: list[Component] = []
    for line in lines:
        if line.name == "BEGIN":
            _begin(line, tops, open_, report)
        elif line.name == "END":
            _end(line, open_, report)
        elif open_:
            open_[-1].lines.append(line)
        else:
            report.add(
                "ics-structure",
                f"{line.name} outside of any calendar",
                line,
                remedy="put it between BEGIN:VCALENDAR and its END",
            )
    for component in open_:
        report.add(
            "ics-structure",
            f"{component.name} has no END: the file is cut off",
            component.begin,
            remedy=_NEST,
        )
    return tops


def _begin(line: Line, tops: list[Component], open_: list[Component], report: Report) -> None:
    component = Component(line.value.strip().upper(), line)
    if len(open_) >= _DEEPEST:
        report.add("ics-structure", f"components {_DEEPEST} deep", line, remedy=_NEST)
        return
    (open_[-1].inner if open_ else tops).append(component)
    open_.append(component)


def _end(line: Line, open_: list[Component], report: Report) -> None:
    name = line.value.strip().upper()
    if name not in {component.name for component in open_}:
        report.add("ics-structure", f"END:{name} without BEGIN", line, remedy=_NEST)
        return
    while (last := open_.pop()).name != name:
        report.add(
            "ics-structure", f"{last.name} has no END before END:{name}", last.begin, remedy=_NEST, first=line
        )
