"""Random verbs, in random order, on bookctl and on the plain program beside it: they must never disagree."""

import os
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bookctl.actions.book import book
from bookctl.actions.mark import cancel, mark
from bookctl.actions.move import move
from bookctl.actions.pay import account_of, pay
from bookctl.actions.perform import Plan, Who, perform
from bookctl.actions.plan import Sale, freeze, sell, void
from bookctl.actions.problems import Problem
from bookctl.actions.requests import Book, Cancel, Mark, Move, OpenSession, Pay
from bookctl.actions.series import Ask, add
from bookctl.actions.series_change import How, cancel_series
from bookctl.actions.session import open_session
from bookctl.ledger.check import run as check
from bookctl.ledger.load import load_book
from bookctl.ledger.opened import reading
from bookctl.model.booking import held_by
from bookctl.model.money import to_minor
from model.plain_practice import (
    CUSTOMERS,
    DAY,
    FILES,
    LAPSE,
    MINUTES,
    OCCUPYING,
    Bought,
    Made,
    Plain,
    instant,
    minutes_of,
    stamp,
    wall_of,
)

starts = st.builds(lambda day, slot: day * DAY + 9 * 60 + slot * 30, st.integers(0, 3), st.integers(-1, 17))
customers = st.sampled_from(CUSTOMERS)
services = st.sampled_from(["tuina", "colour"])
people = st.sampled_from(["wang", "owner"])
picks = st.integers(0, 10**6)
_NUMBERS = iter(range(10**9))


def covers(data):
    """What purchases pay of a booking, in fen."""
    extra = data.get("extra")
    return [(id_, visits, to_minor(amount, "CNY")) for id_, visits, amount in extra[0]] if extra else []


def cancels(desk, ask):
    return cancel_series(desk, ask[0], "all", None, ask[1])


def freezes(desk, ask):
    return freeze(desk, *ask, None, None)


def voids(desk, id_):
    return void(desk, id_, None)


