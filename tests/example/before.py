"""The months before the fortnight: what is compared with, and who was here already."""

import re
from datetime import datetime, timedelta
from random import Random

from example.fill import Day, fill, fresh_ids
from example.people import PEOPLE
from example.records import Record
from example.studio import Busy, when

FIRST, BEHIND = "2026-09-01", "2026-11-16"
# How likely somebody starts at a free quarter of an hour: in autumn, and in November.
QUIET, USUAL = 0.13, 0.18


def before(taken: set[str]) -> list[Record]:
    """`taken` are the ids that others have."""
    rng = Random(20260901)
    ids = fresh_ids(rng, set(taken))
    day, made = when(f"{FIRST} 00:00"), list[Record]()
    while day < when(f"{BEHIND} 00:00"):
        made += fill(rng, ids, Day(day, Busy(), _not_yet(day), QUIET if day.month < 11 else USUAL))
        day += timedelta(days=1)
    return made


def _not_yet(day: datetime) -> set[str]:
    """Who was not known then, and so cannot have come."""
    created = {row[0]: re.search(r"(?m)^created = (.*)$", row[4]) for row in PEOPLE}
    return {id_ for id_, found in created.items() if found is None or found[1] > f"{day:%Y-%m-%d}"}
