"""The whole picture of one customer on one screen."""

from typing import TYPE_CHECKING, Any

from bookctl.cli.state import View, current
from bookctl.model.counted import counted

if TYPE_CHECKING:
    from bookctl.ledger.index import Row
    from bookctl.model.customer import Customer
    from bookctl.reports.profile import Profile


def show(text: str) -> None:
    from bookctl.actions import lookup
    from bookctl.actions.problems import NotFound
    from bookctl.ledger.load import load_customer
    from bookctl.reports.profile import profile
    from bookctl.reports.source import Source

    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading(everything=True) as view:
        id_ = lookup.customer(view.index, text).id
        record, _ = load_customer(view.opened.root, id_)
        if record is None:
            raise NotFound(f"customers/{id_}.toml does not read", help="bookctl check")
        made = profile(Source(view.opened.root, view.index, view.zone, view.now), id_)
        if shape == "json":
            from bookctl.render.table import json_text

            state.print(json_text({"customer": _json(view, id_, record, made)}))
        else:
            state.print(_screen(view, id_, record, made))


def _screen(view: View, id_: str, record: "Customer", made: "Profile") -> list[str]:
    from bookctl.cli.visit import customer_facts
    from bookctl.render.profile import screen

    facts = [
        ("alert", "\n".join(alert.told for alert in record.alert)),
        ("contact", " · ".join(one for one in (record.phone, record.email, record.address) if one)),
        ("about", _about(view, record)),
        ("health", record.health or ""),
        ("likes", record.preferences or ""),
        ("standing", _standing(view, id_)),
        ("usual", " · ".join(one for one in (made.service, made.person, made.time) if one)),
        ("visits", _visits(made)),
        ("money", _money(view, made)),
        ("bought", "\n".join(_bought(view, id_, made))),
        ("waits", "\n".join(_waits(view, id_))),
        ("ahead", "\n".join(_line(view, row) for row in made.ahead)),
        ("lately", "\n".join(_line(view, row) for row in made.recent)),
        *customer_facts(view, record),
    ]
    return screen(f"{record.name}", f"{id_}, {made.activity}", facts, view.state.look)


def _about(view: View, record: "Customer") -> str:
    parts = [
        f"born {record.birthday}" if record.birthday else "",
        f"speaks {record.language}" if record.language else "",
        " ".join(record.tags),
        f"found us by {record.source}" if record.source else "",
        f"sent by {_name(view, record.referrer)}" if record.referrer else "",
        *(f"{one.kind} of {_name(view, one.to)}" for one in record.relation),
        "wants no marketing" if "marketing" not in record.consent else "",
    ]
    return " · ".join(part for part in parts if part)


def _standing(view: View, id_: str) -> str:
    """The tier and the segments the person is in, where the practice has any."""
    settings = view.index.catalogue().settings
    parts = []
    if settings.tier:
        from bookctl.actions.free import Standpoint
        from bookctl.actions.standing import tier

        row = view.index.customer(id_)
        found = tier(Standpoint(view.index, view.now), row) if row else None
        parts += [one.name or one.id for one in settings.tier if one.id == found]
    if settings.segment:
        segments = view.index.segments(view.now, view.zone)
        parts += [settings.segment[name].name or name for name, ids in sorted(segments.items()) if id_ in ids]
    return " · ".join(parts)


def _name(view: View, id_: str) -> str:
    found = view.index.customer(id_)
    return found.name if found else id_


def _visits(made: "Profile") -> str:
    since = f", the last {made.since} days ago" if made.since is not None else ""
    missed = counted(made.no_shows, "no-show")
    return f"{made.visits}{since} · {missed} · {made.late} cancelled within 24 hours"


def _money(view: View, made: "Profile") -> str:
    from bookctl.actions.pay import owed_words
    from bookctl.model.money import format_minor

    currency = view.settings.currency
    value, paid = (format_minor(amount, currency) for amount in (made.value, made.money.kept))
    return f"{value} {currency} for visits so far · {paid} paid · {owed_words(made.money, currency)}"


def _bought(view: View, id_: str, made: "Profile") -> list[str]:
    """What they bought ahead and what is left of it; used up it is told as long as it pays for something ahead."""
    from bookctl.actions.cover import held_by
    from bookctl.actions.free import Standpoint
    from bookctl.cli.plan import left_of, state

    names = {one.id: one.name or one.plan for one in view.index.purchases(id_)}
    if not names:
        return []
    today = view.local(view.now).date()
    pays = {purchase for row in made.ahead for purchase, _, _ in row.more.cover}
    return [
        f"{names[one.sold.id]}, {left_of(view, one)}"
        + (f", until {one.last}" if one.last else "")
        + f"  {one.sold.id}"
        for one in held_by(Standpoint(view.index, view.now), id_)
        if state(one, today) in {"holds", "frozen"} or one.sold.id in pays
    ]


def _waits(view: View, id_: str) -> list[str]:
    """What they wait for."""
    from bookctl.actions.free import Standpoint
    from bookctl.actions.wait_state import of_customer
    from bookctl.cli.wait import line

    scene = Standpoint(view.index, view.now)
    open_ = [one for one in of_customer(scene, id_) if one.state in {"waiting", "passed", "offered"}]
    return ["  ".join(part for part in line(view, one)[3:] if part) for one in open_]


def _line(view: View, row: "Row") -> str:
    at = view.local(row.start)
    service = view.index.names("service").get(row.service, row.service)
    uses = ", ".join(dict.fromkeys(use[0] for use in row.uses))
    return f"{at:%a %d %b %Y %H:%M}  {row.id}  {row.status}  {service}" + (f"  {uses}" if uses else "")


def _json(view: View, id_: str, record: "Customer", made: "Profile") -> dict[str, Any]:
    from msgspec import to_builtins

    from bookctl.cli.rows import booking_json
    from bookctl.model.money import format_minor

    money = {
        key: format_minor(amount, view.settings.currency) for key, amount in made.money._asdict().items()
    }
    return {
        "id": id_,
        **to_builtins(record),
        "ahead": [booking_json(row._asdict(), view.zone) for row in made.ahead],
        "recent": [booking_json(row._asdict(), view.zone) for row in made.recent],
        "visits": made.visits,
        "no_shows": made.no_shows,
        "late_cancellations": made.late,
        "money": {**money, "owed": format_minor(made.money.owed, view.settings.currency)},
        "usual": {"service": made.service, "person": made.person, "time": made.time},
        "days_since_last_visit": made.since,
        "activity": made.activity,
        "purchases": [one._asdict() for one in made.purchases],
    }
