"""The example's calendars as apps read them after fetching: the same instants in three independent readers."""

import pytest

from conftest import Book, environment
from ics_kit import by_icalendar, by_icaljs, by_vobject
from serve_kit import link, serving

PAGE = """\
[[booking]]
id = "{id}"
service = "visit"
customer = "c4f7qx"
start = {start}
end = {end}
uses = ["wang"]
status = "confirmed"
history = [{{ at = 2026-03-01T09:00:00+01:00, status = "confirmed", by = "wang" }}]

"""
# Berlin's two days of 2026 on which the clock changes: before, over and after the change.
DST = {
    "2026-03-29": (
        ("aaaaa2", "2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("aaaaa3", "2026-03-29T03:30:00+02:00", "2026-03-29T04:00:00+02:00"),
    ),
    "2026-10-25": (
        ("aaaaa4", "2026-10-25T02:15:00+02:00", "2026-10-25T02:45:00+02:00"),
        ("aaaaa5", "2026-10-25T02:15:00+01:00", "2026-10-25T02:45:00+01:00"),
        ("aaaaa6", "2026-10-25T09:00:00+01:00", "2026-10-25T10:00:00+01:00"),
    ),
}  # fmt: skip


@pytest.fixture
def berlin(tmp_path):
    """A book with bookings on both days."""
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    book = Book(tmp_path, environment(home, root))
    book.ok("init", str(root), "--timezone", "Europe/Berlin", "--currency", "EUR", "--name", "Praxis 静水")
    book.root = root
    with (root / "bookctl.toml").open("a", encoding="utf-8") as file:
        file.write('\n[feed.all]\npast = 3650\nfuture = 3650\nshow = "names"\n')
    files = {
        "customers/c4f7qx.toml": 'name = "张伟 Zhang Wei"\n',
        "resources/wang.toml": 'name = "王芳 Wang Fang"\nkind = "staff"\n',
        "services/visit.toml": 'name = "Besuch 看诊"\nminutes = 30\nneeds = [{ resource = "wang" }]\n',
    }
    for day, bookings in DST.items():
        files[f"bookings/2026/{day}.toml"] = "".join(
            PAGE.format(id=id_, start=start, end=end) for id_, start, end in bookings
        )
    for rel, text in files.items():
        (root / rel).parent.mkdir(parents=True, exist_ok=True)
        (root / rel).write_text(text, "utf-8")
    return book


def fetched(book, name: str, path: str) -> bytes:
    with serving(book) as server:
        got = server.ask(link(book, name, path))
    assert got.status == 200
    return got.body


def instants(book) -> dict[str, tuple[int, int]]:
    """What the book itself says."""
    from bookctl.cli.env import Env
    from bookctl.cli.state import State

    state = State(Env(ledger=str(book.root)))
    with state.reading() as view:
        return {f"{row.id}@bookctl.local": (row.start, row.end) for row in view.index.rows(0, 1 << 32)}


def test_both_days_of_the_clock_are_read_alike(berlin, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = fetched(berlin, "all", "all.ics")
    berlin.ok("check")
    told = instants(berlin)
    assert len(told) == 5
    readers = [by_icalendar(data), by_vobject(data)]
    for found in readers:
        assert {one.uid: (one.start, one.end) for one in found} == told
    assert by_icaljs({"all": data}, tmp_path)["all"] == readers[0] == readers[1]


def test_the_examples_feed_is_read_alike(book, tmp_path):
    settings = book.root / "bookctl.toml"
    wide = 'title = "Still Water 静水"\npast = 3650\nfuture = 3650'
    settings.write_text(settings.read_text("utf-8").replace('title = "Still Water 静水"', wide), "utf-8")
    data = fetched(book, "studio", "studio.ics")
    first, second = by_icalendar(data), by_vobject(data)
    assert len(first) > 80
    assert any("张伟" in one.summary for one in first)
    assert by_icaljs({"studio": data}, tmp_path)["studio"] == first == second
