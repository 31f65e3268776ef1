"""Customers as people: alerts that nobody can miss, one screen, two records that are one person."""

import json

import pytest


def test_an_alert_is_told_at_every_booking_and_arrival_and_shown(book):
    book.ok("customer", "alert", "张伟", "peanut oil", "--kind", "allergy")
    told = "note: 张伟 Zhang Wei: allergy: peanut oil"
    assert told in book.run("book", "张伟", "swedish-60", "fri 14:00").err
    assert told in book.run("mark", "7k2m9q", "arrived").err
    assert "allergy: peanut oil" in book.ok("show", "7k2m9q")
    assert "allergy: peanut oil" in book.ok("customer", "show", "张伟")
    assert told not in book.run("book", "唐雪", "swedish-60", "fri 17:00").err


@pytest.mark.parametrize(
    ("text", "kind"), [("", "other"), ("a\x1bb", "other"), ("nuts", "smell"), ("x" * 300, "other")]
)
def test_an_alert_that_does_not_read_is_refused(book, text, kind):
    assert book.run("customer", "alert", "张伟", text, "--kind", kind).code == 2
    assert book.git("status", "--porcelain") == ""


def test_one_screen_has_the_figures_of_a_person(book):
    made = json.loads(book.ok("customer", "show", "张伟", "--format", "json"))["customer"]
    assert made["visits"] == 20
    assert made["money"]["owed"] == "0.00"
    assert made["activity"] == "active"
    assert [one["id"] for one in made["ahead"]] == ["7k2m9q", "gznfsk"]
    assert made["days_since_last_visit"] == 5
    assert 'name = "张伟 Zhang Wei"' in book.ok("customer", "show", "张伟", "--file")


def test_a_customer_who_was_never_here_is_new(book):
    book.ok("customer", "add", "--name", "新来")
    made = json.loads(book.ok("customer", "show", "新来", "--format", "json"))["customer"]
    assert (made["visits"], made["activity"], made["days_since_last_visit"]) == (0, "new", None)


def figures(book, name):
    made = json.loads(book.ok("customer", "show", name, "--format", "json"))["customer"]
    return (
        made["visits"],
        float(made["money"]["charged"]),
        float(made["money"]["paid"]),
        float(made["money"]["owed"]),
    )


def test_merged_records_have_the_sum_of_both(book):
    book.ok("customer", "alert", "唐雪", "latex", "--kind", "allergy")
    one, two = figures(book, "张伟"), figures(book, "唐雪")
    before = book.git("rev-parse", "HEAD")
    book.ok("customer", "merge", "张伟", "唐雪", "--yes")
    assert figures(book, "张伟") == tuple(a + b for a, b in zip(one, two, strict=True))
    assert book.ok("check") == ""
    assert "latex" in book.ok("customer", "show", "张伟")
    assert figures(book, "cp7n3s")[:3] == (0, 0.0, 0.0)
    assert "phone" not in book.ok("customer", "show", "cp7n3s", "--file")
    book.ok("undo", "--yes")
    assert (figures(book, "张伟"), figures(book, "唐雪")) == (one, two)
    assert book.git("diff", "--stat", before.strip(), "--", "bookings", "customers", "payments") == ""


def test_a_merge_asks_and_refuses_nonsense(book):
    assert book.run("customer", "merge", "张伟", "唐雪").code == 2
    assert book.run("customer", "merge", "张伟", "张伟", "--yes").code == 3
    assert book.run("customer", "merge", "张伟", "nobody", "--yes").code == 4


def test_a_rating_stands_on_the_booking_and_its_words_with_the_person(book):
    book.ok("rate", "ur3shx", "2", "--recommend", "3", "--text", "太用力")
    book.ok("rate", "ur3shx", "4")
    page = (book.root / "bookings/2026/2026-11-16.toml").read_text()
    assert "rating = 4" in page
    assert "recommend = 3" in page
    assert "太用力" not in page
    assert "太用力" in book.ok("customer", "show", "张伟")
    assert book.ok("check") == ""


def test_only_a_completed_visit_is_rated(book):
    assert book.run("rate", "7k2m9q", "5").code == 3
    assert book.run("rate", "ur3shx").code == 2
    assert book.run("rate", "ur3shx", "9").code == 2
    assert book.run("rate", "nobody", "5").code == 4


def test_a_person_gets_all_that_the_book_holds_of_them_and_of_nobody_else(book):
    book.ok("pay", "张伟", "50")
    person = json.loads(book.ok("customer", "export", "张伟"))["person"]
    assert person["customer"]["name"] == "张伟 Zhang Wei"
    assert {one["customer"] for one in (*person["bookings"], *person["payments"])} == {"c4f7qx"}
    assert "7k2m9q" in {one["id"] for one in person["bookings"]}
    assert sum(one["amount"] == 50 for one in person["payments"]) == 1
    rows = json.loads(book.ok("find", "customer:c4f7qx", "--format", "json"))["bookings"]
    assert {row["id"] for row in rows} == {one["id"] for one in person["bookings"]}
    assert person["bookings"][0]["history"]
