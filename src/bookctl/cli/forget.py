from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.asking import ask
from bookctl.cli.patience import patience
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from bookctl.actions.forget import Forgotten
    from bookctl.actions.forget_look import Preview
    from bookctl.actions.forgetting import Task

app = typer.Typer(rich_markup_mode=None)
Sure = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]


@app.command()
def forget(
    customer: Annotated[
        list[str] | None, typer.Argument(help="Names, parts of names, phones or ids.")
    ] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Blot out name, phone and e-mail in bookings and money too.")
    ] = False,
    clean: Annotated[
        bool, typer.Option("--clean", help="Erase what this clone still keeps of a replaced history.")
    ] = False,
    push: Annotated[bool, typer.Option("--push", help="Give the new history to every remote.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Say what would be rewritten; change nothing.")
    ] = False,
    yes: Sure = False,
) -> None:
    from bookctl.actions.forget_look import preview, whom
    from bookctl.actions.forgetting import Task

    state = current()
    if not customer:
        _without(state, clean=clean, push=push)
        return
    with patience("reading the history", quiet=state.env.quiet), state.reading(everything=True) as view:
        task = Task(whom(view.opened, customer), redact)
        seen = preview(view.opened, task, view.zone, view.now)
    if dry_run:
        _show(state, seen)
        return
    if push:
        _refuse_ahead(state)
    if not yes:
        ask(_question(seen))
    carry_out(state, task, push=push)


def carry_out(state: State, task: "Task", *, push: bool = False) -> None:
    """Does it, tells what came of it, and gives it to the remotes or says how."""
    from bookctl.actions.forget import forget as do

    feeds = _feeds(state)
    with patience("rewriting the history", quiet=state.env.quiet):
        done = do(state.root, state.who(state.clock_in()), task)
    if feeds:
        _build(state, feeds)
    _tell(state, done)
    if push:
        _push(state)
    elif done.remotes:
        state.say(
            f"note: {', '.join(done.remotes)} still has the old history: bookctl forget --push replaces it"
        )


def _feeds(state: State) -> list[str]:
    """The feeds that lie in `public/`."""
    from bookctl.calendars.feed import path_of

    with state.reading() as view:
        feeds = view.index.catalogue().settings.feed
    return [name for name, feed in feeds.items() if (state.root / "public" / path_of(name, feed)).is_file()]


def _build(state: State, feeds: list[str]) -> None:
    """Their files without the person: who subscribed sees the change the next time."""
    from bookctl.calendars.build import Book, build

    with state.reading(everything=True) as view:
        book = Book(view.opened.root, view.index, view.index.catalogue().settings, view.zone, view.now)
        try:
            build(book, feeds)
        except OSError as fault:
            state.say(f"note: the feeds could not be built anew ({fault.strerror}): bookctl feed build")


def _refuse_ahead(state: State) -> None:
    from bookctl.actions.forget_push import refuse_ahead
    from bookctl.ledger.state import find_state

    with patience("asking the remotes", quiet=state.env.quiet):
        refuse_ahead(find_state(state.root))


def _push(state: State) -> None:
    from bookctl.actions.forget_push import push
    from bookctl.ledger.state import find_state

    with patience("pushing", quiet=state.env.quiet):
        done = push(find_state(state.root))
    for one in done:
        names = ", ".join(ref.removeprefix("refs/heads/").removeprefix("refs/") for ref in one.refs)
        state.say(f"{one.remote}: {names} replaced" if names else f"{one.remote}: nothing to replace")
        for ref in one.unseen:
            short = ref.removeprefix("refs/heads/")
            state.say(
                f"note: {one.remote} has a branch {short} that was never fetched; it may hold them still"
            )
    if any(one.refs for one in done):
        state.say(
            "note: a server keeps what has no name for a while: git gc --prune=now in the repository there"
        )


def _without(state: State, *, clean: bool, push: bool) -> None:
    if push:
        _push(state)
    elif not clean:
        raise Usage("nobody was named", help="bookctl forget --help")
    if not clean:
        return
    from bookctl.actions.forget import clean as do

    with patience("erasing", quiet=state.env.quiet):
        left = do(state.root, state.who(state.clock_in()))
    for one in left:
        state.say(f"note: {one}")
    state.print(
        ["nothing of a replaced history is left in this clone" if not left else "erased what could be"]
    )


def _question(seen: "Preview") -> str:
    who = ", ".join(f"{id_} {name}".strip() for id_, name in zip(seen.ids, seen.names, strict=True))
    return (
        f"{who}: this erases them for good and gives another id to {seen.changed} of {seen.commits} commits; "
        f"bookings stay by id: {seen.bookings}, of them ahead: {seen.ahead}; go on?"
    )


def _show(state: State, seen: "Preview") -> None:
    if state.env.shape("table", "plain", "json") == "json":
        from bookctl.render.table import json_text

        data = {**seen._asdict(), "mentions": [one._asdict() for one in seen.mentions]}
        state.print(json_text({"result": {**data, "dry_run": True}}))
        return
    state.print(_lines(seen))


def _lines(seen: "Preview") -> list[str]:
    lines = [f"would forget {id_}  {name}".rstrip() for id_, name in zip(seen.ids, seen.names, strict=True)]
    lines += [
        f"erased:    versions of their records: {seen.versions}; commits that get another id: {seen.changed} of {seen.commits}",
        f"stay:      bookings: {seen.bookings}, of them ahead: {seen.ahead}; payments and purchases: {seen.payments}; by id",
    ]
    if seen.commits:
        lines.append(f"epoch:     {seen.epoch - 1} becomes {seen.epoch}; other clones must follow")
    lines += [f"named in:  {one.file}:{one.line}" for one in seen.mentions]
    if seen.older:
        lines.append(f"named in:  older versions of other files: {seen.older}; --redact blots out pages")
    lines += [f"remote:    {name} keeps the old history until you push" for name in seen.remotes]
    return lines


def _tell(state: State, done: "Forgotten") -> None:
    for path in done.adopted:
        state.say(f"your hand edit of {path} was committed first")
    for one in done.left:
        state.say(f"note: {one}")
    if state.env.shape("table", "plain", "json") == "json":
        from bookctl.render.table import json_text

        result: dict[str, Any] = {**done._asdict(), "dry_run": False}
        state.print(json_text({"result": result}))
        return
    state.print([f"forgotten: {' '.join(done.ids)}" + (f" (epoch {done.epoch})" if done.commit else "")])
