"""What the index answers, on a small ledger."""

import subprocess
import sys

import pytest

from bookctl.ledger.index.complete import complete
from bookctl.ledger.index.place import cache_file
from bookctl.ledger.load import load_catalogue
from bookctl.ledger.state import find_state
from bookctl.model.status import Held
from indexing import LATER, PAGE, at, booking, ids, opened, put, session, small


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return small(tmp_path / "ledger")


def test_a_row_tells_all_of_a_booking(root):
    history = '[{ at = 2026-11-20T09:12:00+08:00, status = "requested" }, { at = 2026-11-21T09:00:00+08:00 }]'
    put(root, PAGE, booking("7k2m9q", source="wechat", zone="Europe/Berlin", history=history))
    row = opened(root).row("7k2m9q")
    assert row._asdict() == {
        "id": "7k2m9q", "kind": "booking", "page": PAGE, "start": at("2026-11-24 10:00"), "end": at("2026-11-24 11:00"),
        "status": "confirmed", "service": "swedish-60", "customer": "c4f7qx", "session": None, "seats": 1,
        "price": 680.0, "zone": "Europe/Berlin", "until": None,
        "uses": (
            ("wang", at("2026-11-24 10:00"), at("2026-11-24 11:00"), 1),
            ("room-2", at("2026-11-24 10:00"), at("2026-11-24 11:15"), 1),
        ),
        "source": "wechat", "created": at("2026-11-20 09:12"), "minutes": None, "changed": at("2026-11-21 09:00"),
        "sequence": 0, "extra": None,
    }  # fmt: skip


def test_an_amount_stays_the_number_in_the_file(root):
    put(
        root,
        PAGE,
        booking("7k2m9q", price="680") + booking("7k3aaa", price="680.5") + booking("7k4bbb", price=""),
    )
    index = opened(root)
    assert [repr(index.row(id_).price) for id_ in ("7k2m9q", "7k3aaa", "7k4bbb")] == ["680", "680.5", "None"]


def test_a_session_has_seats_and_the_bookings_that_take_them(root):
    seat = booking("8seat2", "18:00", "19:00", session="8s5n22", uses="", seats="2")
    put(root, PAGE, session("8s5n22") + seat)
    index = opened(root)
    whole = index.row("8s5n22")
    assert (whole.kind, whole.seats, whole.customer, whole.price) == ("session", 8, None, None)
    assert [(row.id, row.seats, row.uses) for row in index.session_rows("8s5n22")] == [("8seat2", 2, ())]
    assert [row.id for row in index.rows(0, 1 << 40, ("session",))] == ["8s5n22"]
    assert index.held("room-2", 0, 1 << 40) == [
        Held("room-2", at("2026-11-24 18:00"), at("2026-11-24 19:00"), 1, "8s5n22")
    ]


def test_rows_that_began_long_before_are_among_those_of_a_day(root):
    put(
        root,
        "bookings/2025/2025-01-01.toml",
        booking("22year", "00:00", "00:00", day="2025-01-01", to="2026-11-24"),
    )
    put(
        root,
        "bookings/2026/2026-11-23.toml",
        booking("2n2ght", "22:00", "06:00", day="2026-11-23", to="2026-11-24"),
    )
    index = opened(root)
    assert ids(index) == ["2n2ght", "7k2m9q", "7k3aaa"]
    assert ids(index, "2026-11-23 00:00", "2026-11-24 00:00") == ["22year", "2n2ght"]
    assert ids(index, "2026-11-24 11:00", "2026-11-24 14:00") == []
    assert ids(index, "2026-11-24 10:59", "2026-11-24 14:01") == ["7k2m9q", "7k3aaa"]


def test_padding_that_reaches_into_another_day_is_held_there(root):
    uses = '[{ resource = "wang", from = -2880, to = 60 }]'
    put(root, PAGE, booking("7k2m9q", uses=uses))
    index = opened(root)
    found = index.held("wang", at("2026-11-22 12:00"), at("2026-11-22 12:01"))
    assert [(use.start, use.owner) for use in found] == [(at("2026-11-22 10:00"), "7k2m9q")]
    assert index.held("wang", at("2026-11-22 09:00"), at("2026-11-22 10:00")) == []
    assert index.held("wang", at("2026-11-24 11:00"), at("2026-11-24 12:00")) == []


