"""The map of a ledger, and what is not on it."""

import os
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.layout import find_root, page_day, page_path, pages, record_of, record_path, records, walk
from bookctl.ledger.load import load_book, load_catalogue, load_customer, load_page

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_page_is_found_by_its_day_and_a_day_by_its_page(day):
    assert page_day(page_path(day)) == day


@pytest.mark.parametrize(
    "path",
    [
        "bookings/2026/2026-11-31.toml",
        "bookings/2025/2026-11-24.toml",
        "bookings/2026-11-24.toml",
        "bookings/2026/2026-11-24.toml.orig",
        "bookings/2026/2026-11-24.toml\n",
        "bookings/1999/1999-11-24.toml",
        "bookings/２０２６/２０２６-11-24.toml",
        "bookings/2026/../2026/2026-11-24.toml",
    ],
)
def test_another_path_is_no_page(path):
    assert page_day(path) is None


@pytest.mark.parametrize(
    "id_", ["../x", "/etc/passwd", "-rf", "a\n", "A", "a b", "a/b", "", "a" * 65, "a.toml", "\0"]
)
def test_an_id_never_becomes_a_path_that_leads_elsewhere(id_):
    with pytest.raises(ValueError, match="is no id"):
        record_path("customer", id_)
    assert record_of(f"customers/{id_}.toml") is None


def test_a_record_is_found_by_kind_and_id():
    assert record_path("service", "deep-tissue-60") == "services/deep-tissue-60.toml"
    assert record_of("services/deep-tissue-60.toml") == ("service", "deep-tissue-60")
    assert record_of("bookctl.toml") == ("settings", "bookctl")
    assert record_of("plans/ten.toml") == ("plan", "ten")
    assert record_of("themes/dark.toml") is None


def _ledger(root, *files):
    for name in ("bookctl.toml", *files):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(
            'format = 1\nname = "A"\ntimezone = "UTC"\n' if name == "bookctl.toml" else ""
        )


def test_a_walk_sees_every_file_but_droppings_and_hidden_ones(tmp_path):
    kept = [
        "README.md",
        "bookings/2026/2026-11-24.toml",
        "customers/c4f7qx.toml",
        "customers/c4f7qx.toml.orig",
    ]
    left = [
        ".git/config",
        ".bookctl/lock",
        "bookings/2026/.2026-11-24.toml.swp",
        "bookings/2026/2026-11-24.toml~",
    ]
    _ledger(tmp_path, *kept, *left, "customers/.#c4f7qx.toml", "customers/4913", "customers/.DS_Store")
    assert {entry.path for entry in walk(tmp_path)} == {"bookctl.toml", *kept}
    assert [entry.path for entry in pages(tmp_path)] == ["bookings/2026/2026-11-24.toml"]
    assert [id_ for id_, _ in records(tmp_path, "customer")] == ["c4f7qx"]


def test_a_walk_does_not_follow_links(tmp_path):
    _ledger(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "wang.toml").write_text("")
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    _ledger(ledger)
    (ledger / "resources").symlink_to(outside)
    assert [entry.path for entry in walk(ledger)] == ["bookctl.toml", "resources"]
    assert list(records(ledger, "resource")) == []


def test_a_folder_without_a_ledger_walks_as_nothing(tmp_path):
    assert list(walk(tmp_path / "nowhere")) == []
    assert list(pages(tmp_path)) == []


def test_the_nearest_ledger_upwards_is_the_one(tmp_path):
    _ledger(tmp_path)
    inner = tmp_path / "bookings" / "2026"
    inner.mkdir(parents=True)
    assert find_root(inner) == tmp_path
    assert find_root(tmp_path) == tmp_path
    assert find_root(tmp_path.parent) is None


def test_a_ledger_loads_as_one_book(tmp_path):
    _ledger(tmp_path)
    (tmp_path / "customers").mkdir()
    (tmp_path / "customers" / "c4f7qx.toml").write_text('name = "张三"\n', "utf-8")
    page = tmp_path / page_path(date(2026, 11, 24))
    page.parent.mkdir(parents=True)
    page.write_text(
        '[[booking]]\nid = "7k2m9q"\nservice = "a"\ncustomer = "c4f7qx"\nstatus = "confirmed"\n'
        "start = 2026-11-24T10:00:00Z\nend = 2026-11-24T11:00:00Z\n"
    )
    book, found = load_book(tmp_path)
    assert found == []
    assert book.customers["c4f7qx"].name == "张三"
    assert book.files == {"7k2m9q": "bookings/2026/2026-11-24.toml"}
    assert load_page(tmp_path, date(2026, 11, 24)) == (book.pages[date(2026, 11, 24)], [])
    assert load_page(tmp_path, date(2026, 11, 25))[0].booking == []
    assert load_customer(tmp_path, "c4f7qx") == (book.customers["c4f7qx"], [])
    assert load_customer(tmp_path, "nobody") == (None, [])


def test_without_settings_there_is_no_catalogue(tmp_path):
    catalogue, found = load_catalogue(tmp_path)
    assert catalogue is None
    assert [(finding.file, finding.code) for finding in found] == [("bookctl.toml", "file")]


def test_a_link_or_a_pipe_is_a_finding_and_never_read(tmp_path):
    _ledger(tmp_path)
    (tmp_path / "customers").mkdir()
    (tmp_path / "customers" / "aaaaaa.toml").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "customers" / "bbbbbb.toml")
    book, found = load_book(tmp_path)
    assert book.customers == {}
    assert [(finding.file, finding.code) for finding in found] == [
        ("customers/aaaaaa.toml", "file"),
        ("customers/bbbbbb.toml", "file"),
    ]
