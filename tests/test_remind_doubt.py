"""Messages that fail, that nobody knows of, and what is done besides sending."""

import json
from email import message_from_bytes
from pathlib import Path

import pytest

from bookctl.ledger.state import find_state
from bookctl.messages.outbox import Item, Outbox
from remind_kit import BEFORE, Clockwork, Mailbox, free_port, smtp

EARLY, DUE, SOON = "2026-11-24T08:05", "2026-11-24T12:10", "2026-11-24T12:12"
"""Between the first two two messages become due, and no more until 13:00."""


def mail_config(port: int) -> str:
    return f'[channel.note]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout = 1\n'


@pytest.fixture
def email(book):
    """Reminders by e-mail; nothing is due yet."""
    clockwork = Clockwork(book, kind="email")
    clockwork.remind(EARLY, "--mark-done")
    assert set(clockwork.states()) == {"done"}
    return clockwork


def fresh(clockwork, rule: str = "before") -> list[dict[str, object]]:
    return [row for row in clockwork.recorded().values() if row["state"] != "done" and row["rule"] == rule]


def ids(box: Mailbox) -> list[str]:
    return [message_from_bytes(data)["Message-ID"] for data in box.got]


def test_mails_arrive_once_each(email):
    box = Mailbox()
    with smtp(box) as port:
        email.configure(mail_config(port))
        for _ in range(3):
            assert email.remind(DUE).code == 0
    assert len(set(ids(box))) == len(box.got) == len(fresh(email)) == 2
    assert {row["key"] for row in fresh(email)} == {id_[1:17] for id_ in ids(box)}
    read = message_from_bytes(box.got[0])
    assert read["From"].endswith("<hello@stillwater.example>")
    assert read["Reply-To"] == "hello@stillwater.example"


def test_a_refused_address_is_a_failure_told_once(email):
    with smtp(Mailbox(rcpt="550 5.1.1 <{}> unknown")) as port:
        email.configure(mail_config(port))
        failed = email.remind(DUE)
        assert failed.code == 6
        assert "2 failed" in failed.err
        assert "@" not in failed.err
        assert {row["reason"] for row in fresh(email)} == {"the server refused the recipient (550 5.1.1)"}
        again = email.remind(DUE)
    assert (again.code, again.err) == (0, "")


def test_a_server_that_is_away_is_asked_again_and_later_and_later(email):
    email.configure(mail_config(free_port()))
    at: dict[int, int] = {}
    for minute in range(10, 60):
        done = email.remind(f"2026-11-24T12:{minute}")
        for item in Outbox(find_state(email.book.root)).items():
            at.setdefault(item.tries, minute)
            assert done.code in ({0} if item.tries < 3 else {0, 6})
    assert at == {1: 10, 2: 11, 3: 16, 4: 31}
    assert fresh(email) == []
    waiting = set(Outbox(find_state(email.book.root)).names())
    box = Mailbox()
    with smtp(box) as port:
        email.configure(mail_config(port))
        email.remind("2026-11-24T13:30")
        assert waiting.isdisjoint(id_[1:17] for id_ in ids(box))
        email.remind("2026-11-24T13:31")
    assert waiting <= {id_[1:17] for id_ in ids(box)}
    assert {row["state"] for row in fresh(email)} == {"sent"}


def test_what_was_never_accepted_before_its_time_was_over_has_failed(email):
    email.configure(mail_config(free_port()))
    email.remind(DUE)
    done = email.remind("2026-11-25T20:00")
    assert done.code == 6
    failed = [row for row in fresh(email) if row["state"] == "failed"]
    assert {row["reason"] for row in failed} == {"the server could not be asked (ConnectionRefusedError)"}
    assert len(failed) == 2
    assert {row["key"] for row in failed}.isdisjoint(Outbox(find_state(email.book.root)).names())


