from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.model import contact
from bookctl.model.customer import Customer


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    region = book.catalogue.settings.country if book.catalogue else None
    code = contact.code_of(region)
    having: dict[tuple[str, str], str] = {}
    for id_, customer in book.customers.items():
        if customer.retired is not None:
            continue
        file = f"customers/{id_}.toml"
        if not customer.phone and not customer.email:
            yield _remark(file, "name", f"customer {id_} has neither phone nor email")
        for key, fault in _malformed(customer, region):
            yield _remark(file, key, f"the {key} {fault}")
        keys = {"phone": contact.phone_key(customer.phone, code), "email": contact.mail_key(customer.email)}
        for key, value in keys.items():
            first = having.setdefault((key, value), id_) if value else id_
            if first != id_:
                text = f"customer {first} has the same {key}"
                yield _remark(
                    file, key, text, help_=f"bookctl customer merge {first} {id_}, if both are one person"
                )


def _malformed(customer: Customer, region: str | None) -> Iterator[tuple[str, contact.BadContact]]:
    try:
        if customer.phone:
            contact.phone(customer.phone, region)
    except contact.BadContact as fault:
        yield "phone", fault
    try:
        if customer.email:
            contact.email(customer.email)
    except contact.BadContact as fault:
        yield "email", fault


def _remark(file: str, key: str, text: str, help_: str | None = None) -> Remark:
    return Remark(Spot(file, key=(key,)), text, help=help_, warning=True)


CHECK = Check(
    "contact",
    "every customer can be reached, by a number and address of their own",
    "strict",
    on_book=on_book,
)
