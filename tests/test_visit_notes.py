"""Notes of a visit: kept with the customer, told with the booking."""

import json


def test_a_visits_notes_are_shown_with_it_and_with_nothing_else(book):
    book.ok("note", "7k2m9q", "左肩 was tight")
    book.ok("note", "张伟", "likes the garden room")
    shown = book.ok("show", "7k2m9q")
    assert "notes:     2026-11-24 左肩 was tight (wang)" in shown
    assert "garden" not in shown
    assert "左肩 was tight" not in book.ok("show", "gznfsk")
    notes = json.loads(book.ok("show", "7k2m9q", "--format", "json"))["booking"]["notes"]
    assert [one["text"] for one in notes] == ["左肩 was tight"]


def test_notes_are_listed_by_visit_or_by_customer(book):
    book.ok("note", "7k2m9q", "左肩 was tight")
    assert (
        book.ok("note", "7k2m9q") == "2026-11-24 09:00\t7k2m9q\tTue 24 Nov 2026 10:00\twang\t左肩 was tight\n"
    )
    every = json.loads(book.ok("note", "张伟", "--format", "json"))["notes"]
    assert [one["booking"] for one in every] == [None, "7k2m9q"]
    assert book.run("note", "gznfsk").err == "no notes\n"
    assert book.run("note", "nobody").code == 4


def test_the_customers_picture_names_the_visit_of_a_note(book):
    book.ok("note", "7k2m9q", "左肩 was tight")
    shown = book.ok("customer", "show", "张伟", "--format", "table", "--width", "120")
    assert "2026-11-24 左肩 was tight (wang)  [7k2m9q, Tue 24 Nov 2026 10:00]" in shown


def test_the_agenda_has_a_sign_where_somebody_has_an_alert(book):
    assert "alert" not in book.ok("agenda", "today")
    book.ok("customer", "alert", "张伟", "peanut oil", "--kind", "allergy")
    lines = book.ok("agenda", "today").splitlines()
    assert [line.split("\t")[2] for line in lines if line.endswith("alert")] == ["7k2m9q"]
    assert "peanut" not in "".join(lines)
