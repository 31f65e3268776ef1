"""Nearly every run has nothing to do, and must notice so quickly; and must notice when it has."""

import subprocess
import sys
import time

import pytest

from bookctl.actions.userconfig import UserConfig
from bookctl.ledger.state import find_state
from bookctl.messages import run_look
from bookctl.messages.health import answers
from bookctl.messages.run_memory import Last, ended
from bookctl.messages.sender import machine_id, new_machine_id
from bookctl.model.channel import Channel, Reminders
from remind_kit import AT, BEFORE, Clockwork, settings, user_config

HEAVY = {"msgspec", "jinja2", "smtplib", "email", "subprocess", "tomllib", "toml_rs", "apprise", "socket"}
CODE = """
import sys
from bookctl.cli.app import run
code = run(["remind"])
assert not code, code
print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


@pytest.fixture
def calm(book):
    """A book with rules of which nothing is due."""
    clockwork = Clockwork(book)
    clockwork.remind("2026-11-24T09:00", "--mark-done")
    for _ in range(3):
        assert clockwork.remind("2026-11-24T09:01").out == ""
    return clockwork


@pytest.fixture
def looks(monkeypatch):
    """How often it was worked out what is due."""
    seen = []
    real = run_look.wanted
    monkeypatch.setattr(run_look, "wanted", lambda *given: seen.append(1) or real(*given))
    return seen


def test_a_run_with_nothing_to_do_looks_at_no_rule(calm, looks):
    for minute in range(2, 9):
        calm.remind(f"2026-11-24T09:0{minute}")
    assert looks == []


@pytest.mark.parametrize(
    "words",
    [
        ("book", "c2m7hb", "tuina-45", "2026-12-09 11:00"),
        ("note", "7k2m9q", "x"),
        ("cancel", "vv4pq7", "--yes"),
        ("resource", "edit", "wang", "--name", "Wang"),
    ],
)
def test_any_change_of_the_book_is_noticed(calm, looks, words):
    calm.book.ok(*words, BOOKCTL_NOW="2026-11-24T09:02")
    calm.remind("2026-11-24T09:03")
    assert looks


@pytest.mark.parametrize("path", ["bookctl.toml", "rules/before.toml", "services/tuina-45.toml"])
def test_a_hand_edit_is_noticed(calm, looks, path):
    file = calm.book.root / path
    file.write_text(file.read_text() + "\n# a remark\n")
    calm.remind("2026-11-24T09:03")
    assert looks


def test_the_time_of_the_next_message_is_noticed(calm):
    told = calm.remind("2026-11-24T09:03", "--status").out
    assert "next due      Tue 24 Nov 2026, 11:00" in told
    assert calm.remind("2026-11-24T10:59").out == ""
    assert calm.remind("2026-11-24T11:00").out.startswith("sent")


def test_a_run_with_nothing_to_do_loads_nothing_heavy(calm):
    env = calm.book.env | {"BOOKCTL_NOW": ""}
    calm.rule("before", BEFORE.replace("when =", "paused = true\nwhen ="))
    bare = set(names_of(["-c", "import typer, sys; print(*sys.modules, file=sys.stderr)"], env, calm))
    for _ in range(20):  # until the files are old enough for the index to trust their times
        heavy = (HEAVY & set(names_of(["-c", CODE], env, calm))) - bare
        if not heavy:
            return
        time.sleep(0.5)
    assert heavy == set()


def names_of(words: list[str], env: dict[str, str], calm: Clockwork) -> list[str]:
    """The modules that a program has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, *words], env=env, cwd=calm.book.root, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()[-1].split()


def test_what_doctor_asks_about_messages(calm, tmp_path):
    config = UserConfig(calm.book.env)
    root = calm.book.root
    mine = machine_id(find_state(root))
    book = settings(note=Channel(kind="file"), sms=Channel(kind="command"))

    def asked(sender: str | None, now: int, use: UserConfig = config) -> dict[str, bool | None]:
        from msgspec.structs import replace

        whole = replace(book, reminders=Reminders(sender=sender))
        return {
            answer.question.partition(" an entry in ")[0]: answer.ok
            for answer in answers(root, whole, use, now, rules=True)
        }

    ended(find_state(root), Last(AT))
    assert asked(mine, AT + 60) == {
        "has the channel note": True, "has the channel sms": False, "is a machine named to send": True,
        "did cron call within the last hour": True,
    }  # fmt: skip
    assert asked(mine, AT + 4000)["did cron call within the last hour"] is False
    assert asked(None, AT)["is a machine named to send"] is False
    assert "did cron call within the last hour" not in asked("elsewhere-1", AT)
    loose = user_config(tmp_path / "loose", '[channel.note]\nurl = "https://secret.example"\n', "")
    loose.path.chmod(0o644)
    loose.secrets_path.chmod(0o644)
    told = asked(mine, AT, loose)
    assert told["are secrets kept apart"] is False
    assert told["can only you read the secrets"] is False
    inside = user_config(root, "")
    assert asked(mine, AT, inside)["does your own configuration lie outside the ledger"] is False


def test_a_machine_keeps_its_id_when_its_book_is_moved(book, tmp_path):
    id_ = new_machine_id(find_state(book.root))
    assert new_machine_id(find_state(book.root)) == id_
    moved = book.root.rename(tmp_path / "moved")
    assert machine_id(find_state(moved)) == id_