def test_a_cancelled_booking_is_not_tried_again(email):
    email.configure(mail_config(free_port()))
    email.remind(DUE)
    for item in Outbox(find_state(email.book.root)).items():
        email.book.ok("cancel", item.about, "--yes", BOOKCTL_NOW="2026-11-24T12:15")
    box = Mailbox()
    with smtp(box) as port:
        email.configure(mail_config(port))
        assert email.remind("2026-11-24T12:30").code == 0
    assert box.got == []
    assert not list(Outbox(find_state(email.book.root)).items())


def test_mail_of_which_nobody_knows_is_repeated_with_the_same_id(email):
    doubtful, box = Mailbox(after_data="drop"), Mailbox()
    with smtp(doubtful) as port:
        email.configure(mail_config(port))
        assert email.remind(DUE).code == 6
    with smtp(box) as port:
        email.configure(mail_config(port))
        assert email.remind(SOON).code == 0
    assert sorted(ids(doubtful)) == sorted(ids(box))
    assert {row["state"] for row in fresh(email)} == {"sent"}


def test_a_channel_marked_once_does_not_repeat_what_nobody_knows(book):
    clockwork = Clockwork(book, kind="email", delivery="once")
    clockwork.remind(EARLY, "--mark-done")
    doubtful, box = Mailbox(after_data="drop"), Mailbox()
    with smtp(doubtful) as port:
        clockwork.configure(mail_config(port))
        first = clockwork.remind(DUE)
        assert first.code == 6
        assert "2 may or may not have arrived" in first.err
    with smtp(box) as port:
        clockwork.configure(mail_config(port))
        assert clockwork.remind(SOON).code == 0
        assert box.got == []
        assert {row["state"] for row in fresh(clockwork)} == {"unknown"}
        key = fresh(clockwork)[0]["key"]
        refused = clockwork.book.run("message", "retry", key, BOOKCTL_NOW="2026-11-24T12:13")
        assert refused.code == 2
        assert "and may have arrived; send it now?" in refused.err
        clockwork.book.ok("message", "retry", key, "--yes", BOOKCTL_NOW="2026-11-24T12:13")
    assert [id_[1:17] for id_ in ids(box)] == [key]
    assert clockwork.recorded()[key]["state"] == "sent"
    assert "reason" not in clockwork.recorded()[key]
    assert clockwork.book.run("check").code == 0


@pytest.mark.parametrize(("delivery", "state"), [("again", "sent"), ("once", "unknown")])
def test_a_run_that_died_while_sending_is_made_up_for_or_told(book, delivery, state):
    clockwork = Clockwork(book, delivery=delivery)
    clockwork.remind(EARLY, "--mark-done")
    planned = clockwork.book.ok("remind", "--dry-run", "--format", "json", BOOKCTL_NOW=DUE)
    assert len(json.loads(planned)["due"]) == 2
    outbox = Outbox(find_state(book.root))
    clockwork.remind(DUE)
    keys = [row["key"] for row in fresh(clockwork)]
    row = clockwork.recorded()[keys[0]]
    page = next((book.root / "messages").rglob("2026-11-24.toml"))
    page.unlink()
    (book.root / ".git/bookctl/remind/done").unlink()
    at = int(row["due"].timestamp())
    outbox.claim(Item(keys[0], "before", row["about"], at, at + 86_400, at, channel="note", tries=1))
    outbox.note(keys[0], "sending", at)
    outbox.claim(Item(keys[1], "before", "x", at, at + 86_400, at, channel="note", tries=1))
    (clockwork.out / "new" / f"{keys[0]}.txt").unlink()
    done = clockwork.remind(SOON)
    assert done.code == (6 if state == "unknown" else 0)
    assert clockwork.recorded()[keys[0]]["state"] == state
    assert (keys[0] in clockwork.sent()) == (state == "sent")
    assert clockwork.recorded()[keys[1]]["state"] == "sent"
    assert not list(outbox.items())


