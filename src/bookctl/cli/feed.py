"""Calendars for others: listed, built into files, shown, checked, published, linked."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Failed, Faulty, NotFound, Usage
from bookctl.cli import feed_link, feed_publish, nouns
from bookctl.cli.state import State, View, current
from bookctl.model.counted import counted
from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.calendars.build import Book
    from bookctl.calendars.build_known import Built

app = nouns.noun()
Names = Annotated[list[str] | None, typer.Argument(help="Feeds of bookctl.toml; else all of them.")]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_() -> None:
    """The feeds, what they show and where they lie."""
    from bookctl.calendars.feed import choose, path_of

    with current().reading() as view:
        feeds = book_of(view).settings.feed
        counts = {
            name: len(choose(view.index, feed, view.now, view.zone).rows) for name, feed in feeds.items()
        }
    rows = [
        (name, path_of(name, feed), feed.show, feed.query, f"-{feed.past} +{feed.future}", str(counts[name]))
        for name, feed in feeds.items()
    ]
    records = [
        {
            "name": name, "path": path_of(name, feed), "show": feed.show, "query": feed.query, "past": feed.past,
            "future": feed.future, "title": feed.title, "caldav": feed.caldav, "events": counts[name],
        }
        for name, feed in feeds.items()
    ]  # fmt: skip
    columns = (
        Column("feed"), Column("file"), Column("shows"), Column("query", shrink=True), Column("days"),
        Column("events", "right"),
    )  # fmt: skip
    nouns.print_rows(columns, rows, records, "feeds")


@app.command()
def build(
    names: Names = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="FOLDER", help="Into this folder instead of public/.")
    ] = None,
) -> None:
    """Write the files; what has not changed is not touched."""
    from bookctl.calendars.build_known import Moment, unchanged
    from bookctl.calendars.place import strays
    from bookctl.model.time import local_day

    state = current()
    shape = state.env.shape("table", "plain", "json")
    folder = Path(to).expanduser() if to else None
    with state.reading() as view:
        moment = Moment(view.now, local_day(view.now, view.zone))
        made = unchanged(view.opened.root, view.index.oids(), moment, names or (), folder)
        if made is None:
            made = _anew(view, names or [], folder)
    for one in made:
        for note in one.notes:
            state.say(f"note: {one.name}: {note}")
    if not names and folder is None:
        for path in strays(state.root / "public", {one.path for one in made}):
            state.say(f"note: public/{path} is of no feed any more; delete it, or its readers keep it")
    _tell(state, made, shape)


def _anew(view: View, names: list[str], folder: Path | None) -> "list[Built]":
    """What is wrong with a query or the folder is told in a sentence."""
    from bookctl.calendars.build import build as make
    from bookctl.words.query import QueryError

    book = book_of(view)
    chosen = [_known(book, name) for name in names or book.settings.feed]
    if not chosen:
        raise Usage("the book has no feeds", help="[feed.NAME] in bookctl.toml; bookctl help ledger")
    try:
        return make(book, chosen, folder)
    except QueryError as fault:
        raise Faulty(f"a feed's query does not read: {fault}") from None
    except OSError as fault:
        raise Failed(f"{fault.filename}: {fault.strerror}", help="--to FOLDER writes elsewhere") from None


def _tell(state: State, made: "list[Built]", shape: str) -> None:
    if shape == "json":
        from bookctl.render.table import json_text

        keys = ("name", "path", "events", "size", "changed")
        state.print(json_text({"feeds": [{key: getattr(one, key) for key in keys} for one in made]}))
    elif not state.env.quiet:
        state.print([_line(one) for one in made])


def _line(one: "Built") -> str:
    word = "wrote" if one.changed else "as it was"
    return f"{word}  {one.path}  {counted(one.events, 'event')}"


@app.command()
def show(name: Annotated[str, typer.Argument(help="A feed of bookctl.toml.")]) -> None:
    """What is in a feed now, as the file would be."""
    from bookctl.calendars.build import feed_bytes

    state = current()
    with state.reading() as view:
        book = book_of(view)
        data = feed_bytes(book, _known(book, name))
    put(state, data)


@app.command()
def check(file: Annotated[str, typer.Argument(help="An .ics or .ifb file; - for standard input.")]) -> None:
    """What calendar apps would stumble over in a file."""
    from bookctl.calendars.lint import lint
    from bookctl.ledger import finding

    state = current()
    shape = state.env.shape("full", "concise", "json", "table", "plain")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).expanduser().read_bytes()
    except OSError as fault:
        raise NotFound(f"{file}: {fault.strerror}") from None
    found = lint(file, data)
    draw = {"json": finding.json, "full": finding.full, "table": finding.full}.get(shape, finding.concise)
    if found or shape == "json":
        state.print(draw(found, Path.cwd()))
    if any(one.severity == "error" for one in found):
        raise typer.Exit(1)


def put(state: State, data: bytes) -> None:
    """The bytes as they are, line ends included."""
    if state.env.output in {None, "-"}:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    from bookctl.cli.state import replace_file

    try:
        replace_file(Path(str(state.env.output)), data)
    except OSError as fault:
        raise Failed(f"{state.env.output} cannot be written: {fault.strerror}") from None


def book_of(view: View) -> "Book":
    from bookctl.calendars.build import Book

    return Book(view.opened.root, view.index, view.index.catalogue().settings, view.zone, view.now)


def _known(book: "Book", name: str) -> str:
    if name not in book.settings.feed:
        raise NotFound(f"no feed {name!r}", lines=sorted(book.settings.feed), help="bookctl feed list")
    return name


feed_link.register(app)
feed_publish.register(app)
