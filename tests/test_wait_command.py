"""`bookctl wait`, as a person uses it."""

import json
import random
from datetime import datetime, timedelta

import pytest

from bookctl.actions.outcome import Outcome
from bookctl.actions.perform import Plan, Who, perform
from bookctl.actions.wait_change import hand_over
from bookctl.actions.wait_state import warn_of_queue
from wait_kit import full_class, full_morning, held, made, practice, settings, states, waits

WED = "2026-11-25"


@pytest.fixture
def full(empty):
    return practice(empty)


def test_who_waits_is_told_their_position(full):
    full_morning(full)
    first = full.ok("wait", "add", "李娜", "tuina-60", WED)
    second = full.ok("wait", "add", "吴刚", "tuina-60", "this week", "--hours", "wed 09:00-11:30")
    assert first.startswith("waiting, position 1:  w")
    assert second.startswith("waiting, position 2:  w")
    assert [row["position"] for row in waits(full).values()] in ([1, 2], [2, 1])
    assert full.run("check").code == 0


def test_nobody_waits_for_what_is_free_now(full):
    free = full.run("wait", "add", "李娜", "tuina-60", WED)
    assert free.code == 3
    assert "it is free, so nobody has to wait: Wed 25 Nov 2026 09:00" in free.err
    command = free.err.split("help: ")[1].split(";")[0].removeprefix("bookctl ")
    assert f'tuina-60 "{WED} 09:00"' in command
    assert full.run("wait", "add", "李娜", "tuina-60", WED, "--anyway").code == 0


def test_the_same_is_not_waited_for_twice(full):
    full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    again = full.run("wait", "add", "李娜", "tuina-60", "this week")
    assert again.code == 3
    assert "waits for that already" in again.err
    assert full.run("wait", "add", "李娜", "tuina-90", WED).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("李娜",), 2, "what do they wait for?"),
        (("李娜", "tuina-60"), 2, "which days would do?"),
        (("李娜", "tuina-60", "yesterday"), 2, "past"),
        (("李娜", "tuina-60", WED, "--hours", "25:00-26:00"), 2, "25:00"),
        (("李娜", "tuina-60", WED, "--seats", "2"), 2, "no class"),
        (("李娜", "nothing", WED), 4, "no service is called"),
        (("nobody", "tuina-60", WED), 4, "no customer is called"),
        (("李娜", "tuina-60", WED, "--resource", "nobody"), 4, "no resource is called"),
        (("李娜", "--session", "zzzzzz"), 4, "no booking has an id"),
    ],
)
def test_what_cannot_be_waited_for_is_said(full, words, code, said):
    done = full.run("wait", "add", *words)
    assert (done.code, said in done.err) == (code, True), done.err


def test_an_offer_holds_the_time_and_is_for_one_alone(full):
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("wait", "add", "吴刚", "tuina-60", WED)
    full.ok("cancel", taken)
    assert "1 offer made" in full.ok("wait", "offer")
    assert states(full) == {"李娜": "offered", "吴刚": "waiting"}
    shown = json.loads(full.ok("show", held(full, "李娜"), "--format", "json"))["booking"]
    assert shown["status"] == "held"
    assert shown["until"] == "2026-11-24T11:00:00+08:00"
    refused = full.run("book", "赵敏", "tuina-60", f"{WED} 10:00")
    assert refused.code == 3
    assert "nothing to offer" in full.ok("wait", "offer")
    assert full.run("wait", "offer", str(waits(full)["李娜"]["id"])).code == 3


def test_an_accepted_offer_ends_the_wait(full):
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    full.ok("wait", "offer")
    full.ok("mark", held(full, "李娜"), "confirm")
    assert states(full) == {"李娜": "served"}
    assert full.ok("wait", "list") == ""
    full.ok("cancel", held(full, "李娜"))
    assert states(full) == {"李娜": "served"}
    assert full.run("check").code == 0


