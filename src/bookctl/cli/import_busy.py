"""`import busy`: a person's other calendar, kept as busy time."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Failed, Faulty, NotFound, Usage
from bookctl.cli.options import DryRun
from bookctl.cli.state import current
from bookctl.cli.write import write

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

WEB = ("http://", "https://", "webcal://")


def register(app: typer.Typer) -> None:
    app.command("busy")(busy)


def busy(
    resource: Annotated[str, typer.Argument(help="Id or name of a resource.")],
    file: Annotated[
        str | None, typer.Argument(help="An .ics file, an address, or - for standard input.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="What to call it; else the file's or server's name."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Forget the calendar of that name.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from addresses of this network, too.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """A person's other calendar as busy time."""
    if remove:
        if name is None:
            raise Usage("--remove needs --name: which calendar?")
        write(lambda desk: _remove(desk, resource, str(name)), dry=dry_run)
        return
    if file is None:
        raise Usage("which calendar? a file, an address, or -", help="bookctl import busy --help")
    data = _data(file, private=allow_private)
    called = name or _named(file)
    write(lambda desk: _put(desk, resource, called, (file, data)), dry=dry_run)


def _put(desk: "Desk", resource: str, name: str, source: tuple[str, bytes]) -> "Outcome":
    from bookctl.actions import lookup
    from bookctl.actions.busy import Busy, covered, put
    from bookctl.calendars.canonical import canonical
    from bookctl.calendars.expand import busy_spans
    from bookctl.calendars.foreign import CalendarError, read_calendar
    from bookctl.ledger.finding import Finding

    id_ = lookup.named("resource", desk.resource_names, resource)
    zone = desk.catalogue.resources[id_].zone_in(desk.settings.timezone)
    file, data = source
    shown = "calendar" if file.startswith(WEB) else file
    try:
        foreign = read_calendar(data, zone=zone)
    except CalendarError as fault:
        found = Finding(shown, fault.line, 1, "error", "calendar", fault.text)
        raise Faulty("the calendar does not read; what was known of it stays", [found]) from None
    window = covered(desk)
    spans, warned = busy_spans(foreign, window, zone)
    for one in [*foreign.warnings, *warned][:20]:
        desk.warnings.append(f"{shown}:{one.line}: {one.text}" + (f" ({one.uid[:60]})" if one.uid else ""))
    text = canonical(spans, window, f"{id_}-{name}@{desk.settings.domain}", desk.now).decode()
    return put(desk, Busy(id_, name, spans), text)


def _remove(desk: "Desk", resource: str, name: str) -> "Outcome":
    from bookctl.actions import lookup
    from bookctl.actions.busy import remove

    return remove(desk, lookup.named("resource", desk.resource_names, resource), name)


def _data(file: str, *, private: bool) -> bytes:
    """Before the book is opened: nobody waits for a network. One byte more than is taken, at most."""
    from bookctl.calendars.lines import LARGEST

    if file.startswith(WEB):
        from bookctl.calendars.fetch import fetch

        current().say("fetching the calendar")
        return fetch(file, private=private)
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).expanduser().open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except OSError as fault:
        raise Failed(f"{file} cannot be read: {fault.strerror}") from None


def _named(file: str) -> str:
    """A slug of the file's stem, or of the server's name."""
    from urllib.parse import urlsplit

    base = (
        urlsplit(file).hostname or "web"
        if file.startswith(WEB)
        else "stdin"
        if file == "-"
        else Path(file).stem
    )
    return re.sub(r"[^a-z0-9]+", "-", base.lower()).strip("-")[:60] or "calendar"
