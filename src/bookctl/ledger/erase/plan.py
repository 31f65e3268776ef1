"""History as it shall be, built beside the one that is: nothing has happened while it is only a plan."""

from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.commit import commit_bytes
from bookctl.ledger.erase import traces
from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.erase.rewrite import Rewriter, Words
from bookctl.ledger.erase.settings import raised
from bookctl.ledger.journal import Record
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.state import State
from bookctl.ledger.tombstone import NAME

BRANCHES = "refs/heads/"
STASH = "refs/stash"


class Move(NamedTuple):
    """A name in git, from one object to another."""

    ref: str
    old: str
    new: str


class Planned(NamedTuple):
    """`first` are the oldest commits that get another id; `stashes` as they shall be, the oldest first."""

    moves: tuple[Move, ...]
    first: tuple[str, ...]
    commits: int
    changed: int
    stashes: tuple[tuple[str, str], ...]


def build(state: State, intent: Intent, *, dry: bool = False) -> Planned:
    """Makes all new objects and has git take them in, unless `dry`; a name already moved stays where it is."""
    refs, kept = traces.refs(state), traces.stashes(state)
    order = traces.commits(state, [*(ref.oid for ref in refs), *(stash.oid for stash in kept)])
    words = Words(intent.words, NAME)
    instead = {
        path: {oid: None if text is None else text.encode() for oid, text in rule.items()}
        for path, rule in intent.rules.items()
    }
    with Rewriter(state, instead, words, dry=dry) as made:
        made.all(order)
        moves = [_move(state, made, ref, intent) for ref in refs if ref.name != STASH]
        made.pack.finish()
    stashes = tuple(
        (made.now[stash.oid], words.out_of(stash.message.encode()).decode()) for stash in reversed(kept)
    )
    return Planned(
        tuple(move for move in moves if move.old != move.new),
        tuple(made.first),
        len(order),
        sum(old != new for old, new in made.now.items()),
        stashes,
    )


def _move(state: State, made: Rewriter, ref: traces.Ref, intent: Intent) -> Move:
    if ref.kind == "tag":
        return Move(ref.name, ref.oid, made.tag(state, ref.oid))
    new = made.now[ref.oid]
    if ref.name.startswith(BRANCHES) and (new != ref.oid or ref.name == git.branch(state)):
        new = _with_epoch(state, made, (ref.oid, new), intent)
    return Move(ref.name, ref.oid, new)


def _with_epoch(state: State, made: Rewriter, tip: tuple[str, str], intent: Intent) -> str:
    """One commit more, in which the settings name the new epoch; none where they do already."""
    old, new = tip
    found = git.objects(state, [f"{old}:{SETTINGS}"])[0]
    if found is None or found.kind != "blob":
        return new
    settings = raised(found.data, intent.epoch, intent.replaced or made.first)
    if settings == found.data:
        return new
    blob = made.pack.add("blob", settings)
    root = made.root(old).replace(
        b" %s\0%s" % (SETTINGS.encode(), bytes.fromhex(found.oid)),
        b" %s\0%s" % (SETTINGS.encode(), bytes.fromhex(blob)),
    )
    record = Record(intent.tx, intent.op, intent.op, trailers(intent), intent.now, intent.offset, None, ())
    tree = made.pack.add("tree", root)
    return made.pack.add("commit", commit_bytes(state, record, (tree, new), None))


def trailers(intent: Intent) -> tuple[tuple[str, str], ...]:
    """Who was forgotten, and where the history ended that this one replaces."""
    told = [("Bookctl-Forgot", id_) for id_ in intent.ids]
    return (
        *told,
        ("Bookctl-Epoch", str(intent.epoch)),
        *((("Bookctl-Last", intent.last),) if intent.last else ()),
    )