def test_the_next_in_line_is_asked_when_it_is_declined_or_lapses(full):
    taken = full_morning(full)["10"]
    for name in ("李娜", "吴刚", "赵敏"):
        full.ok("wait", "add", name, "tuina-60", WED)
    full.ok("cancel", taken)
    full.ok("wait", "offer")
    full.ok("mark", held(full, "李娜"), "decline")
    full.ok("wait", "offer")
    assert states(full) == {"李娜": "passed", "吴刚": "offered", "赵敏": "waiting"}
    later = "2026-11-24T11:00"
    full.ok("wait", "offer", BOOKCTL_NOW=later)
    assert states(full, later) == {"李娜": "passed", "吴刚": "passed", "赵敏": "offered"}
    last = "2026-11-24T13:30"
    assert "nothing to offer" in full.ok("wait", "offer", BOOKCTL_NOW=last)
    assert set(states(full, last).values()) == {"passed"}


def test_who_let_one_time_pass_is_offered_another(full):
    taken = full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken["10"])
    full.ok("wait", "offer")
    full.ok("mark", held(full, "李娜"), "decline")
    full.ok("cancel", taken["09"])
    full.ok("wait", "offer")
    assert states(full) == {"李娜": "offered"}
    shown = json.loads(full.ok("show", waits(full)["李娜"]["offers"][0], "--format", "json"))["booking"]
    assert (shown["start"], shown["status"]) == (f"{WED}T09:00:00+08:00", "held")


def test_best_fit_gives_the_time_to_who_fills_it(empty):
    full = practice(empty, 'order = "fit"')
    taken = full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-30", WED)
    full.ok("wait", "add", "吴刚", "tuina-90", WED)
    full.ok("cancel", taken["09"])
    full.ok("cancel", taken["10"])
    full.ok("wait", "offer", "--yes")
    assert (
        json.loads(full.ok("show", held(full, "吴刚"), "--format", "json"))["booking"]["start"][11:16]
        == "09:00"
    )
    assert (
        json.loads(full.ok("show", held(full, "李娜"), "--format", "json"))["booking"]["start"][11:16]
        == "10:30"
    )


def test_no_offer_for_what_begins_too_soon_and_none_beyond_the_start(empty):
    full = practice(empty, "notice = 90\noffer = 600")
    taken = made(full, "book", "孙浩", "tuina-60", "2026-11-24 11:00")
    made(full, "book", "孙浩", "tuina-60", "2026-11-24 10:00")
    full.ok("wait", "add", "李娜", "tuina-60", "today")
    full.ok("cancel", taken, BOOKCTL_NOW="2026-11-24T09:25")
    assert "nothing to offer" in full.ok("wait", "offer", BOOKCTL_NOW="2026-11-24T09:31")
    full.ok("wait", "offer", BOOKCTL_NOW="2026-11-24T09:30")
    shown = json.loads(full.ok("show", held(full, "李娜"), "--format", "json"))["booking"]
    assert (shown["start"][11:16], shown["until"][11:16]) == ("11:00", "11:00")


def test_dropping_gives_the_held_time_free(full):
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    full.ok("wait", "offer")
    wait = str(waits(full)["李娜"]["id"])
    full.ok("wait", "drop", wait, "--reason", "moved away")
    assert states(full) == {"李娜": "dropped"}
    assert "10:00" in full.ok("free", "tuina-60", WED)
    assert full.run("wait", "drop", wait).code == 3
    text = next((full.root / "waiting").rglob("*.toml")).read_text()
    assert 'reason = "moved away"' in text
    assert full.run("check").code == 0
    full.ok("undo")
    assert states(full) == {"李娜": "offered"}


