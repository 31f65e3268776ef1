import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Problem, Usage
from bookctl.cli import nouns
from bookctl.cli.faults import translated
from bookctl.cli.feed_link import feed_bytes, feed_paths, feeds_of
from bookctl.cli.state import State, current
from bookctl.model.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bookctl.portal.feeds import Portal

app = nouns.noun()
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        raise Usage("serve what?", help="bookctl serve feeds")


@app.command()
def feeds(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="The address to listen at.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help="The port; 0 for any that is free.")
    ] = 8080,
) -> None:
    """The calendars, behind their links, until Ctrl-C."""
    from bookctl.ledger.state import make_state
    from bookctl.portal.server import address, listen, serve

    state = current()
    with state.reading() as view:
        count, private, zone = len(feeds_of(view)), view.opened.state, view.zone
        if not count:
            raise Usage("the book has no feeds", help="[feed.NAME] in bookctl.toml; bookctl help ledger")
    with suppress(OSError):  # where nothing can be written, dates are remembered as long as this runs
        make_state(private)
    portal = _portal(state, private.dir, lambda: state.now(zone))
    listening = listen(host, port)
    bound = listening.getsockname()[1]

    def ready() -> None:
        told = (
            f"serving {count} feed{'s' if count > 1 else ''} at http://{address(host, bound)}; Ctrl-C stops"
        )
        print(told, file=sys.stderr, flush=True)
        if host not in LOOPBACK:
            state.say(
                "note: this is plain http: whoever is on the way can read the links; see bookctl help serve"
            )

    serve(listening, portal, ready)


def _portal(state: State, folder: "Path", clock: "Callable[[], int]") -> "Portal":
    from bookctl.portal.feeds import Portal
    from bookctl.portal.modified import Memory
    from bookctl.portal.tokens import Links, links_file

    links = Links(links_file(state.root, os.environ))
    return Portal(links, _Book(state).feed, Memory(folder / "served.json"), clock)


class _Book:
    """The book, opened for each request; what is wrong with it is said once, until something else is."""

    def __init__(self, state: State) -> None:
        self._state, self._told = state, ""

    def feed(self, name: str, path: str) -> bytes | None:
        """The bytes as the book is now; None where the feed is not there. Unavailable where it does not read."""
        from bookctl.portal.feeds import Unavailable

        try:
            with self._state.reading(everything=True) as view:
                found = feed_paths(view).get(name) == path
                data = feed_bytes(view, name) if found else None
        except Exception as fault:
            problem = fault if isinstance(fault, Problem) else translated(fault)
            if problem is None:
                raise
            self._tell(f"{problem.text}; feeds are served as they were")
            raise Unavailable from fault
        self._told = ""
        return data

    def _tell(self, text: str) -> None:
        if text != self._told:
            self._told = text
            print(f"bookctl: {shown(text)}", file=sys.stderr, flush=True)
