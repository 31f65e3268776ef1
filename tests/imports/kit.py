"""What the tests of imports share: rows to write, a mapping to read them by, and the bookings they made."""

import csv
import io
import json
from pathlib import Path

SAMPLES = Path(__file__).parent
MAPPING = """\
name = "test"
title = "A test"
[columns]
start = "Start"
end = "End"
minutes = "Minutes"
zone = "Zone"
name = "Name"
phone = "Phone"
email = "Mail"
service = "Service"
resources = "Who"
status = "Status"
price = "Price"
notes = "Notes"
id = "Id"
[status]
"gone" = "cancelled"
"deleted" = "leave-out"
"""
ROW = {
    "Id": "1",
    "Start": "2026-12-01 14:00",
    "End": "",
    "Minutes": "",
    "Zone": "",
    "Name": "林慧敏",
    "Phone": "13800138001",
    "Mail": "",
    "Service": "swedish-60",
    "Who": "",
    "Status": "",
    "Price": "",
    "Notes": "",
}


def csv_of(*rows, header=ROW):
    """CSV text; each row is what differs from ROW."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**dict.fromkeys(header, ""), **ROW, **row} for row in rows)
    return out.getvalue()


def put(book, text, name="export.csv", mapping=MAPPING):
    """Writes the file and its mapping beside the book; the words of a command that imports it."""
    file, map_ = book.root.parent / name, book.root.parent / "test.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    map_.write_text(mapping, "utf-8")
    return ["import", "bookings", str(file), "--map", str(map_)]


def take(book, *rows, more=(), mapping=MAPPING):
    """Imports the rows; the result as it is told to programs."""
    done = book.run(*put(book, csv_of(*rows), mapping=mapping), "--yes", "--format", "json", *more)
    result = json.loads(done.out)["result"] if done.out else {}
    return done, result


def reasons(done_result):
    """Line and reason of each row that was not taken."""
    return [(bad["line"], bad["text"]) for bad in done_result["bad"]]


def bookings(book, query):
    """What the book has, as programs read it."""
    return json.loads(book.ok("find", query, "--format", "json"))["bookings"]


def commits(book):
    return len(book.git("log", "--format=%H").splitlines())