def test_a_full_class_says_how_to_wait_and_the_seat_is_held(full):
    session, seat = full_class(full)
    refused = full.run("session", "join", session, "吴刚")
    assert refused.code == 3
    command = refused.err.split("help: bookctl ")[1].split(" puts")[0].split()
    assert "position 1" in full.ok(*command)
    assert full.ok("wait", "add", "赵敏", "--session", session).startswith("waiting, position 2")
    assert full.run("wait", "add", "李娜", "--session", session).code == 3
    assert "waits" in full.ok("session", "show", session)
    full.ok("cancel", seat)
    full.ok("wait", "offer")
    assert states(full) == {"吴刚": "offered", "赵敏": "waiting"}
    assert full.run("session", "join", session, "李娜").code == 3
    full.ok("mark", held(full, "吴刚"), "confirm")
    assert "3/3" in full.ok("session", "list")


def test_a_party_waits_for_enough_seats_and_one_alone_goes_ahead(full):
    session, seat = full_class(full)
    full.ok("wait", "add", "吴刚", "--session", session, "--seats", "2")
    full.ok("wait", "add", "赵敏", "--session", session)
    full.ok("cancel", seat)
    full.ok("wait", "offer")
    assert states(full) == {"吴刚": "waiting", "赵敏": "offered"}
    assert full.run("wait", "add", "李娜", "--session", session, "--seats", "4").code == 3


def test_a_wait_for_any_class_of_the_week_takes_the_first_seat(full):
    _, seat = full_class(full)
    full.ok("wait", "add", "吴刚", "yoga", "this week")
    full.ok("cancel", seat)
    full.ok("wait", "offer")
    assert states(full) == {"吴刚": "offered"}


def test_a_cancelled_class_ends_the_wait_for_it(full):
    session, _ = full_class(full)
    full.ok("wait", "add", "吴刚", "--session", session)
    full.ok("session", "retire", session, "--yes")
    assert states(full) == {"吴刚": "over"}
    assert full.run("wait", "add", "赵敏", "--session", session).code == 3


def test_rules_of_the_customer_hold_for_offers(full):
    taken = full_morning(full)["10"]
    made(full, "book", "李娜", "tuina-60", "2026-11-26 09:00")
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("wait", "add", "吴刚", "tuina-60", WED)
    settings(full, '\n[policy]\ncap = [{ every = "week", bookings = 1 }]\n')
    full.ok("cancel", taken)
    full.ok("wait", "offer")
    assert states(full) == {"李娜": "waiting", "吴刚": "offered"}


def test_every_shape_of_the_list(full):
    full_morning(full)
    wait = made(full, "wait", "add", "李娜", "tuina-60", WED)
    row = json.loads(full.ok("wait", "--format", "json"))["waiting"][0]
    assert row == {
        "id": wait, "at": "2026-11-24T09:00:00+08:00", "state": "waiting", "position": 1, "customer": row["customer"],
        "service": "tuina-60", "session": None, "from": WED, "to": WED, "hours": [], "resources": [], "seats": 1,
        "offers": [],
    }  # fmt: skip
    assert json.loads(full.ok("wait", "show", wait[:4], "--format", "json"))["wait"] == row
    assert "李娜" in full.ok("wait", "list", "--format", "csv")
    assert full.run("wait", "show", "zzz").code == 4


def test_a_dry_run_offers_nothing(full):
    taken = full_morning(full)["10"]
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    full.ok("cancel", taken)
    assert 'status = "held"' in full.ok("wait", "offer", "--dry-run")
    assert states(full) == {"李娜": "waiting"}


def test_hand_edits_that_make_no_sense_are_found(full):
    full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    path = next((full.root / "waiting").rglob("*.toml"))
    text = path.read_text()
    for wrong, said in (
        (text.replace("tuina-60", "tuina-61"), "there is no service tuina-61"),
        (text.replace(f"to = {WED}", "to = 2026-11-23"), "before from"),
        (text + text, "stands here twice"),
        (text.replace('service = "', 'session = "zzzzzz"\nservice = "'), "there is no session zzzzzz"),
        (text.replace("at = 2026-11-24", "at = 2026-11-23"), "but on the page of"),
    ):
        path.write_text(wrong)
        assert said in full.run("check").out, said
    path.write_text(text)
    assert full.run("check").code == 0


