"""Every feature with every other: capacity x series x several resources x steps x approval x pass x tier price x move x cancel.

Each practice of the matrix goes the same way: a pass is sold, somebody books (once or three days running), somebody else wants the
same time, what waits is agreed to, the first date is moved, the last one cancelled; then `check` proves the book.
"""

import itertools

import pytest

from bookctl.actions.book import book
from bookctl.actions.mark import cancel, mark
from bookctl.actions.move import move
from bookctl.actions.perform import Plan, Who, perform
from bookctl.actions.plan import Sale, sell
from bookctl.actions.problems import Problem
from bookctl.actions.requests import Book, Cancel, Mark, Move
from bookctl.actions.series import Ask, add
from bookctl.ledger.check import run as check
from bookctl.ledger.load import load_book
from model.plain_practice import DAY, instant, stamp, wall_of

FLAGS = ("capacity", "steps", "resources", "approval", "passes", "tier", "series")
MATRIX = list(itertools.product([False, True], repeat=len(FLAGS)))
NOW = 8 * 60
TEN = 4 * DAY + 10 * 60  # Friday at ten: far enough ahead to be cancelled in time


def files(on):
    needs = '[{ kind = "staff" }, { kind = "room" }]' if on["resources"] else '[{ kind = "staff" }]'
    one = f"minutes = 60\nneeds = {needs}\n"
    two = f'\n[[step]]\nminutes = 30\nneeds = {needs}\n\n[[step]]\nminutes = 30\nneeds = [{{ kind = "staff" }}]\n'
    settings = (
        'format = 1\nname = "x"\ntimezone = "Asia/Shanghai"\ncurrency = "CNY"\n\n[policy]\ncancel = "24h"\nlate_fee = 50\n'
        '\n[[tier]]\nid = "gold"\ntag = "vip"\ndiscount = "10%"\n'
    )
    if on["approval"]:
        settings += '\n[[approval]]\nid = "agree"\nservice = ["work"]\napprovers = ["boss"]\n'
    many = 2 if on["capacity"] else 1
    return {
        "bookctl.toml": settings,
        "resources/wang.toml": f'name = "w"\nkind = "staff"\ncapacity = {many}\nhours = ["daily 09:00-17:00"]\n',
        "resources/room.toml": f'name = "r"\nkind = "room"\ncapacity = {many}\nafter = 10\n',
        "services/work.toml": 'name = "Work"\nprice = 600.00\n' + (two if on["steps"] else one),
        "plans/two.toml": 'name = "Two"\nkind = "pass"\nsessions = 2\nprice = 1000.00\n',
        "customers/canna2.toml": 'name = "A"\nphone = "1"\n' + ('tags = ["vip"]\n' if on["tier"] else ""),
        "customers/cbert2.toml": 'name = "B"\nphone = "2"\n',
    }


class Ledger:
    """A practice without git, which is quick."""

    def __init__(self, root, on):
        self.root, self.salt = root, itertools.count()
        for path, text in files(on).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)

    def does(self, action, request, by="wang", now=NOW):
        who = Who(by, instant(now), str(next(self.salt)), lambda _: None)
        return perform(self.root, who, Plan(lambda desk: action(desk, request))).outcome.data

    def word(self, action, request, **how):
        try:
            self.does(action, request, **how)
        except Problem as problem:
            return problem.word
        return None

    def record(self, id_):
        stored, _ = load_book(self.root)
        return next(one for page in stored.pages.values() for one in page.records if one.id == id_)


@pytest.mark.parametrize("flags", MATRIX, ids=lambda flags: "+".join(
    name for name, is_on in zip(FLAGS, flags, strict=True) if is_on) or "plain")  # fmt: skip
def test_features_compose(flags, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    on = dict(zip(FLAGS, flags, strict=True))
    it = Ledger(tmp_path / "ledger", on)
    held = it.does(sell, Sale("canna2", "two"))["id"] if on["passes"] else None
    if on["series"]:
        made = it.does(add, Ask("work", wall_of(TEN), "FREQ=DAILY;COUNT=3", "canna2"))["bookings"]
    else:
        made = [it.does(book, Book(customer="canna2", service="work", start=stamp(TEN)))["id"]]
    price = 540.0 if on["tier"] else 600.0
    for number, id_ in enumerate(made):
        one = it.record(id_)
        assert one.status == ("requested" if on["approval"] else "confirmed")
        assert one.price == price
        assert [(part.purchase, part.sessions, part.amount) for part in one.cover] == (
            [(held, 1, price)] if held and number < 2 else []
        )
        assert len(one.uses) == 1 + on["resources"]
    wanted = Book(customer="cbert2", service="work", start=stamp(TEN))
    assert it.word(book, wanted) == (None if on["capacity"] else "overlap")
    for id_ in made if on["approval"] else ():
        assert it.word(mark, Mark(booking=id_, to="confirm")) == "approval"
        it.does(mark, Mark(booking=id_, to="confirm", by="boss"), by="boss")
        assert it.record(id_).status == "confirmed"
    it.does(move, Move(booking=made[0], start=stamp(TEN + 120)))
    moved = it.record(made[0])
    assert (moved.price, [part.purchase for part in moved.cover]) == (price, [held] if held else [])
    assert it.word(book, Book(customer="cbert2", service="work", start=stamp(TEN + 120))) == (
        None if on["capacity"] else "overlap"
    )
    late = 5 * DAY if on["series"] else 4 * DAY
    it.does(cancel, Cancel(booking=made[-1]), now=late + 9 * 60 if not on["series"] else NOW)
    last = it.record(made[-1])
    assert (last.status, last.late, last.fee) == (
        "cancelled",
        not on["series"],
        None if on["series"] else 50.0,
    )
    assert [one for one in check(it.root, instant(NOW)) if one.severity == "error"] == []
