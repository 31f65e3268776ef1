"""Customers as people: alerts, and two records that are one person."""

from bookctl.actions.answers import body
from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.record import valid
from bookctl.actions.wait_change import hand_over
from bookctl.ledger.format import pairs
from bookctl.ledger.layout import journal_path, record_path
from bookctl.ledger.load import record_from
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.splice import append_table, set_key
from bookctl.ledger.toml.write import literal
from bookctl.model.customer import Alert, Customer
from bookctl.model.text import unsafe


def alert(desk: Desk, customer: str, text: str, kind: str) -> Outcome:
    """Adds what must be known before anybody works with the person."""
    if not text.strip():
        raise Usage("the alert is empty")
    if (fault := unsafe(text)) is not None:
        raise Usage(f"the alert contains {fault}, which could steer a terminal")
    id_ = desk.customer(customer).id
    path = record_path("customer", id_)
    noted = Alert(text=text.strip(), kind=kind, since=desk.day(desk.now))  # type: ignore[arg-type]  # read below
    body = "".join(f"{key} = {value}\n" for key, value in pairs(noted))
    desk.draft.put(path, valid("customer", path, append_table(desk.draft.text(path), "alert", body)))
    return Outcome(f"customer alert {id_}", "noted", {"id": id_, "kind": kind, "text": noted.told})


def merge(desk: Desk, kept: str, other: str) -> Outcome:
    """Gives the other's bookings, payments, purchases and notes to the one that is kept, and fills in what it lacks.

    The other record stays, retired and empty of contacts, so that old commits and payments still find it.
    """
    one, two = desk.customer(kept), desk.customer(other)
    if one.id == two.id:
        raise Refused(f"{one.name} and {two.name} are one customer already")
    rows = desk.index.customer_rows(two.id)
    for row in rows:
        change(desk, row, None, customer=one.id)
    _money(desk, one.id, two.id)
    hand_over(desk, two.id, one.id)
    path, old = record_path("customer", one.id), record_path("customer", two.id)
    text = _filled(desk.draft.text(path), desk.draft.text(old))
    desk.draft.put(path, valid("customer", path, text))
    emptied = f"name = {literal(two.name)}\ntags = {literal([f'merged-into-{one.id}'])}\nretired = {desk.day(desk.now)}\n"
    desk.draft.put(old, valid("customer", old, emptied))
    data = {"id": one.id, "name": one.name, "merged": two.id, "bookings": len(rows)}
    return Outcome(
        f"customer merge {one.id} {two.id}",
        f"merged {two.id}, {len(rows)} bookings, into",
        data,
        max(1, len(rows)),
    )


def _money(desk: Desk, kept: str, other: str) -> None:
    """Payments and purchases go along."""
    paid = [(one.at, "payment", one.id) for one in desk.index.payments_of(customer=other)]
    bought = [(one.at, "purchase", one.id) for one in desk.index.purchases(other)]
    for at, array, id_ in (*paid, *bought):
        path = journal_path("payment", desk.day(at))
        text = desk.draft.text(path)
        number = next(n for n, one in enumerate(parse(text.encode())[array]) if one["id"] == id_)
        desk.draft.put(path, set_key(text, (array, number), "customer", literal(kept)))


def _filled(text: str, other: str) -> str:
    """Scalars that are missing, tags and wishes of both, and the notes and alerts of the other one behind."""
    mine, theirs = parse(text.encode()), parse(other.encode())
    for key in (
        "phone",
        "email",
        "language",
        "birthday",
        "source",
        "health",
        "preferences",
        "address",
        "referrer",
    ):
        if key in theirs and key not in mine:
            text = set_key(text, (), key, literal(theirs[key]))
    for key in ("tags", "prefers", "consent", "optout"):
        both = list(dict.fromkeys([*mine.get(key, []), *theirs.get(key, [])]))
        if key != "consent" and both != mine.get(key, []):
            text = set_key(text, (), key, literal(both))
    for given in theirs.get("answer", ()):
        text = append_table(text, "answer", body(given))
    record, _ = record_from("customer", "customers/x.toml", other.encode())
    if isinstance(record, Customer):
        for array, items in (("alert", record.alert), ("relation", record.relation), ("note", record.note)):
            for item in items:
                text = append_table(text, array, "".join(f"{key} = {value}\n" for key, value in pairs(item)))
    return text
