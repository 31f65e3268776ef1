"""Time in other calendars, as it lies in the ledger."""

import pytest

from bookctl.ledger.busy import read_busy

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bookctl//busy//EN\r\nBEGIN:VFREEBUSY\r\n"
SPAN = "FREEBUSY;FBTYPE=BUSY:20261125T010000Z/20261125T040000Z\r\n"  # Wednesday 09:00 to 12:00 in Shanghai
TAIL = "END:VFREEBUSY\r\nEND:VCALENDAR\r\n"
WHOLE = f"{HEAD}UID:wang-google@bookctl\r\nDTSTAMP:20261124T000000Z\r\n{SPAN}{TAIL}"


def put(book, text=WHOLE, resource="wang"):
    path = book.root / "busy" / resource / "google.ics"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_busy_time_is_read_with_either_line_ending():
    expected = [(1795568400, 1795579200)]
    assert read_busy("busy/wang/google.ics", WHOLE.encode()) == (expected, [])
    assert read_busy("busy/wang/google.ics", WHOLE.replace("\r\n", "\n").encode()) == (expected, [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Google//EN\r\nEND:VCALENDAR\r\n", 3),
        (HEAD + "SUMMARY:Dentist\r\n" + TAIL, 5),
        (HEAD + SPAN.replace("1125T0100", "1345T0100") + TAIL, 5),
        (HEAD + SPAN, 5),
    ],
)
def test_another_form_is_a_finding_with_its_line(text, line):
    spans, found = read_busy("busy/wang/google.ics", text.encode())
    assert (spans, [(one.line, one.code) for one in found]) == ([], [(line, "busy")])
    assert (
        found[0].help
        == "bookctl import busy wang busy/wang/google.ics --name google reads it and puts it right"
    )


def test_busy_time_is_not_offered_and_the_refusal_names_its_file(book):
    service = "deep-tissue-60"
    free = book.ok("free", service, "2026-11-25", "--resource", "wang", "--format", "csv")
    assert "2026-11-25T09:00" in free
    put(book)
    free = book.ok("free", service, "2026-11-25", "--resource", "wang", "--format", "csv")
    assert "2026-11-25T09:00" not in free
    why = book.run("book", "唐雪", service, "2026-11-25 09:00", "--resource", "wang")
    assert why.code == 3
    assert "busy 09:00-12:00" in why.err
    assert "busy/wang/google.ics" in why.err


def test_check_reads_it_and_strict_tells_what_collides(book):
    path = put(book)
    assert book.ok("check") == ""
    found = book.run("check", "--strict", "--format", "concise")
    assert "[hours]" in found.out
    assert "wang is not open" in found.out
    path.write_text("no calendar")
    assert "busy/wang/google.ics:1:1: error" in book.run("check", "--format", "concise").out


def test_the_time_is_free_again_when_the_file_goes(book):
    path = put(book)
    assert (
        book.run("book", "唐雪", "deep-tissue-60", "2026-11-25 09:00", "--resource", "wang", "--dry-run").code
        == 3
    )
    path.unlink()
    again = book.run("why", "deep-tissue-60", "2026-11-25 09:00", "--resource", "wang")
    assert "another calendar" not in again.out + again.err
