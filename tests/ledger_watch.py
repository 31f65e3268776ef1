"""What stands in a ledger, byte for byte, and what no answer of the program may ever hold."""

import hashlib
import os
import re
import stat
import time
from contextlib import contextmanager
from pathlib import Path

from conftest import Result

DAY = "2026-11-24"
PAGE = f"bookings/2026/{DAY}.toml"
FRIDAY = "bookings/2026/2026-11-27.toml"
BAD_INPUT, SECONDS = {1, 2, 3, 4, 5, 8}, 5
# What could steer a terminal; a line's end is the program's own.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def tree(root: Path) -> dict[str, str]:
    """Each file of the ledger with a hash of its bytes, or what else it is; git's own state apart."""
    return {str(path.relative_to(root)): _what(path) for path in _files(root)}


def _files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git"]
        yield from (Path(folder) / name for name in sorted(names))


def _what(path):
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return f"{stat.S_IMODE(mode):o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return str(path.readlink()) if stat.S_ISLNK(mode) else "special"


def state_of(book):
    under_git = (book.root / ".git").exists()
    return tree(book.root), under_git and (book.git("status", "--porcelain"), book.git("for-each-ref"))


@contextmanager
def unchanged(book):
    """No byte of the ledger, nothing staged, no commit."""
    before = state_of(book)
    yield
    assert state_of(book) == before


def sound(done, *, codes=None):
    """No bug, no traceback, nothing that could steer a terminal; whatever the code, stderr says why it is not 0 or 1."""
    if not hasattr(done, "code"):
        done = Result(done.returncode, done.stdout, done.stderr)
    said = done.out + done.err
    assert done.code >= 0, done
    assert done.code != 70, done
    assert "Traceback" not in said
    assert "a bug" not in said
    assert not STEERING.search(said), ascii(STEERING.search(said))
    assert done.code in {0, 1} or done.err.startswith(("bookctl: ", "note: ")) or "bookctl: " in done.err, (
        done
    )
    if codes is not None:
        assert done.code in codes, done
    return done


def refused(book, *words, codes=BAD_INPUT, **env):
    """Runs what must not succeed: it says why, soon, and nothing is changed."""
    began = time.monotonic()
    with unchanged(book):
        done = sound(book.run(*words, **env), codes=codes if isinstance(codes, set) else {codes})
    assert time.monotonic() - began < SECONDS
    assert done.err, "a refusal says why"
    assert len(done.err) < 20_000
    return done


def edit(book, path, old, new):
    """A hand edit of exactly one place."""
    target = book.root / path
    data = target.read_bytes()
    old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))
    assert data.count(old) == 1, data.count(old)
    target.write_bytes(data.replace(old, new))


def commit(book, message="By hand"):
    book.git("add", "-A")
    book.git("-c", "user.name=Wang", "-c", "user.email=w@example.com", "commit", "-qm", message)


def put(book, path, data):
    target = book.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data if isinstance(data, bytes) else data.encode())