def _changed(full, action, now="2026-11-24T09:30:00+08:00"):
    """What an action of another floor does to the book."""
    who = Who("wang", int(datetime.fromisoformat(now).timestamp()), "salt", print)
    return perform(full.root, who, Plan(action))


def test_whoever_books_past_those_who_wait_is_told(full, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", full.env["XDG_CACHE_HOME"])
    full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-60", WED, "--hours", "09:00-11:00")
    li, wu = waits(full)["李娜"]["customer"], "cxxxxx"
    ten = int(datetime.fromisoformat(f"{WED}T10:00+08:00").timestamp())

    def told(who, service, start):
        def action(desk):
            warn_of_queue(desk, who, service, start)
            return Outcome("nothing", "nothing", {})

        return _changed(full, action).warnings

    assert told(wu, "tuina-60", ten) == ("1 waits for this: bookctl wait offer asks them first",)
    assert told(li, "tuina-60", ten) == told(wu, "tuina-90", ten) == told(wu, "tuina-60", ten + 3600) == ()
    assert told(wu, "tuina-60", ten + 86_400) == ()


def test_two_records_of_one_person_wait_once_they_are_merged(full, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", full.env["XDG_CACHE_HOME"])
    full_morning(full)
    full.ok("wait", "add", "李娜", "tuina-60", WED)
    new = made(full, "customer", "add", "--name", "李娜 Li Na")
    old = str(waits(full)["李娜"]["customer"])

    def action(desk):
        hand_over(desk, old, new)
        return Outcome("customer merge", "merged", {})

    _changed(full, action)
    assert [row["customer"] for row in waits(full).values()] == [new]
    assert full.run("check").code == 0


def test_one_seat_left_is_no_seat_for_two_and_the_next_waits_first_in_line(full):
    session = made(full, "session", "add", "yoga", "2026-11-26 18:00")
    made(full, "session", "join", session, "孙浩", "--seats", "2")
    two = full.run("session", "join", session, "李娜", "--seats", "2")
    assert (two.code, "1 seat left of 3, 2 are wanted" in two.err) == (3, True)
    assert full.run("session", "join", session, "李娜").code == 0
    assert full.ok("wait", "add", "吴刚", "--session", session).startswith("waiting, position 1")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_no_wait_has_two_offers_and_no_time_is_promised_twice(full, seed):
    dice, clock = random.Random(seed), datetime.fromisoformat("2026-11-24T09:00")
    taken, names = list(full_morning(full).values()), ["李娜", "吴刚", "赵敏"]
    for name in names:
        full.ok("wait", "add", name, dice.choice(["tuina-30", "tuina-60"]), WED, "--anyway")
    for _ in range(12):
        clock += timedelta(minutes=dice.choice([5, 20, 70]))
        now = clock.isoformat(timespec="minutes")
        rows = waits(full, "--all", now=now)
        ids = [id_ for row in rows.values() for id_ in row["offers"]]
        what = dice.choice(["cancel", "offer", "offer", "confirm", "decline"])
        if what == "cancel" and taken:
            full.ok("cancel", taken.pop(), BOOKCTL_NOW=now)
        elif what == "offer":
            full.ok("wait", "offer", "--yes", BOOKCTL_NOW=now)
        elif what in {"confirm", "decline"} and ids:
            full.run("mark", dice.choice(ids), what, BOOKCTL_NOW=now)
        assert full.run("check", BOOKCTL_NOW=now).code == 0
        rows = waits(full, "--all", now=now).values()
        shown = {
            row["id"]: [
                json.loads(full.ok("show", id_, "--format", "json"))["booking"] for id_ in row["offers"]
            ]
            for row in rows
        }
        for row in rows:
            live = [
                one for one in shown[row["id"]]
                if one["status"] == "held" and datetime.fromisoformat(one["until"]).replace(tzinfo=None) > clock
            ]  # fmt: skip
            assert len(live) == (row["state"] == "offered")
