"""One change of two files, as a command: `two_files.py LEDGER [recover]`. Exit 0 done, 7 recorded, 8 nothing changed."""

import sys
from pathlib import Path

from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import Change, FileChange, NothingChanged, commit_change

ONE, TWO = "bookings/2026/2026-11-24.toml", "bookings/2026/2026-12-01.toml"
BEFORE = {ONE: b"# page\nid = 1\n", TWO: None, "bookctl.toml": b"format = 1\n"}
AFTER = {ONE: b"# page\n", TWO: b"id = 1\n", "bookctl.toml": b"format = 1\n"}
OP = "move 7k2m9q"


def main() -> int:
    state = find_state(Path(sys.argv[1]))
    try:
        with exclusive(state, "fault test"):
            recover(state, 1_795_000_000)
            if "recover" in sys.argv:
                return 0
            files = tuple(FileChange(path, BEFORE[path], AFTER[path]) for path in (ONE, TWO))
            receipt = commit_change(state, Change(OP, "Move 7k2m9q", files, now=1_795_000_000))
    except NothingChanged as fault:
        print(fault)
        return 8
    print(receipt)
    return 0 if receipt.finished else 7


if __name__ == "__main__":
    sys.exit(main())