class PracticeMachine(RuleBasedStateMachine):
    """One practice; `plain` is what it should be."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory(prefix="model-")
        self.root = Path(self.folder.name) / "ledger"
        self.cache, os.environ["XDG_CACHE_HOME"] = os.environ.get("XDG_CACHE_HOME"), self.folder.name
        for path, text in FILES.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.plain = Plain()

    def teardown(self):
        if hasattr(self, "folder"):
            self.prove()
            os.environ.pop("XDG_CACHE_HOME")
            os.environ.update({} if self.cache is None else {"XDG_CACHE_HOME": self.cache})
            self.folder.cleanup()

    def does(self, action, request, by="wang"):
        """The outcome's data, or the word of what stood in the way."""
        who = Who(by, instant(self.plain.now), str(next(_NUMBERS)), lambda _: None)
        try:
            return perform(self.root, who, Plan(lambda desk: action(desk, request))).outcome.data, None
        except Problem as problem:
            return None, problem.word

    def agrees(self, wrong, done):
        """Whether it was done; it must have been refused for one of the reasons, if there are any."""
        data, word = done
        assert (word in wrong) if wrong else data is not None, (wrong, word, data)
        return data is not None

    def one_of(self, pick, *statuses, kind="booking"):
        """A booking of the plain book whose status is one of these; three times of four one that is not over."""
        if (
            not statuses
            and pick % 4
            and (open_ := self.one_of(pick, "requested", "held", "confirmed", kind=kind))
        ):
            return open_
        found = sorted(
            id_
            for id_, one in self.plain.book.items()
            if (one.customer is not None) == (kind == "booking") and (not statuses or one.status in statuses)
        )
        return found[pick % len(found)] if found else None

    @rule(minutes=st.sampled_from([5, 60, 180, 700, 1440]))
    def time_passes(self, minutes):
        self.plain.now += minutes

    @rule(
        who=customers, service=services, start=starts, by=people, held=st.sampled_from([False, False, True])
    )
    def books(self, who, service, start, by, held):
        plain, end = self.plain, start + MINUTES[service]
        wrong = plain.wrong_with_time(service, start) | plain.wrong_with_customer(who, start, end)
        hold = {"status": "held", "hold": 60} if held else {}
        done = self.does(book, Book(customer=who, service=service, start=stamp(start), by=by, **hold), by)
        if self.agrees(wrong, done):
            stands = plain.begins(service, who, start, by)
            stands = ("held", plain.now + 60, *stands[2:]) if held else stands
            self.takes_in(done[0], stands, start, end)

    def takes_in(self, data, stands, start, end, seats=1):
        """A new booking as bookctl has it, with whom it chose, which must have been free."""
        status, until, price, deposit, needs, agreed = stands
        plain = self.plain
        cover = plain.pays(data["service"], data["customer"], price, start, seats)
        assert covers(data) == cover
        assert (data["status"], data["until"]) == (status, None if until is None else instant(until))
        assert to_minor(data["price"], "CNY") == price
        uses = [(used, minutes_of(first), minutes_of(last)) for used, first, last, _ in data["uses"]]
        for used, first, last in uses:
            assert plain.free(used, first, last), (used, first, last)
        plain.book[data["id"]] = Made(
            data["service"], data["customer"], start, end, uses, status, until, price, deposit, needs, agreed,
            session=data["session"], seats=seats, cover=cover,
        )  # fmt: skip

    @rule(who=customers, kind=st.sampled_from(["pass", "card"]))
    def sells(self, who, kind):
        data, word = self.does(sell, Sale(who, kind))
        assert word is None
        self.plain.bought.append(Bought(data["id"], who, kind, self.plain.now))

    @rule(who=customers, start=starts, count=st.integers(2, 3), skip=st.booleans())
    def books_a_series(self, who, start, count, skip):
        """Day after day: all of them or none, unless those that cannot be had may be left out."""
        plain = self.plain
        at = [start + number * DAY for number in range(count)]
        wrong = [
            plain.wrong_with_time("tuina", one) | plain.wrong_with_customer(who, one, one + 60) for one in at
        ]
        ask = Ask("tuina", wall_of(start), f"FREQ=DAILY;COUNT={count}", who, skip=skip)
        data, word = self.does(add, ask)
        refused = any(wrong) and not (skip and not all(wrong))
        assert (word == "refused") == refused, (wrong, word)
        if data is None:
            return
        fit = [one for one, reasons in zip(at, wrong, strict=True) if not reasons]
        assert len(data["bookings"]) == len(fit)
        with reading(self.root, instant(plain.now), lambda _: None) as opened:
            rows = [opened.index.row(id_) for id_ in data["bookings"]]
        for row, one in zip(rows, fit, strict=True):
            assert row.more.series == data["id"]
            self.takes_in(row._asdict(), plain.begins("tuina", who, one, "wang"), one, one + 60)
        plain.series[data["id"]] = data["bookings"]

    @precondition(lambda self: self.plain.series)
    @rule(pick=picks)
    def cancels_a_series(self, pick):
        """What of it lies ahead; the others stay as they are."""
        plain = self.plain
        id_ = sorted(plain.series)[pick % len(plain.series)]
        open_ = {"requested", "held", "confirmed"}
        rows = [plain.book[one] for one in plain.series[id_]]
        ahead = [one for one in rows if one.status in open_ and one.start >= plain.now]
        wrong = set() if ahead else {"refused"}
        if self.agrees(wrong, self.does(cancels, (id_, How()))):
            for one in ahead:
                self.ends(one)

    @precondition(lambda self: self.plain.bought)
    @rule(pick=picks, first=st.integers(-1, 4), length=st.integers(1, 4))
    def freezes(self, pick, first, length):
        plain = self.plain
        one = plain.bought[pick % len(plain.bought)]
        a = plain.now // DAY + first
        b = a + length - 1
        total = sum(last - begin + 1 for begin, last in one.frozen) + length
        paid = any(plain.takes(made, one.id) and a <= made.start // DAY <= b for made in plain.book.values())
        bad = first < 0 or total > 5 or paid or any(begin <= b and a <= last for begin, last in one.frozen)
        days = wall_of(a * DAY).date(), wall_of(b * DAY).date()
        done = self.does(freezes, (one.id, days))
        if self.agrees({"refused"} if bad else set(), done):
            one.frozen.append((a, b))

    @precondition(lambda self: self.plain.bought)
    @rule(pick=picks)
    def takes_back(self, pick):
        plain = self.plain
        one = plain.bought[pick % len(plain.bought)]
        ahead = any(
            plain.takes(made, one.id) and made.start > plain.now and made.start // DAY >= plain.now // DAY
            for made in plain.book.values()
        )
        done = self.does(voids, one.id)
        if self.agrees({"refused"} if ahead or one.voided else set(), done):
            one.voided = True

    @rule(start=starts)
    def puts_a_class_on_the_timetable(self, start):
        wrong = self.plain.wrong_with_time("yoga", start)
        done = self.does(open_session, OpenSession(service="yoga", start=stamp(start)))
        if self.agrees(wrong, done):
            data = done[0]
            uses = [(used, minutes_of(first), minutes_of(last)) for used, first, last, _ in data["uses"]]
            self.plain.book[data["id"]] = Made("yoga", None, start, start + 60, uses, "confirmed", seats=3)

    @rule(who=customers, pick=picks, seats=st.integers(1, 2))
    def joins(self, who, pick, seats):
        plain = self.plain
        session = self.one_of(pick, "confirmed", kind="session")
        if session is None:
            return
        one = plain.book[session]
        twins = [id_ for id_, other in plain.book.items() if other.customer is None and other.start == one.start
                 and other.status == "confirmed"]  # fmt: skip
        if len(twins) > 1:
            return  # two classes at once: which one is meant is left to bookctl
        wrong = plain.wrong_with_customer(who, one.start, one.end)
        mine = any(x.session == session and x.customer == who and plain.live(x) for x in plain.book.values())
        if one.end <= plain.now or mine:
            wrong.add("refused")
        if plain.seats_left(session) < seats:
            wrong.add("seats")
        done = self.does(book, Book(customer=who, service="yoga", start=stamp(one.start), seats=seats))
        if self.agrees(wrong, done):
            stands = plain.begins("yoga", who, one.start, "wang", seats)
            self.takes_in(done[0], stands, one.start, one.end, seats)

    @precondition(lambda self: self.plain.book)
    @rule(pick=picks, start=starts, by=people)
    def moves(self, pick, start, by):
        plain = self.plain
        id_ = self.one_of(pick)
        if id_ is None:
            return
        one = plain.book[id_]
        wrong = set()
        if one.status not in {"requested", "held", "confirmed"} or one.session or not plain.live(one):
            wrong.add("refused")
        elif start == one.start:
            self.agrees(
                plain.wrong_with_time(one.service, start, id_),
                self.does(move, Move(booking=id_, start=stamp(start))),
            )
            return
        else:
            wrong |= plain.wrong_with_time(one.service, start, id_)
            wrong |= plain.wrong_with_customer(one.customer, start, start + MINUTES[one.service], id_)
            if one.status == "confirmed" and plain.now > one.start - 120:
                wrong.add("deadline")
        price = plain.price(one.service, one.customer, start)
        if price > 70_000 and price != one.price and not one.needs and by != "owner":
            wrong.add("approval")
        done = self.does(move, Move(booking=id_, start=stamp(start), by=by), by)
        if self.agrees(wrong, done):
            one.uses = []
            uses = [(used, minutes_of(first), minutes_of(last)) for used, first, last, _ in done[0]["uses"]]
            assert all(plain.free(*use) for use in uses)
            one.start, one.end, one.uses, one.price = start, start + MINUTES[one.service], uses, price
            if one.cover:
                one.cover = plain.pays_again(id_, one)
            assert covers(done[0]) == one.cover

    @precondition(lambda self: self.plain.book)
    @rule(pick=picks, force=st.booleans())
    def cancels(self, pick, force):
        plain = self.plain
        id_ = self.one_of(pick)
        if id_ is None:
            return
        one = plain.book[id_]
        wrong = set() if one.status in {"requested", "held", "confirmed", "arrived"} else {"status"}
        done = self.does(cancel, Cancel(booking=id_, force="for a friend" if force else None))
        if self.agrees(wrong, done):
            self.ends(one, force=force)

    def ends(self, one, *, force=False):
        """What a cancellation leaves: too late, it costs half of what nobody paid ahead."""
        if one.status in {"confirmed", "arrived"} and self.plain.too_late(one) and not force:
            one.late, one.fee = True, max(0, (one.price * 50 + 50) // 100 - one.covered)
        one.status, one.until = "cancelled", None

    @rule(pick=picks)
    def cancels_a_class(self, pick):
        id_ = self.one_of(pick, "confirmed", kind="session")
        if id_ is None:
            return
        came = any(one.session == id_ and one.status == "completed" for one in self.plain.book.values())
        if not self.agrees({"status"} if came else set(), self.does(cancel, Cancel(booking=id_))):
            return
        for other, one in self.plain.book.items():
            if other == id_ or (one.session == id_ and self.plain.live(one)):
                one.status, one.until = "cancelled", None

    @precondition(lambda self: self.plain.book)
    @rule(pick=picks, to=st.sampled_from(["arrived", "done", "no-show", "decline"]))
    def marks(self, pick, to):
        id_ = self.one_of(pick)
        if id_ is None:
            return
        one = self.plain.book[id_]
        allowed = {"arrived": {"confirmed"}, "done": {"confirmed", "arrived"}, "no-show": {"confirmed"},
                   "decline": {"requested", "held"}}[to]  # fmt: skip
        wrong = set() if one.status in allowed else {"status"}
        if to == "decline" and one.needs and not one.agreed:
            wrong.add("approval")
        ahead = one.start > self.plain.now if to == "no-show" else one.start // DAY > self.plain.now // DAY
        if ahead and to != "decline":
            wrong.add("early")
        if self.agrees(wrong, self.does(mark, Mark(booking=id_, to=to))):
            one.status = {
                "arrived": "arrived",
                "done": "completed",
                "no-show": "no-show",
                "decline": "declined",
            }[to]
            one.fee = 10_000 if to == "no-show" else one.fee
            one.until = None

    @precondition(lambda self: self.plain.book)
    @rule(pick=picks, by=people)
    def confirms(self, pick, by):
        """What waits: the owner agrees, then the deposit is due."""
        plain = self.plain
        id_ = self.one_of(pick)
        if id_ is None:
            return
        one = plain.book[id_]
        waits = one.status in {"requested", "held"}
        wrong = set() if waits else {"status"}
        if waits and not plain.live(one):
            wrong |= plain.wrong_with_taking_up(id_)
        asks = one.needs and not one.agreed
        if waits and asks and by != "owner":
            wrong.add("approval")
        due = max(0, one.deposit - one.paid)
        if due and one.status == "held" and not asks:
            wrong.add("deposit")
        lapsed = waits and not plain.live(one)
        if not self.agrees(wrong, self.does(mark, Mark(booking=id_, to="confirm", by=by), by)):
            return
        if lapsed and one.cover:
            one.cover = plain.pays_again(id_, one)
        one.agreed = one.agreed or one.needs
        if due and one.status == "requested":
            one.status, one.until = "held", plain.now + 120
        elif not due:
            one.status, one.until = "confirmed", None

    @precondition(lambda self: self.plain.book)
    @rule(pick=picks, amount=st.sampled_from([50, 150, 200]))
    def pays(self, pick, amount):
        id_ = self.one_of(pick)
        if id_ is None:
            return
        one = self.plain.book[id_]
        self.agrees(set(), self.does(pay, Pay(about=id_, amount=str(amount))))
        one.paid += amount * 100
        if one.status == "held" and one.deposit and self.plain.live(one) and one.paid >= one.deposit:
            asks = one.needs and not one.agreed
            one.status, one.until = ("requested", self.plain.now + LAPSE) if asks else ("confirmed", None)

    @invariant()
    def nobody_is_in_two_places(self):
        """Of the plain book alone, by sweeping it: the wrong would be seen even if both agreed on it."""
        if not hasattr(self, "plain"):
            return
        held = sorted(use for one in self.plain.book.values() if self.plain.live(one) for use in one.uses)
        for (used, _, last), (other, first, _) in pairwise(held):
            assert used != other or last <= first

    def prove(self):
        """At the end: the files say what the plain book says, `check` finds nothing, the money adds up."""
        assert [
            finding for finding in check(self.root, instant(self.plain.now)) if finding.severity == "error"
        ] == []
        stored, _ = load_book(self.root)
        records = {one.id: one for page in stored.pages.values() for one in page.records}
        assert records.keys() == self.plain.book.keys()
        for id_, one in self.plain.book.items():
            record = records[id_]
            assert (record.status, getattr(record, "fee", None) or 0) == (one.status, one.fee / 100)
            assert getattr(record, "late", False) == one.late
            uses = [(held.resource, minutes_of(held.start), minutes_of(held.end)) for held in held_by(record)]
            assert sorted(uses) == sorted(one.uses) or one.status not in OCCUPYING
        with reading(self.root, instant(self.plain.now), lambda _: None) as opened:
            for customer in CUSTOMERS:
                owed = account_of(opened.index, "CNY", customer, None, instant(self.plain.now)).owed
                assert owed == self.plain.owed(customer)
