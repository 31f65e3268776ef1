"""A run of `remind` with three ways to send and a mark, and what must be true after it was killed and run again."""

import json
import shutil
import sys
import tomllib
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from conftest import Book, environment
from faults.harness import Broken
from faults.wreck import age_locks, git
from remind_kit import Clockwork, Mailbox

EARLY, DUE, LATER, LAST = "2026-11-24T08:05", "2026-11-24T12:10", "2026-11-24T12:20", "2026-11-24T12:30"
RULE = """name = "The day before, on every way there is"
when = { before = "24h" }

[[then]]
send = "reminder"
channel = ["mail"]

[[then]]
send = "reminder"
channel = ["program"]

[[then]]
send = "reminder"
channel = ["folder"]
"""
MARK = """name = "Over"
when = { after = "1h", of = "end" }
if = "booking.id == '7k2m9q' and booking.status == 'confirmed'"

[[then]]
mark = "done"
"""
CHANNELS = """
[channel.mail]
kind = "email"

[channel.program]
kind = "command"
to = "email"

[channel.folder]
kind = "file"
to = "email"
delivery = "once"
"""
MESSAGES = 2
"""Bookings that become due between EARLY and DUE."""


class Sender:
    """`box` is the mail server's, `log` what the program was told, `out` the folder's messages."""

    def __init__(self, practice: Path, base: Path, box: Mailbox, port: int) -> None:
        self.box, self._base = box, base
        (base / "home").mkdir()
        shutil.copytree(practice, base / "ledger")
        self.book = Book(base / "ledger", environment(base / "home", base / "ledger"))
        self.clockwork = Clockwork(self.book)
        self.log, self.out = base / "home" / "log", self.clockwork.out
        self.clockwork.rule("before", RULE)
        self.clockwork.rule("over", MARK)
        settings = self.book.root / "bookctl.toml"
        settings.write_text(settings.read_text() + CHANNELS)
        self.clockwork.configure(
            f'[channel.mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout = 20\n'
            f'[channel.folder]\nfolder = "{self.out}"\n'
            f'[channel.program]\ncommand = ["sh", "-c", "cat >> {self.log}"]\n'
        )
        self.book.ok("remind", "--mark-done", BOOKCTL_NOW=EARLY)
        shutil.copytree(self.book.root, base / "template", symlinks=True)

    def prepare(self) -> list[str]:
        """As before the run, nothing received yet; returns the command."""
        shutil.rmtree(self.book.root)
        shutil.copytree(self._base / "template", self.book.root, symlinks=True)
        shutil.rmtree(self._base / "home/cache", ignore_errors=True)
        shutil.rmtree(self.out, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        self.box.got.clear()
        self.book.ok("agenda", BOOKCTL_NOW=DUE)
        env = {**self.book.env, "BOOKCTL_NOW": DUE, "PYTHONDONTWRITEBYTECODE": "1"}
        return [
            "env",
            "-i",
            *(f"{key}={value}" for key, value in env.items()),
            sys.executable,
            "-m",
            "bookctl",
            "remind",
        ]

    def verify(self, broken: Broken) -> None:
        """The next runs bring it to its end: nothing twice on `once`, nothing lost on `again`, every doubt told."""
        age_locks(self.book.root)
        told = [self.clockwork.remind(at) for at in (LATER, LAST)]
        assert {one.code for one in told} <= {0, 6}, told
        silent = self.clockwork.remind(LAST)
        assert (silent.code, silent.out, silent.err) == (0, "", ""), silent
        self._messages(doubts="".join(one.err for one in told) + broken.said)
        assert self.book.run("check", BOOKCTL_NOW=LAST).code == 0
        assert not git(self.book.root, "status", "--porcelain=v2").strip()
        assert not list((self.book.root / ".git/bookctl/outbox").iterdir())

    def _messages(self, doubts: str) -> None:
        rows = [row for row in self.clockwork.recorded().values() if row["state"] != "done"]
        keys = {
            name: {row["key"] for row in rows if row.get("channel") == name}
            for name in ("mail", "program", "folder")
        }
        assert {name: len(found) for name, found in keys.items()} == dict.fromkeys(keys, MESSAGES)
        assert {id_[1:17] for id_ in self._mails()} == keys["mail"]
        for name, got in (("program", self._told()), ("folder", Counter(self.clockwork.sent()))):
            assert set(got) <= keys[name]
            assert set(got.values()) <= {1}
        for row in rows:
            if row["state"] == "unknown":
                assert row["channel"] in {"program", "folder"}
                assert row["key"] in doubts
            else:
                assert row["state"] == "sent"
                assert row.get("channel") != "folder" or row["key"] in self.clockwork.sent()
                assert row.get("channel") != "program" or row["key"] in self._told()
        assert [row["about"] for row in rows if row["rule"] == "over"] == ["7k2m9q"]
        self._marked_once()

    def _mails(self) -> list[str]:
        return [message_from_bytes(data)["Message-ID"] for data in self.box.got]

    def _told(self) -> Counter:
        """What the program read; a half of one is nothing that reached anybody."""
        text = self.log.read_text() if self.log.exists() else ""
        decoder, at, found = json.JSONDecoder(), 0, Counter()
        while at < len(text):
            one, at = decoder.raw_decode(text, at)
            found[one["key"]] += 1
        return found

    def _marked_once(self) -> None:
        page = tomllib.loads((self.book.root / "bookings/2026/2026-11-24.toml").read_text())
        history = next(row["history"] for row in page["booking"] if row["id"] == "7k2m9q")
        assert [event.get("status") for event in history].count("completed") == 1
