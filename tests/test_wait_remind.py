"""Freed time through the rules: `bookctl remind`, as cron would call it."""

import pytest

from remind_kit import Clockwork
from wait_kit import OFFERED, decides, full_class, full_morning, held, made, practice, settings, states

WED = "2026-11-25"
AT = "2026-11-24T09:05"


@pytest.fixture
def full(empty):
    return practice(empty)


def clockwork(full, *rules: str) -> Clockwork:
    """With the shipped rules for freed time, and the message of an offer, into a folder."""
    made_ = Clockwork(full)
    (full.root / "rules" / "before.toml").unlink()
    made_.rule("offer", OFFERED)
    for rule in rules or ("offer-freed-time",):
        full.ok("rule", "add", rule)
    return made_


def letters(clock: Clockwork) -> list[str]:
    """Whom the messages went to, in the order in which they came."""
    new = clock.out / "new"
    paths = sorted(new.iterdir(), key=lambda path: path.stat().st_mtime_ns) if new.exists() else []
    return [path.read_text() for path in paths]


def test_a_cancelled_booking_is_offered_told_and_passed_on(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("wait", "add", "吴刚", "tuina-60", WED)
    full.ok("cancel", taken, BOOKCTL_NOW="2026-11-24T09:04")
    first = clock.remind(AT)
    assert first.code == 0, first
    assert states(full, AT) == {"李娜": "offered", "吴刚": "waiting"}
    told = letters(clock)
    assert len(told) == 1
    assert "a time has become free" in told[0]
    assert "until Tuesday 24 November 2026, 11:05" in told[0]
    assert "confirm" in told[0]
    assert clock.remind("2026-11-24T11:00").out == ""
    second = clock.remind("2026-11-24T11:05")
    assert second.code == 0, second
    assert states(full, "2026-11-24T11:05") == {"李娜": "passed", "吴刚": "offered"}
    assert len(letters(clock)) == 2
    assert "吴刚" in letters(clock)[1]
    full.ok("mark", held(full, "吴刚"), "confirm", BOOKCTL_NOW="2026-11-24T11:10")
    for minute in ("11:15", "13:30", "18:00"):
        assert clock.remind(f"2026-11-24T{minute}").out == ""
    assert full.run("check", BOOKCTL_NOW="2026-11-24T18:00").code == 0


def test_a_declined_offer_goes_to_the_next_at_once(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("wait", "add", "吴刚", "tuina-60", WED)
    full.ok("cancel", taken)
    clock.remind(AT)
    full.ok("mark", held(full, "李娜"), "decline", BOOKCTL_NOW="2026-11-24T09:07")
    clock.remind("2026-11-24T09:10")
    assert states(full, "2026-11-24T09:10") == {"李娜": "passed", "吴刚": "offered"}


def test_a_freed_time_is_offered_once_however_often_it_runs(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    for name in ("李娜", "吴刚", "赵敏"):
        full.ok("wait", "add", name, "tuina-60", WED)
    full.ok("cancel", taken)
    clock.remind(AT)
    commits = full.git("rev-list", "--count", "HEAD")
    for minute in range(6, 30):
        done = clock.remind(f"2026-11-24T09:{minute:02}")
        assert (done.code, done.out, done.err) == (0, "", "")
    assert full.git("rev-list", "--count", "HEAD") == commits
    assert len(letters(clock)) == 1


def test_nothing_is_recorded_where_nobody_waits(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("cancel", taken)
    done = clock.remind(AT)
    assert (done.code, done.out) == (0, "")
    assert not (full.root / "messages").exists()


def test_who_began_to_wait_after_it_was_free_is_not_offered_it_by_itself(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("cancel", taken)
    full.ok("wait", "add", "李娜", "tuina-60", WED, "--anyway", BOOKCTL_NOW="2026-11-24T09:03")
    clock.remind(AT)
    assert states(full, AT) == {"李娜": "waiting"}


def test_a_rule_with_a_condition_offers_only_what_meets_it(full):
    clock = clockwork(full)
    path = full.root / "rules" / "offer-freed-time.toml"
    path.write_text(path.read_text().replace("\n\n[[then]]", "\nif = \"service.id == 'yoga'\"\n\n[[then]]"))
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    clock.remind(AT)
    assert states(full, AT) == {"李娜": "waiting"}


def test_a_move_frees_the_time_before_it(full):
    clock = clockwork(full, "offer-moved-time")
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("move", taken, "2026-11-26 10:00", BOOKCTL_NOW="2026-11-24T09:03")
    clock.remind(AT)
    assert states(full, AT) == {"李娜": "offered"}


def test_a_freed_seat_is_held_for_who_waits_for_the_class(full):
    clock = clockwork(full)
    session, seat = full_class(full)
    full.ok("wait", "add", "吴刚", "--session", session)
    full.ok("cancel", seat)
    clock.remind(AT)
    assert states(full, AT) == {"吴刚": "offered"}
    assert "Yoga" in letters(clock)[0]


def test_a_hold_that_lapses_by_itself_goes_to_who_waits(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("cancel", taken)
    made(full, "book", "赵敏", "tuina-60", f"{WED} 10:00", "--status", "held")
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    clock.remind(AT)
    assert states(full, AT) == {"李娜": "waiting"}
    later = "2026-11-24T09:31"
    clock.remind(later)
    assert states(full, later) == {"李娜": "offered"}


def test_nobody_is_offered_anything_at_night(full):
    clock = clockwork(full)
    settings(full, '\n[reminders]\nquiet = "21:00-08:00"\n')
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("wait", "add", "吴刚", "tuina-60", WED)
    full.ok("cancel", taken, BOOKCTL_NOW="2026-11-24T20:00")
    clock.remind("2026-11-24T20:00")
    assert states(full, "2026-11-24T20:00")["李娜"] == "offered"
    clock.remind("2026-11-24T22:30")
    assert states(full, "2026-11-24T22:30") == {"李娜": "passed", "吴刚": "waiting"}
    morning = "2026-11-25T08:00"
    clock.remind(morning)
    assert states(full, morning) == {"李娜": "passed", "吴刚": "offered"}
    assert len(letters(clock)) == 2


def test_a_dry_run_shows_what_would_be_offered(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    planned = clock.remind(AT, "--dry-run")
    assert "offer-freed-time" in planned.out
    assert states(full, AT) == {"李娜": "waiting"}
    clock.remind(AT)
    full.ok("wait", "add", "吴刚", "tuina-60", WED, BOOKCTL_NOW="2026-11-24T09:06")
    assert "next in line" in clock.remind("2026-11-24T11:05", "--dry-run").out


def test_a_paused_rule_offers_nothing(full):
    clock = clockwork(full)
    full.ok("rule", "pause", "offer-freed-time")
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    clock.remind(AT)
    assert states(full, AT) == {"李娜": "waiting"}


def test_taking_all_as_done_offers_nothing(full):
    clock = clockwork(full)
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    clock.remind(AT, "--mark-done")
    clock.remind("2026-11-24T09:10")
    assert states(full, AT) == {"李娜": "waiting"}


def test_a_class_is_decided_by_itself_and_its_people_are_told(full):
    decides(full, 24 * 60)
    clock = clockwork(full)
    full.ok("rule", "add", "cancelled", "--channel", "note")
    session = made(full, "session", "add", "yoga", "2026-11-26 18:00")
    full.ok("session", "join", session, "李娜")
    assert clock.remind("2026-11-25T17:59").out == ""
    decided = clock.remind("2026-11-25T18:00")
    assert f"cancelled  {session}  too few joined" in decided.out
    assert len(letters(clock)) == 1
    assert clock.remind("2026-11-25T18:05").out == ""
    assert "cancelled" in full.ok("session", "list", BOOKCTL_NOW="2026-11-25T18:05")


def test_a_class_is_decided_where_there_are_no_rules(full):
    decides(full, 24 * 60)
    session = made(full, "session", "add", "yoga", "2026-11-26 18:00")
    done = full.run("remind", BOOKCTL_NOW="2026-11-25T20:00")
    assert (done.code, session in done.out) == (0, True), done


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('when = { before = "1h" }\n\n[[then]]\noffer = true\n', "sets time free"),
        ('when = { after = "0m", of = "status", status = "confirmed" }\n\n[[then]]\noffer = true\n', "sets time free"),
        ('when = { after = "0m", of = "status", status = "cancelled" }\n\n[[then]]\noffer = true\nmark = "done"\n',
         "exactly one of"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_offer_is_found(full, words, said):
    (full.root / "rules").mkdir(exist_ok=True)
    (full.root / "rules" / "odd.toml").write_text(f'name = "Odd"\n{words}')
    assert said in full.run("check").out
