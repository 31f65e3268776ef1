"""Several programs at once: everybody's change is made, none is lost, each is one commit."""

import subprocess
import sys

from faults.wreck import assert_sound, contents, git, new_repository

WRITER = """
import sys
from pathlib import Path
from bookctl.ledger.files import read_file
from bookctl.ledger.lock import exclusive
from bookctl.ledger.recovery import recover
from bookctl.ledger.state import find_state
from bookctl.ledger.transaction import Change, FileChange, commit_change
root, who = Path(sys.argv[1]), sys.argv[2]
state = find_state(root)
for number in range(int(sys.argv[3])):
    with exclusive(state, who, wait=60):
        assert recover(state, 0) is None
        old = read_file(root, "page.toml")
        line = f"{who} {number}\\n"
        change = Change(line, line, (FileChange("page.toml", old, old + line.encode()),), now=1_795_000_000)
        assert commit_change(state, change).finished
"""


def test_no_change_of_four_programs_is_lost(tmp_path):
    root, each = tmp_path / "ledger", 4
    new_repository(root, {"page.toml": b""})
    command = [sys.executable, "-c", WRITER, str(root)]
    writers = [subprocess.Popen([*command, f"w{number}", str(each)]) for number in range(4)]
    assert [writer.wait(120) for writer in writers] == [0] * 4
    lines = contents(root)["page.toml"].decode().splitlines()
    assert sorted(lines) == sorted(f"w{writer} {number}" for writer in range(4) for number in range(each))
    assert git(root, "log", "--reverse", "--format=%s").splitlines()[1:] == lines
    assert_sound(root)
