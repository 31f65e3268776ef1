"""What other copies were seen to have before the names here moved: by that a push proves that nobody added anything."""

import re
from typing import NamedTuple

from bookctl.ledger import git
from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.files import write_file
from bookctl.ledger.state import State

FILE = "unpushed"
_ANY = "*"
_TRACKED = re.compile(r"refs/remotes/(.+)\Z")


class Waiting(NamedTuple):
    """A name in another copy, `remote`, or `*`: in any, with the commit or tag it had there."""

    remote: str
    ref: str
    old: str

    def of(self, remote: str) -> bool:
        return self.remote in {_ANY, remote}


def note(state: State, intent: Intent) -> None:
    """Keeps what was noted before: nothing was pushed in between."""
    names = sorted(git.run(state.root, "remote").decode().split(), key=len, reverse=True)
    known = {(one.remote, one.ref): one for one in read(state)}
    for ref, old in intent.moved:
        for one in _waiting(names, ref, old):
            known.setdefault((one.remote, one.ref), one)
    if known and names:
        text = "".join(f"{one.remote} {one.ref} {one.old}\n" for one in known.values())
        write_file(state.dir, FILE, text.encode("utf-8", "surrogateescape"))


def read(state: State) -> list[Waiting]:
    try:
        text = (state.dir / FILE).read_text("utf-8", "surrogateescape")
    except FileNotFoundError:
        return []
    return [Waiting(*words) for line in text.splitlines() if len(words := line.split(" ")) == 3]


def clear(state: State) -> None:
    (state.dir / FILE).unlink(missing_ok=True)


def _waiting(names: list[str], ref: str, old: str) -> list[Waiting]:
    if ref.startswith("refs/tags/"):
        return [Waiting(_ANY, ref, old)]
    tracked = _TRACKED.match(ref)
    remote = next((name for name in names if tracked and tracked[1].startswith(f"{name}/")), None)
    if tracked is None or remote is None:
        return []
    return [Waiting(remote, f"refs/heads/{tracked[1].removeprefix(f'{remote}/')}", old)]