@pytest.mark.parametrize(
    ("status", "held"),
    [
        ("requested", 1),
        ("held", 1),
        ("confirmed", 1),
        ("arrived", 1),
        ("completed", 1),
        ("declined", 0),
        ("cancelled", 0),
        ("no-show", 0),
    ],
)
def test_what_occupies(root, status, held):
    put(root, PAGE, booking("7k2m9q", status=status))
    assert len(opened(root).held("wang", 0, 1 << 40)) == held


def test_a_hold_occupies_until_it_expires(root):
    put(root, PAGE, booking("7k2m9q", status="held", until="2026-11-24T09:30:00+08:00"))
    index, day = opened(root), (at("2026-11-24 00:00"), at("2026-11-25 00:00"))
    assert index.row("7k2m9q").until == at("2026-11-24 09:30")
    assert len(index.held("wang", *day)) == 1
    assert len(index.busy(at("2026-11-24 09:29")).held("wang", *day)) == 1
    assert index.busy(at("2026-11-24 09:30")).held("wang", *day) == []


def test_ids_are_found_by_any_beginning(root):
    index = opened(root)
    assert [row.id for row in index.find("7k")] == ["7k2m9q", "7k3aaa"]
    assert [row.id for row in index.find("7k", limit=1)] == ["7k2m9q"]
    assert [row.id for row in index.find("7k3aaa")] == ["7k3aaa"]
    assert index.find("9") == []
    assert index.row("7k") is None


def test_an_id_on_two_pages_is_found_on_both(root):
    put(root, "bookings/2026/2026-11-25.toml", booking("7k2m9q", day="2026-11-25"))
    assert [row.page[-7:-5] for row in opened(root).find("7k2m9q")] == ["24", "25"]


def test_a_request_is_known_by_its_id(root):
    put(root, PAGE, booking("7k2m9q", request="web-1"))
    index = opened(root)
    assert index.request("web-1").id == "7k2m9q"
    assert index.request("web-2") is None
    put(root, PAGE, booking("7k2m9q"))
    index.refresh()
    assert index.request("web-1") is None


def test_a_booking_that_moves_to_another_page_is_there_once(root):
    index = opened(root)
    put(root, PAGE, booking("7k3aaa"))
    put(root, "bookings/2026/2026-11-25.toml", booking("7k2m9q", day="2026-11-25"))
    index.refresh()
    assert [(row.id, row.page[-7:-5]) for row in index.customer_rows("c4f7qx")] == [
        ("7k3aaa", "24"),
        ("7k2m9q", "25"),
    ]
    assert len(index.find("7k2m9q")) == 1


def test_the_catalogue_is_that_of_the_files(root):
    index = opened(root)
    assert index.catalogue() == load_catalogue(root)[0]
    assert index.names("resource") == {"room-2": "Room 2", "wang": "Wang Wei"}
    assert index.names("service")["swedish-60"] == "Swedish massage"
    assert [(one.id, one.kind, one.retired) for one in index.resource_lights()] == [
        ("room-2", "room", "2026-01-01"),
        ("wang", "staff", None),
    ]
    assert index.settings() == ("Studio", "Asia/Shanghai", "CNY", "en", "mon", None)
    put(root, "services/swedish-60.toml", 'name = "Swedish"\nminutes = 75\n')
    (root / "resources/room-2.toml").unlink()
    index.refresh(customers=False)
    assert index.catalogue() == load_catalogue(root)[0]
    assert index.names("resource") == {"wang": "Wang Wei"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("c4f7qx", ["c4f7qx"]), ("李娜", ["c4f7qx", "ctwo22"]), ("李", ["c4f7qx", "ctwo22"]), ("娜", ["c4f7qx", "ctwo22"]),
        ("anna", ["cexact", "c9p2vb"]), ("WEBER", ["c9p2vb"]), ("anna@example.com", ["c9p2vb"]), ("@example", ["c9p2vb"]),
        ("+86 138", ["c4f7qx"]), ("13800001234", ["c4f7qx"]), ("0000-1234", ["c4f7qx"]), ("12", []), ("c9", ["c9p2vb"]),
        ("ＡＮＮＡ", ["cexact", "c9p2vb"]), ("100%", []), ("_", []), ("", ["cexact", "c9p2vb", "c4f7qx", "ctwo22"]),
    ],
)  # fmt: skip
def test_customers_are_found_by_what_one_remembers(root, text, found):
    put(root, "customers/ctwo22.toml", 'name = "王李娜"\n')
    put(root, "customers/cexact.toml", 'name = "Anna"\n')
    assert [one.id for one in opened(root).search_customers(text)] == found


