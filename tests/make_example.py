"""Writes `ledger-example/`: `python tests/make_example.py [FOLDER]`. The same bytes every time."""

import sys
from datetime import timedelta
from itertools import groupby, islice
from pathlib import Path
from random import Random

from example.before import before
from example.catalogue import RESOURCES, SERVICES, SETTINGS
from example.fill import Day, fill, fresh_ids
from example.money import payment_files
from example.people import customer_files
from example.records import Record, page
from example.story import classes, story
from example.studio import Busy, when

SEED = 20261124
FREE = {"cancelled", "declined"}


def files() -> dict[str, str]:
    """The whole ledger, path to text."""
    booked = records()
    earlier = before({record.id for record in booked})
    return {
        ".gitattributes": "*.toml -text\n",
        "bookctl.toml": SETTINGS,
        **{f"resources/{id_}.toml": text for id_, text in RESOURCES.items()},
        **{f"services/{id_}.toml": text for id_, text in SERVICES.items()},
        **customer_files(),
        **pages([*earlier, *booked]),
        **payment_files(earlier, seed=20260901, unpaid=150),
        **payment_files(booked),
    }


def pages(found: list[Record]) -> dict[str, str]:
    days = groupby(sorted(found, key=lambda record: record.start), key=lambda record: record.start.date())
    return {f"bookings/{day:%Y}/{day}.toml": page(group) for day, group in days}


def records() -> list[Record]:
    """The story, and the ordinary bookings that fit around it."""
    rng = Random(SEED)
    told = story(rng)
    ids = fresh_ids(rng, {record.id for record in told})
    told += classes(rng, list(islice(ids, 40)))
    for number in range(14):
        start = when("2026-11-16 00:00") + timedelta(days=number)
        today = [record for record in told if record.start.date() == start.date()]
        if f"{start:%m-%d}" == "11-26":
            continue
        busy = Busy()
        for record in today:
            if record.status not in FREE:
                busy.put(record)
        told += fill(rng, ids, Day(start, busy, {record.customer for record in today}))
    return told


def write(folder: Path) -> None:
    for path, text in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "ledger-example")
