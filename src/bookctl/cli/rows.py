"""Bookings as programs read them: every field always there, null where there is nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookctl.ledger.index.rows import PLAIN, Extra

FIELDS = (
    "id", "kind", "service", "customer", "start", "end", "zone", "status", "until", "session", "seats",
    "price", "source", "created",
)  # fmt: skip
COVER = ("purchase", "sessions", "amount")
EXTRA = ("late", "fee", "deposit", "series", "wait", "project", "coupon")


def booking_json(data: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """A row with its times as RFC 3339 and its uses as objects; `zone` is the ledger's."""
    own = ZoneInfo(data["zone"]) if data.get("zone") else zone
    made = {key: data.get(key) for key in FIELDS} | {"zone": own.key}
    for key in ("start", "end", "until", "created", "was"):
        if data.get(key) is not None:
            made[key] = rfc3339(data[key], own)
    made["uses"] = [
        {"resource": resource, "start": rfc3339(start, own), "end": rfc3339(end, own), "units": units}
        for resource, start, end, units in data["uses"]
    ]
    extra = Extra(*data["extra"]) if data.get("extra") else PLAIN
    made |= {key: getattr(extra, key) for key in EXTRA} | {"approvals": list(extra.approvals)}
    made["cover"] = [dict(zip(COVER, part, strict=True)) for part in extra.cover]
    return made


def rfc3339(at: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at, zone).isoformat(timespec="seconds")
