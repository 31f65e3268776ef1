"""Files as they come: encodings, delimiters, workbooks, and what somebody might send to do harm."""

import datetime as dt
import json
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.actions.problems import Usage
from bookctl.intake.fault import Unreadable
from bookctl.intake.mapping import read
from bookctl.intake.rows import Context, read_rows
from bookctl.intake.table import read_csv
from bookctl.model.time import zone_of
from imports.kit import MAPPING, bookings, commits, csv_of, put, reasons

CONTEXT = Context(zone_of("Asia/Shanghai"), "CNY")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("gb18030", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff")],
)
def test_usual_encodings_are_read_without_being_told(book, encoding, mark):
    done = book.run(*put(book, mark + csv_of({}).encode(encoding)), "--yes")
    assert done.code == 0, done
    assert ("GB 18030" in done.err) == (encoding == "gb18030")
    assert "林慧敏" in book.ok("customer", "list")


def test_another_encoding_is_what_the_mapping_says(book):
    mapping = MAPPING.replace('title = "A test"', 'title = "A test"\nencoding = "cp1252"')
    done = book.run(*put(book, csv_of({"Name": "Renée Muñoz"}).encode("cp1252"), mapping=mapping), "--yes")
    assert done.code == 0, done
    assert "Renée Muñoz" in book.ok("customer", "list")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(book, delimiter, newline):
    text = csv_of({"Price": "520"}).replace(",", delimiter).replace("\n", newline)
    done = book.run(*put(book, text), "--yes")
    assert done.code == 0, done
    assert bookings(book, "source:test")[0]["price"] == 520


def test_the_first_line_may_name_the_delimiter(book):
    mapping = MAPPING
    text = "sep=;\r\n" + csv_of({}).replace(",", ";").replace("\n", "\r\n")
    assert book.run(*put(book, text, mapping=mapping), "--yes").code == 0


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"", 1, "the file is empty"),
        (b"\n\n \n", 1, "the file is empty"),
        (b"\xef\xbb\xbf", 1, "the file is empty"),
        (b"Start,Name\n2026-12-01 14:00,a\x00b\n", 2, "a NUL character"),
        (csv_of({}).encode("utf-16-le"), 1, "a NUL character"),
        (b'Start,Name\n2026-12-01 14:00,"open\nand on\n', 2, "a quote is opened here and never closed"),
        (b'Start,Name\n"2026"x,a\n', 2, "text stands behind a closing quote"),
        (b'Start,Name\n\n2026-12-01 14:00,"' + b"x" * 1_100_000 + b'"\n', 3, "a cell that does not end"),
        (b"Start,Name\n2026-12-01 14:00,\xff\xfe\xff\n", 2, "this is not gb18030: byte 0xff"),
        (b"Start,Name,name\n", 1, "there are 2 columns 'Name'"),
        (b"x" * 200_000 + b",Name\n", 1, "a cell that does not end"),
        (b"Begin,Name\n", 1, "there is no column 'Start', which the mapping test names"),
        (b"Start,Customer\n", 1, "there is no column 'Name', which the mapping test names"),
        (b"PK\x03\x04 no workbook", 1, "this is no workbook that can be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_line(book, data, line, told):
    before = commits(book)
    done = book.run(*put(book, data), "--yes", "--skip")
    assert done.code == 1
    assert f"export.csv:{line}: {told}" in done.err
    assert "Traceback" not in done.err
    assert commits(book) == before


def test_a_header_alone_is_no_error(book):
    done = book.run(*put(book, csv_of()), "--yes")
    assert (done.code, done.out, done.err) == (0, "", "0 new\n")


@pytest.mark.parametrize(
    ("cells", "told"), [(12, "12 cells where the header has 13"), (14, "14 cells where the header")]
)
def test_ragged_rows_are_told_and_the_others_are_read(book, cells, told):
    text = csv_of({}) + ",".join("x" * cells) + "\n"
    done = book.run(*put(book, text), "--yes", "--format", "json")
    assert done.code == 1
    ((line, reason),) = reasons(json.loads(done.out)["result"])
    assert line == 3
    assert reason.startswith(told)


def test_an_unknown_header_names_the_ready_mappings(book):
    file = book.root.parent / "export.csv"
    file.write_text("When,Who\n1,2\n", "utf-8")
    done = book.run("import", "bookings", str(file))
    assert done.code == 2
    assert "no ready mapping knows these columns" in done.err
    assert "  fresha: Appointment reference, Client" in done.err


def test_a_file_or_a_mapping_that_is_not_there_is_not_found(book):
    done = book.run("import", "bookings", "/nowhere/export.csv")
    assert (done.code, done.err) == (4, "bookctl: there is no file /nowhere/export.csv\n")
    done = book.run(*put(book, csv_of({}))[:3], "--map", "/nowhere/my.toml")
    assert (done.code, "there is no mapping '/nowhere/my.toml'" in done.err) == (4, True)
    assert book.run("import", "bookings", "/").code == 8


def test_standard_input_is_a_file_too(book):
    words = put(book, "")
    words[2] = "-"
    done = book.run(*words, "--yes", stdin=csv_of({}))
    assert done.code == 0, done


def workbook(path, rows, sheets=("Bookings",)):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell)


