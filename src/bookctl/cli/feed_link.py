"""`feed link`, `feed links`, `feed unlink`: who has which of the feeds that `serve feeds` serves."""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import NotFound, Usage
from bookctl.cli.state import State, View, current

if TYPE_CHECKING:
    from bookctl.model.feed import Feed
    from bookctl.portal.tokens import Links

Name = Annotated[str, typer.Argument(help="A feed of bookctl.toml.")]
Whom = Annotated[
    str | None, typer.Option("--for", metavar="WHO", help="Whose link it is; each can be ended on its own.")
]
USUAL = "http://127.0.0.1:8080"


def register(app: typer.Typer) -> None:
    app.command("link")(link)
    app.command("links")(links)
    app.command("unlink")(unlink)


def link(
    name: Name,
    whom: Whom = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where the server is seen from outside.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Instead of the link there is, which ends.")] = False,
) -> None:
    """A new secret address of a feed, shown this once."""
    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading() as view:
        path, now = feed_paths(view)[known(view, name)], view.now
    base = _base(url)
    token = _links(state).make(name, _person(whom), now, anew=new)
    address = f"{base}/{token}/{path}"
    webcal = f"webcal://{address.partition('://')[2]}"
    if shape == "json":
        from bookctl.render.table import json_text

        state.print(json_text({"link": {"feed": name, "for": whom, "url": address, "webcal": webcal}}))
    else:
        state.print([address, webcal])
    state.say("keep it now: nobody can read it again. Whoever has it can read the feed.")
    if base.startswith("http://"):
        state.say("note: phones and Google want https from outside: bookctl help serve")


def links() -> None:
    """Every link with its day, never the link itself."""
    from bookctl.cli.nouns import print_rows
    from bookctl.render.table import Column

    state = current()
    with state.reading() as view:
        found = _links(state).all()
        names = feeds_of(view)
        rows = [
            (
                one.feed,
                one.whom or "",
                f"{view.local(one.made):%Y-%m-%d}",
                "" if one.revoked is None else f"{view.local(one.revoked):%Y-%m-%d}",
                "" if one.feed in names else "no such feed",
            )
            for one in found
        ]
    records = [
        {
            "feed": one.feed,
            "for": one.whom,
            "made": _utc(one.made),
            "ended": one.revoked and _utc(one.revoked),
        }
        for one in found
    ]
    columns = [Column("feed"), Column("for", shrink=True), Column("made"), Column("ended"), Column("note")]
    print_rows(columns, rows, records, "links")


def unlink(name: Name, whom: Whom = None) -> None:
    """End a link: whoever has it is told that it is gone."""
    state = current()
    with state.reading() as view:
        now = view.now
    person = _person(whom)
    _links(state).revoke(name, person, now)
    state.print([f"ended the link to {name}" + (f" for {person}" if person else "")])


def known(view: View, name: str) -> str:
    """The feed's name; NotFound with those there are."""
    feeds = feeds_of(view)
    if name not in feeds:
        raise NotFound(f"no feed {name!r}", lines=sorted(feeds), help="bookctl feed list")
    return name


def feeds_of(view: View) -> "dict[str, Feed]":
    return view.index.catalogue().settings.feed


def feed_paths(view: View) -> dict[str, str]:
    """Where each feed lies below `public/`, and behind a link's token."""
    from bookctl.calendars.feed import path_of

    return {name: path_of(name, feed) for name, feed in feeds_of(view).items()}


def feed_bytes(view: View, name: str) -> bytes:
    """The feed as the book is now. Usage where its query does not read."""
    from bookctl.calendars.build import Book
    from bookctl.calendars.build import feed_bytes as made
    from bookctl.words.query import QueryError

    settings = view.index.catalogue().settings
    try:
        return made(Book(view.opened.root, view.index, settings, view.zone, view.now), name)
    except QueryError as fault:
        raise Usage(f"[feed.{name}] query: {fault}", help="bookctl help queries") from None


def _links(state: State) -> "Links":
    from bookctl.portal.tokens import Links, links_file

    return Links(links_file(state.root, os.environ))


def _person(whom: str | None) -> str | None:
    from bookctl.model.text import unsafe

    if whom is None:
        return None
    text = " ".join(whom.split())
    if not text or len(text) > 200 or unsafe(text):
        raise Usage("--for is a name on one line, of at most 200 characters")
    return text


def _base(url: str | None) -> str:
    """What stands before the token: --url, the user's configuration, else this machine."""
    from urllib.parse import urlsplit

    from bookctl.actions.userconfig import UserConfig

    config = UserConfig()
    found = url or (config.section("serve", "feeds") or {}).get("url") or USUAL
    try:
        parts = urlsplit(found)
        good = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except (ValueError, AttributeError):
        good = None
    if not good or not found.isprintable() or " " in found:
        source = "--url" if url else f"[serve.feeds] url in {config.path}"
        raise Usage(f"{source} must be an address as in https://calendar.example.com")
    return str(found).rstrip("/")


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