def test_those_who_left_come_last_among_equals(root):
    put(root, "customers/c22222.toml", 'name = "Anna Abel"\nretired = 2026-01-01\n')
    found = opened(root).search_customers("anna")
    assert [(one.name, one.retired) for one in found] == [("Anna Weber", None), ("Anna Abel", "2026-01-01")]


def test_many_customers_are_answered_at_once(root):
    for number in range(700):
        put(root, f"customers/c{number}.toml", f'name = "Person {number}"\n')
    index = opened(root, customers=False)
    assert len(index.customers([f"c{number}" for number in range(700)])) == 700


def test_what_differs_from_the_last_commit(root, monkeypatch):
    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=W", "-c", "user.email=w@example.com", *words],
            cwd=root,
            check=True,
            capture_output=True,
        )

    assert opened(root).dirty(find_state(root)) == []
    git("init", "-qb", "main")
    state = find_state(root)
    index = opened(root)
    assert index.dirty(state) == sorted(index.oids())
    put(root, "notes.txt", "not the ledger's")
    git("add", "-A")
    git("commit", "-qm", "All")
    assert index.dirty(state) == []
    put(root, PAGE, booking("7k2m9q"))
    put(root, "bookings/2026/2026-11-25.toml", "")
    (root / "customers/c9p2vb.toml").unlink()
    index.refresh(customers=False)
    expected = [PAGE, "bookings/2026/2026-11-25.toml", "customers/c9p2vb.toml"]
    assert index.dirty(state) == expected
    from bookctl.ledger import git as asked

    monkeypatch.setattr(asked, "run", lambda *_: pytest.fail("git was started though HEAD is the same"))
    assert index.dirty(state) == expected
    assert opened(root).dirty(state) == expected