HEADER = ["Start", "Minutes", "Name", "Phone", "Service", "Price", "Id"]


def xlsx(book, rows, *more, sheets=("Bookings",)):
    words = put(book, "", "export.xlsx")
    workbook(book.root.parent / "export.xlsx", [HEADER, *rows], sheets)
    return book.run(*words, "--yes", "--format", "json", *more)


def test_a_workbooks_dates_and_numbers_are_what_they_look_like(book):
    done = xlsx(
        book,
        [
            [dt.datetime(2026, 12, 1, 14, 0), 60, "林慧敏", 13800138001, "swedish-60", 520.5, 1001],  # noqa: DTZ001
            ["2026-12-02 14:30", "45", "林慧敏", "138 0013 8001", "tuina-45", "", 1002],
            [46359.604166666664, 60, "林慧敏", 13800138001.0, "swedish-60", "", "x"],
        ],
    )
    assert done.code == 0, done
    assert json.loads(done.out)["result"]["customers"] == 1
    found = bookings(book, "source:test")
    assert [(one["start"], one["price"]) for one in found] == [
        ("2026-12-01T14:00:00+08:00", 520.5),
        ("2026-12-02T14:30:00+08:00", 380.0),
        ("2026-12-03T14:30:00+08:00", 520.0),
    ]
    page = (book.root / "bookings/2026/2026-12-01.toml").read_text("utf-8")
    assert 'request = "import:test:1001"' in page


def test_another_sheet_is_named_and_a_missing_one_refused_with_those_there_are(book):
    rows = [[dt.datetime(2026, 12, 1, 14, 0), 60, "林慧敏", 13800138001, "swedish-60", "", 1]]  # noqa: DTZ001
    assert xlsx(book, rows, "--sheet", "二月", sheets=("一月", "二月")).code == 0
    done = xlsx(book, rows, "--sheet", "三月", sheets=("一月", "二月"))
    assert done.code == 1
    assert "sheets: 一月, 二月" in done.err


def test_rows_of_a_workbook_are_told_by_the_sheets_own_numbers(book):
    done = xlsx(book, [["", "", "", "", "", "", ""], ["never", 60, "林慧敏", 1, "swedish-60", "", 1]])
    assert [bad[0] for bad in reasons(json.loads(done.out)["result"])] == [3]


def test_without_the_reader_of_workbooks_the_way_to_it_is_told(book, monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    done = xlsx(book, [])
    assert done.code == 2
    assert "pip install 'bookctl[excel]'" in done.err


def test_a_cell_far_out_that_would_take_all_memory_is_an_error_like_any_other(book):
    import xlsxwriter

    words = put(book, "", "export.xlsx")
    with xlsxwriter.Workbook(str(book.root.parent / "export.xlsx")) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "Start")
        sheet.write(1_048_575, 16_383, "far out")
    done = book.run(*words)
    assert done.code == 1
    assert "the workbook is too much for the reader" in done.err
    assert "rust" not in done.err


def test_an_empty_workbook_is_refused(book):
    words = put(book, "", "export.xlsx")
    workbook(book.root.parent / "export.xlsx", [])
    done = book.run(*words)
    assert (done.code, "the file is empty" in done.err) == (1, True)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_line(data):
    try:
        table = read_csv(data, "x.csv")
    except Unreadable as fault:
        told = fault.text
    else:
        told = "x.csv:1:"
        assert all(len(line.cells) == len(table.header) for line in table.lines)
        assert [line.number for line in table.lines] == sorted({line.number for line in table.lines})
    assert re.match(r"x\.csv:[1-9]\d*:", told)


messy = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60)
@given(st.lists(st.lists(messy, min_size=13, max_size=13), max_size=4))
def test_any_cells_become_bookings_or_reasons_one_for_each_row(rows):
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = csv_of().strip().split(",")
    writer.writerows([header, *rows])
    try:
        table = read_csv(out.getvalue().replace("\x00", "").encode(), "x.csv")
    except Unreadable:
        return
    found = read_rows(table, read(MAPPING.encode(), "test.toml"), CONTEXT)
    there = sum(1 for line in table.lines)
    assert len(found.items) + len(found.bad) + found.left_out == there + len(table.bad)
    for bad in found.bad:
        assert bad.text
    for item in found.items:
        assert item.person.name.isprintable() or not any(ord(sign) < 32 for sign in item.person.name)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_mapping_or_no_mapping(data):
    try:
        made = read(data, "x.toml")
    except Usage as fault:
        told = fault.text
    else:
        told = f"x.toml: {made.name}"
    assert told.startswith("x.toml:")
