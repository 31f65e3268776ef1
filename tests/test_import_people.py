"""Who of the book a file's customers are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.intake.people import number
from imports.kit import MAPPING, bookings, reasons, take

LATER = {"Id": "2", "Start": "2026-12-02 14:30"}


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("13800138001", "+86 138 0013 8001", "86"),
        ("13800138001", "0086-138-0013-8001", "86"),
        ("13800138001", "8613800138001", "86"),
        ("010 8888 0000", "+86 10 8888 0000", "86"),
        ("0171 555 0101", "+49 171 5550101", "49"),
        ("0049 (0) 30".replace("(0) ", "") + "5550 1234", "030 55501234", "49"),
        ("+49 171 5550101", "0049 171 5550101", "86"),
    ],
)
def test_one_number_written_in_two_ways_is_one_number(one, other, country):
    assert number(one, country) == number(other, country) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13800138001", "13800138002"),
        ("+1 202 555 0143", "202 555 0143"),
        ("0171 5550101", "+49 171 5550101"),
    ],
)
def test_different_numbers_stay_different(one, other):
    assert number(one, "86") != number(other, "86")


@pytest.mark.parametrize("text", ["", None, "123", "-", "+86 110"])
def test_what_is_too_short_to_tell_people_apart_is_no_number(text):
    assert number(text, "86") == ""


@given(st.text(max_size=40))
def test_any_text_gives_digits_or_nothing(text):
    assert set(number(text, "86")) <= set("0123456789")


def test_a_phone_finds_the_customer_however_it_is_written(book):
    done, result = take(book, {"Name": "Zhang W.", "Phone": "(100) 0000-0101"})
    assert (done.code, result["customers"]) == (0, 0)
    assert bookings(book, "source:test")[0]["customer"] == "c4f7qx"


def test_an_email_finds_the_customer_whatever_its_case(book):
    take(book, {"Name": "Zhang W.", "Phone": "", "Mail": "Zhang.Wei@Example.CN"})
    assert bookings(book, "source:test")[0]["customer"] == "c4f7qx"


def test_the_exact_name_finds_the_customer_where_nothing_contradicts(book):
    take(book, {"Name": "  张伟  ZHANG wei ", "Phone": ""})
    assert bookings(book, "source:test")[0]["customer"] == "c4f7qx"


@pytest.mark.parametrize("other", [{"Phone": "13800138001"}, {"Phone": "", "Mail": "other@example.com"}])
def test_a_namesake_with_another_phone_or_email_is_another_person(book, other):
    _, result = take(book, {"Name": "张伟 Zhang Wei", **other})
    assert result["customers"] == 1
    assert bookings(book, "source:test")[0]["customer"] != "c4f7qx"


def test_two_rows_of_one_new_person_make_one_customer_who_knows_what_both_say(book):
    _, result = take(book, {}, {**LATER, "Mail": "huimin@example.com"})
    assert result["customers"] == 1
    (who,) = {one["customer"] for one in bookings(book, "source:test")}
    text = (book.root / f"customers/{who}.toml").read_text("utf-8")
    assert 'name = "林慧敏"\nphone = "13800138001"\nemail = "huimin@example.com"\nsource = "import"\n' in text


def test_two_namesakes_in_one_file_are_two_people_with_two_ids(book):
    _, result = take(book, {}, {**LATER, "Phone": "13800138002"})
    assert result["customers"] == 2
    assert len({one["customer"] for one in bookings(book, "source:test")}) == 2


def test_a_phone_that_two_customers_share_is_decided_by_the_name(book):
    book.ok("customer", "add", "--name", "张小宝", "--phone", "10000000101", "--shared")
    take(book, {"Name": "张小宝", "Phone": "10000000101"})
    child = bookings(book, "source:test")[0]["customer"]
    assert child != "c4f7qx"
    _, result = take(book, {**LATER, "Name": "张家", "Phone": "10000000101"})
    assert reasons(result) == [(2, f"2 customers have this phone: {', '.join(sorted(('c4f7qx', child)))}")]


def test_who_was_entered_twice_and_retired_once_is_the_one_who_stays(book):
    book.ok("customer", "add", "--name", "张伟 Zhang Wei", "--phone", "10000000101", "--shared")
    book.ok("customer", "retire", "c4f7qx")
    done, _ = take(book, {"Name": "张伟 Zhang Wei", "Phone": "10000000101"})
    assert done.code == 0, done
    assert bookings(book, "source:test")[0]["customer"] != "c4f7qx"


def test_existing_customers_are_never_merged_or_changed(book):
    before = {path.name: path.read_bytes() for path in (book.root / "customers").iterdir()}
    take(book, {"Name": "李娜", "Phone": "10000000101", "Mail": "new@example.com"})
    for name, data in before.items():
        assert (book.root / "customers" / name).read_bytes() == data


def test_a_mapping_may_say_who_somebody_is(book):
    mapping = MAPPING + '[customers]\n"Walk-In" = "c4f7qx"\n'
    take(book, {"Name": "Walk-in", "Phone": ""}, mapping=mapping)
    assert bookings(book, "source:test")[0]["customer"] == "c4f7qx"
    wrong = mapping.replace("c4f7qx", "czzzzz")
    done, _ = take(book, {**LATER, "Name": "Walk-in"}, mapping=wrong)
    assert (done.code, "czzzzz" in done.err) == (2, True)


def test_a_failing_row_leaves_no_customer_behind(book):
    before = sorted((book.root / "customers").iterdir())
    done, _ = take(book, {"Service": "nothing"}, more=["--skip"])
    assert done.code == 6
    assert sorted((book.root / "customers").iterdir()) == before


def test_remarks_go_to_the_customers_file_and_nowhere_else(book):
    take(book, {"Notes": "左肩\n慢一点"}, {**LATER, "Name": "张伟 Zhang Wei", "Phone": "", "Notes": "early"})
    new, old = (one["customer"] for one in bookings(book, "source:test"))
    assert 'text = "左肩\\n慢一点"' in (book.root / f"customers/{new}.toml").read_text("utf-8")
    assert 'text = "early"' in (book.root / f"customers/{old}.toml").read_text("utf-8")
    assert "左肩" not in book.git("log", "-1", "--format=%B")
    pages = "".join(path.read_text("utf-8") for path in (book.root / "bookings").rglob("*.toml"))
    assert "左肩" not in pages
    assert "林慧敏" not in pages
    assert book.run("check").code == 0