def test_a_repository_with_sha256_is_compared_by_sha256(root):
    opened(root).close()
    subprocess.run(["git", "init", "-q", "--object-format=sha256"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(
        ["git", "-c", "user.name=W", "-c", "user.email=w@x", "commit", "-qm", "All"], cwd=root, check=True
    )
    index = opened(root)
    assert index.dirty(find_state(root)) == []
    assert {len(oid) for oid in index.oids().values()} == {64}


def test_completion_knows_what_the_index_knows(root):
    assert complete(root, "booking", "") == []
    put(root, PAGE, booking("7k2m9q") + session("8s5n22"))
    opened(root).close()
    assert complete(root, "booking", "7k") == [("7k2m9q", "Tue 24 Nov 10:00 李娜 Swedish massage")]
    assert complete(root, "session", "8") == [("8s5n22", "Tue 24 Nov 18:00 session Swedish massage")]
    assert complete(root, "booking", "9") == []
    assert complete(root, "customer", "李") == [("李娜", "c4f7qx +86 138 0000 1234")]
    assert complete(root, "customer", "c9") == [("c9p2vb", "Anna Weber Anna@Example.com")]
    assert complete(root, "service", "") == [
        ("deep-tissue-60", "深层按摩 Deep tissue"),
        ("swedish-60", "Swedish massage"),
    ]
    assert complete(root, "resource", "") == [("wang", "Wang Wei")]
    assert complete(root, "nothing", "") == []


def test_completion_without_a_prefix_offers_what_is_near(root):
    put(root, PAGE, booking("7k2m9q") + booking("7k3aaa", day="2026-11-24"))
    put(root, "bookings/2001/2001-01-01.toml", booking("2v3a33", day="2001-01-01"))
    put(root, "bookings/2099/2099-01-01.toml", booking("2v3a44", day="2099-01-01"))
    opened(root).close()
    found = [id_ for id_, _ in complete(root, "booking", "")]
    assert "2v3a33" not in found
    assert "2v3a44" in found


def test_completion_says_nothing_where_the_database_does_not_read(root):
    opened(root).close()
    cache_file(root).write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert complete(root, "booking", "") == []


def test_the_index_loads_little_and_sqlite_only_when_it_is_opened(root):
    opened(root, LATER).close()
    code = (
        "import sys, time, pathlib\n"
        "from bookctl.ledger.index import open_index\n"
        "assert not {'sqlite3', 'msgspec', 'hashlib', 'subprocess'} & set(sys.modules)\n"
        "from bookctl.ledger.state import find_state\n"
        f"root = pathlib.Path({str(root)!r})\n"
        f"index = open_index(root, find_state(root), now_ns=lambda: time.time_ns() + {LATER})\n"
        "index.refresh(customers=False)\n"
        "assert index.rows(0, 1 << 40) and index.settings() and index.names('service')\n"
        "assert index.customers([row.customer for row in index.rows(0, 1 << 40)])\n"
        "assert not {'msgspec', 'subprocess', 'toml_rs', 'tomllib', 'pickle'} & set(sys.modules), sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_completion_loads_next_to_nothing(root):
    opened(root).close()
    code = (
        "import sys, pathlib\n"
        "from bookctl.ledger.index.complete import complete\n"
        f"assert complete(pathlib.Path({str(root)!r}), 'customer', '')\n"
        "loaded = {'msgspec', 'typer', 'rich', 'subprocess', 'json', 'bookctl.ledger.index.store'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_each_further_commit_is_followed(root):
    def git(*words):
        command = ["git", "-c", "user.name=W", "-c", "user.email=w@example.com", *words]
        return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout

    git("init", "-qb", "main")
    git("add", "-A")
    git("commit", "-qm", "One")
    state = find_state(root)
    assert opened(root).dirty(state) == []
    put(root, PAGE, booking("7k2m9q"))
    (root / "customers/c9p2vb.toml").unlink()
    (root / "services/swedish-60.toml").rename(root / "services/swedish.toml")
    git("add", "-A")
    git("commit", "-qm", "Two")
    assert opened(root).dirty(state) == []
    git("reset", "-q", "--soft", "HEAD~1")
    assert opened(root).dirty(state) == [
        PAGE, "customers/c9p2vb.toml", "services/swedish-60.toml", "services/swedish.toml",
    ]  # fmt: skip
    index = opened(root)
    index._kept.store.write()
    index._kept.store.set_meta("head", "1" * 40)  # a commit that git gc has thrown away
    index._kept.store.commit()
    git("commit", "-qm", "Two, differently")
    assert index.dirty(state) == []


def test_two_that_ask_at_once_both_follow_the_commits(root, monkeypatch):
    def git(*words):
        command = ["git", "-c", "user.name=W", "-c", "user.email=w@example.com", *words]
        subprocess.run(command, cwd=root, check=True, capture_output=True)

    from bookctl.ledger.index import store

    git("init", "-qb", "main")
    git("add", "-A")
    git("commit", "-qm", "One")
    state = find_state(root)
    one = opened(root)
    two = opened(root)
    assert one.dirty(state) == two.dirty(state) == []
    put(root, PAGE, booking("7k2m9q"))
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    three = opened(root)
    two._kept.store.write()
    assert three.dirty(state) == [PAGE]
    git("commit", "-qam", "Two")
    assert three.dirty(state) == []
    two.close()
    assert three.dirty(state) == []
    one.refresh()
    assert one.dirty(state) == []
