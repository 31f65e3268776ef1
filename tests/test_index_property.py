"""Whatever is done to the files, the index answers as a fresh reading of the whole ledger would."""

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookctl.ledger.index import Index
from bookctl.ledger.load import load_book
from bookctl.model.booking import Booking, held_by
from bookctl.model.status import Held, occupies
from indexing import LATER, booking, opened, put, session, small

IDS = ("22aaaa", "22bbbb", "33cccc", "44dddd")
STATUSES = ("requested", "held", "confirmed", "cancelled", "no-show")
DAYS = [date(2026, 11, 23) + timedelta(days=number) for number in range(4)]
RESOURCES = ("wang", "room-2")
PEOPLE = ("c4f7qx", "c9p2vb", "cthree")

hours = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def records(draw, day: date) -> str:
    first, last = draw(hours)
    end = day + timedelta(days=(last <= first) + draw(st.sampled_from((0, 0, 0, 2))))
    if draw(st.integers(0, 4)) == 0:
        first, last = sorted((first, last))
        return session(draw(st.sampled_from(IDS)), f"{first:02}:00", f"{last:02}:00").replace(
            "2026-11-24", str(day)
        )
    uses = draw(
        st.sampled_from(('["wang"]', '["room-2", { resource = "wang", from = -1500, to = 30 }]', "[]"))
    )
    status = draw(st.sampled_from(STATUSES))
    return booking(
        draw(st.sampled_from(IDS)), f"{first:02}:00", f"{last:02}:00", day=str(day), to=str(end), uses=uses, status=status,
        customer=draw(st.sampled_from(PEOPLE)), session=draw(st.sampled_from(("", "33cccc"))) if uses == "[]" else "",
        until="2026-11-24T12:00:00+08:00" if status == "held" else "", request=draw(st.sampled_from(("", "r1", "r2"))),
    )  # fmt: skip


@st.composite
def pages(draw) -> tuple[str, str | None]:
    day = draw(st.sampled_from(DAYS))
    path = f"bookings/2026/{day}.toml"
    if draw(st.integers(0, 5)) == 0:
        return path, draw(st.sampled_from((None, "", "[[booking]]\nid = ", '[[booking]]\nid = "22aaaa"\n')))
    return path, "".join(draw(st.lists(records(day), max_size=4)))


people = st.tuples(
    st.sampled_from([f"customers/{id_}.toml" for id_ in PEOPLE]),
    st.sampled_from(
        (None, 'name = "李娜"\n', 'name = "王芳"\n', "name = 7\n", 'name = "Anna"\ntags = ["vip"]\n')
    ),
)
services = st.tuples(
    st.just("services/swedish-60.toml"),
    st.sampled_from((None, 'name = "One"\nminutes = 60\n', "minutes = 60\n")),
)
edits = st.one_of(pages(), pages(), people, services)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=5), st.booleans(), st.booleans()
)
def test_the_index_answers_as_the_files_do(rounds, later, lazily):
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = folder + "/cache"
        try:
            _play(small(Path(folder, "ledger")), rounds, LATER if later else 0, lazily)
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before


def _play(root: Path, rounds, ahead: int, lazily: bool) -> None:
    index = opened(root, ahead)
    for number, round_ in enumerate(rounds):
        for path, text in round_:
            if text is None:
                (root / path).unlink(missing_ok=True)
            else:
                _replace(root, path, text)
        if number % 2:
            index.close()
            index = opened(root, ahead, customers=not lazily)
        else:
            index.refresh(customers=not lazily)
        _same(index, root)
    index.close()


def _replace(root: Path, path: str, text: str) -> None:
    """Half of the time by renaming another file over it that claims the same mtime."""
    if len(text) % 2 and (root / path).exists():
        put(root, ".other", text)
        shutil.copystat(root / path, root / ".other")
        (root / ".other").rename(root / path)
    else:
        put(root, path, text)


def _same(index: Index, root: Path) -> None:
    book, findings = load_book(root)
    items = [item for page in book.pages.values() for item in (*page.session, *page.booking)]
    assert sorted(index.broken()) == sorted(findings)
    assert index.catalogue() == book.catalogue
    assert {one.id: (one.name, one.tags) for one in index.search_customers("")} == {
        id_: (one.name, tuple(one.tags)) for id_, one in book.customers.items()
    }
    for start, end in _windows():
        expected = [
            (_at(one.start), one.id) for one in items if _at(one.start) < end and _at(one.end) > start
        ]
        assert [(row.start, row.id) for row in index.rows(start, end)] == sorted(expected)
        for resource in RESOURCES:
            assert list(index.busy(start).held(resource, start, end)) == _held(items, resource, start, end)
        for who in PEOPLE:
            theirs = [row for row in index.customer_rows(who) if row.start < end and row.end > start]
            assert index.customer_rows(who, (start, end)) == theirs
    bookings = [one for one in items if isinstance(one, Booking)]
    for id_ in IDS:
        assert len(index.find(id_)) == sum(one.id == id_ for one in items)
        assert (index.row(id_) is None) == (id_ not in {one.id for one in items})
    for who in PEOPLE:
        assert sorted(row.id for row in index.customer_rows(who)) == sorted(
            o.id for o in bookings if o.customer == who
        )
        assert (index.customer(who) is None) == (who not in book.customers)
    assert sorted(row.id for row in index.session_rows("33cccc")) == sorted(
        o.id for o in bookings if o.session == "33cccc"
    )
    for request in ("r1", "r2"):
        assert (index.request(request) is None) == (request not in {one.request for one in bookings})


def _held(items, resource: str, start: int, end: int) -> list[Held]:
    found = [
        use
        for one in items
        if occupies(one.status, getattr(one, "until", None), start)
        for use in held_by(one)
    ]
    return sorted(use for use in found if use.resource == resource and use.start < end and use.end > start)


def _windows():
    first = 1795363200  # 2026-11-23 00:00 in Shanghai
    for day in range(-1, 7):
        yield first + day * 86_400, first + (day + 1) * 86_400
    yield first + 30_000, first + 30_001
    yield first - 10**7, first + 10**7


def _at(moment) -> int:
    return int(moment.timestamp())
