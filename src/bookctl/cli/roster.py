"""Who has a seat in a session."""

from typing import TYPE_CHECKING, Any

from bookctl.cli.state import View

if TYPE_CHECKING:
    from bookctl.ledger.index import Row


def roster_lines(view: View, session: str) -> list[str]:
    """By name, each with the booking, and with what must be known before working with the person."""
    return [_line(seat, name, alerts) for name, alerts, seat in _seats(view, session)]


def roster_data(view: View, session: str) -> list[dict[str, Any]]:
    return [
        {
            "booking": seat.id,
            "customer": seat.customer,
            "name": name,
            "seats": seat.seats,
            "status": seat.status,
            "alerts": list(alerts),
        }
        for name, alerts, seat in _seats(view, session)
    ]


def _seats(view: View, session: str) -> "list[tuple[str, tuple[str, ...], Row]]":
    """Those that occupy a place, and those that were missed."""
    found = [row for row in view.index.session_rows(session) if row.status == "no-show" or _live(view, row)]
    people = view.index.customers({row.customer for row in found if row.customer})
    named = [(people.get(row.customer or ""), row) for row in found]
    seats = [(who.name if who else row.customer or "", who.alerts if who else (), row) for who, row in named]
    return sorted(seats, key=lambda seat: (seat[0], seat[2].id))


def _live(view: View, row: "Row") -> bool:
    from bookctl.actions.overlay import is_live

    return is_live(row, view.now)


def _line(seat: "Row", name: str, alerts: tuple[str, ...]) -> str:
    more = [
        f"{seat.seats} seats" if seat.seats > 1 else "",
        seat.status if seat.status != "confirmed" else "",
        *alerts,
    ]
    return "  ".join(part for part in (name, seat.id, *more) if part)
