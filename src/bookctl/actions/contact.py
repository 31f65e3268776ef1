"""A customer's telephone number and address: in order, and whether somebody else has them already."""

from bookctl.actions.desk import Desk
from bookctl.actions.problems import Refused, Usage
from bookctl.model import contact
from bookctl.model.text import shown


def phone(desk: Desk, text: str) -> str:
    """As it is kept; Usage where it is no number of the ledger's country or of the one it names."""
    try:
        return contact.phone(text, desk.settings.country)
    except contact.BadContact as fault:
        raise Usage(f"{shown(text)} {fault}", help="+CODE NUMBER, or `region` in bookctl.toml") from None


def email(text: str) -> str:
    """As it is kept; Usage where it is no address."""
    try:
        return contact.email(text)
    except contact.BadContact as fault:
        raise Usage(f"{shown(text)} {fault}") from None


def alone(desk: Desk, number: str | None, address: str | None, own: str | None = None) -> None:
    """Refused where another customer than `own` has the number or the address, however it is spelled."""
    code = contact.code_of(desk.settings.country)
    key, mail = contact.phone_key(number, code), contact.mail_key(address)
    found = [
        ("number", row)
        for row in (desk.index.search_customers(key[-contact.SHORTEST :]) if key else ())
        if contact.phone_key(row.phone, code) == key
    ]
    found += [
        ("address", row)
        for row in (desk.index.search_customers(mail) if mail else ())
        if contact.mail_key(row.email) == mail
    ]
    others = [(word, row) for word, row in found if row.id != own and row.retired is None]
    if others:
        raise Refused(
            f"{others[0][1].id} has this {others[0][0]}",
            lines=[f"{row.id}  {shown(row.name)}" for row in dict.fromkeys(row for _, row in others)],
            help="--shared, where both use it; bookctl customer merge, where both are one person",
        )