def test_a_channel_that_is_not_set_up_is_told_and_does_not_stop_the_others(book):
    clockwork = Clockwork(book)
    settings = book.root / "bookctl.toml"
    settings.write_text(settings.read_text() + '\n[channel.pigeon]\nkind = "file"\nto = "email"\n')
    clockwork.rule("other", BEFORE.replace("note", "pigeon").replace("The day", "A day").replace("24h", "1h"))
    done = clockwork.remind("2026-11-24T09:00")
    assert done.code == 6
    assert "the channel pigeon has no entry in" in done.err
    assert clockwork.sent()
    assert fresh(clockwork, "other") == [] or {row["state"] for row in fresh(clockwork, "other")} == {
        "missed"
    }
    clockwork.configure(
        f'[channel.note]\nfolder = "{clockwork.out}"\n[channel.pigeon]\nfolder = "{clockwork.out}"\n'
    )
    assert clockwork.remind("2026-11-24T09:30").code == 0
    assert "sent" in {row["state"] for row in fresh(clockwork, "other")}


def test_a_rule_marks_a_booking_in_the_same_commit(book):
    clockwork = Clockwork(book)
    clockwork.remind("2026-11-24T09:00", "--mark-done")
    clockwork.rule(
        "done", 'name = "Done"\nwhen = { after = "1h", of = "end" }\nif = "booking.status == \'confirmed\'"\n\n'
        '[[then]]\nmark = "done"\n',
    )  # fmt: skip
    book.ok("adopt")
    before = int(book.git("rev-list", "--count", "HEAD"))
    assert clockwork.remind("2026-11-24T12:05").code == 0
    rows = {row["about"]: row for row in clockwork.recorded().values() if row["rule"] == "done"}
    assert rows["7k2m9q"]["state"] == "sent"
    assert "channel" not in rows["7k2m9q"]
    assert "completed" in book.ok("show", "7k2m9q")
    marks = [line for line in book.git("log", "--format=%s").splitlines() if line.startswith("remind mark")]
    assert len(marks) == len(rows)
    assert int(book.git("rev-list", "--count", "HEAD")) >= before + len(rows)
    again = clockwork.remind("2026-11-24T12:10")
    assert (again.code, again.out) == (0, "")


def test_a_rule_runs_a_program_once_with_json(book):
    log = Path(book.env["HOME"]) / "log.jsonl"
    clockwork = Clockwork(book)
    clockwork.remind("2026-11-24T09:00", "--mark-done")
    clockwork.configure(
        f'[channel.note]\nfolder = "{clockwork.out}"\n[program.door]\ncommand = ["sh", "-c", "cat >> {log}; echo >> {log}"]\n'
    )
    clockwork.rule("door", 'name = "Door"\nwhen = { before = "1h" }\n\n[[then]]\nrun = "door"\n')
    for _ in range(3):
        assert clockwork.remind("2026-11-24T09:05").code == 0
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert {one["booking"]["id"] for one in told} == {"7k2m9q", "r8v4ds"}
    assert all(one["rule"] == "door" and one["customer"]["name"] for one in told)
    assert {row["state"] for row in fresh(clockwork, "door")} == {"sent"}


def test_two_people_of_one_booking_get_a_message_each_and_the_owner_one(book):
    clockwork = Clockwork(book)
    clockwork.remind("2026-11-24T09:00", "--mark-done")
    settings = book.root / "bookctl.toml"
    settings.write_text(settings.read_text().replace("owner = {", 'owner = { note = "owner@example.com",'))
    owner = (
        BEFORE.replace("[[then]]", '[[then]]\nto = "owner"')
        .replace("The day", "Owner, a day")
        .replace("24h", "25h")
    )
    clockwork.rule("owner", owner)
    clockwork.remind("2026-11-24T09:05")
    rows = fresh(clockwork, "owner")
    assert rows
    assert {row["to"] for row in rows} == {"owner"}
    for row in rows:
        assert "To: owner@example.com" in (clockwork.out / "new" / f"{row['key']}.txt").read_text()


def test_the_outbox_can_be_looked_at(email):
    email.configure(mail_config(free_port()))
    email.remind(DUE)
    told = json.loads(email.book.ok("message", "outbox", "--format", "json", BOOKCTL_NOW=DUE))
    assert [(one["state"], one["tries"]) for one in told["outbox"]] == [("retry", 1)] * 2
    assert "@" not in json.dumps(told)
