"""`feed publish caldav`: the feeds with `caldav = "SERVER"`, kept in a calendar of that server."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.actions.problems import Partly, Problem, Usage
from bookctl.cli.feed_link import feed_bytes, feed_paths, feeds_of, known
from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookctl.calendars.publish import Published

SHARED_DOMAIN = "bookctl.local"


def register(app: typer.Typer) -> None:
    app.command("publish")(publish)


def publish(
    where: Annotated[str, typer.Argument(help="caldav: a server that stands in your configuration.")],
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Feeds; else all that name a server. Its others go along.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be put and deleted; change nothing.")
    ] = False,
) -> None:
    """Keep a server's calendar as the feed says."""
    if where != "caldav":
        raise Usage(f"publishing goes to caldav, not to {where!r}", help="bookctl feed publish caldav")
    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading(everything=True) as view:
        wanted = _servers(view, feeds or [])
        domain = view.index.catalogue().settings.domain
        objects = {server: _objects(view, names) for server, names in wanted.items()}
    if domain == SHARED_DOMAIN:
        state.say(
            f"note: domain is {domain}, as in every new book: two books in one calendar would delete each other's events"
        )
    done, problems = _all(objects, domain, dry=dry_run)
    if done:
        _print(done, wanted, shape, dry=dry_run)
    if problems:
        raise problems[0] if not done else Partly(problems[0].text, lines=[one.text for one in problems[1:]])
    failed = sum(len(one.failed) for one in done.values())
    if failed:
        raise Partly(f"{failed} of the events could not be published; the next run tries them again")


def _print(done: "Mapping[str, Published]", feeds: dict[str, list[str]], shape: str, *, dry: bool) -> None:
    state = current()
    if shape == "json":
        from bookctl.render.table import json_text

        records = [_record(name, feeds[name], one) | {"dry_run": dry} for name, one in done.items()]
        state.print(json_text({"published": records}))
    else:
        state.print([line for name, one in done.items() for line in _lines(name, one, dry=dry)])


def _servers(view: View, names: list[str]) -> dict[str, list[str]]:
    """By server all feeds that go there: publishing one without the others would delete theirs."""
    feeds = feeds_of(view)
    chosen = {feeds[known(view, name)].caldav: name for name in names}
    if None in chosen:
        raise Usage(f"feed {chosen[None]} names no server", help=f'[feed.{chosen[None]}] caldav = "home"')
    found: dict[str, list[str]] = {}
    for name, feed in feeds.items():
        if feed.caldav is not None and (not names or feed.caldav in chosen):
            found.setdefault(feed.caldav, []).append(name)
    if not found:
        raise Usage("no feed names a CalDAV server", help='[feed.NAME] caldav = "home" in bookctl.toml')
    return found


def _objects(view: View, names: list[str]) -> dict[str, bytes]:
    """The events of all these feeds; where several hold one, the first feed says how much is shown."""
    from bookctl.calendars.objects import objects_of

    paths = feed_paths(view)
    made: dict[str, bytes] = {}
    for name in names:
        if not paths[name].endswith(".ics"):
            raise Usage(f"feed {name} is free/busy, which no calendar shows", help="a path ending in .ics")
        made = objects_of(feed_bytes(view, name)) | made
    return made


def _all(
    wanted: "Mapping[str, Mapping[str, bytes]]", domain: str, *, dry: bool
) -> "tuple[dict[str, Published], list[Problem]]":
    """What was done on each server, and what kept it from being done on others."""
    from bookctl.actions.userconfig import UserConfig
    from bookctl.calendars.caldav import server_from
    from bookctl.calendars.publish import publish as run

    config = UserConfig()
    done: dict[str, Published] = {}
    problems: list[Problem] = []
    for name, objects in wanted.items():
        try:
            done[name] = run(server_from(config, name), objects, domain, dry=dry)
        except Problem as problem:
            problems.append(problem)
    return done, problems


def _record(name: str, feeds: list[str], one: "Published") -> dict[str, Any]:
    return {
        "server": name,
        "feeds": feeds,
        "put": list(one.put),
        "deleted": list(one.deleted),
        "unchanged": len(one.unchanged),
        "failed": [{"uid": uid, "reason": why} for uid, why in one.failed],
    }


def _lines(name: str, one: "Published", *, dry: bool) -> list[str]:
    counts = f"{name}: {len(one.put)} put, {len(one.deleted)} deleted, {len(one.unchanged)} as they were"
    if dry:
        told = [f"  put {uid}" for uid in one.put] + [f"  delete {uid}" for uid in one.deleted]
        return [f"would be: {counts}", *told]
    return [counts, *(f"  failed {uid}: {why}" for uid, why in one.failed)]
