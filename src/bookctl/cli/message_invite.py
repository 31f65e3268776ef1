"""`bookctl message invite`: what would go out about a booking, or sends it."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bookctl.actions.problems import Refused
from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from bookctl.calendars.invite import Invitation
    from bookctl.calendars.invite_due import Step
    from bookctl.messages.channels.letter import Letter
    from bookctl.model.booking import Booking
    from bookctl.model.customer import Customer
    from bookctl.model.settings import Settings


class Draft(NamedTuple):
    """One invitation with all that stands on its envelope; `pending` where the customer is still to be told."""

    record: "Booking"
    step: "Step"
    invitation: "Invitation"
    sender: str
    customer: "Customer"
    settings: "Settings"
    at: int
    pending: bool

    @property
    def to(self) -> str:
        return self.customer.email or ""

    @property
    def letter(self) -> "Letter":
        from bookctl.messages.channels.letter import Letter

        one, language = self.invitation, self.customer.language or self.settings.locale
        return Letter(
            self.to, one.subject, one.body, self.step.key, language, self.at, None, one.ics, one.method
        )

    @property
    def bytes(self) -> bytes:
        """The e-mail as the channel hands it over."""
        from bookctl.messages.address import BadAddress
        from bookctl.messages.headers import BadHeader, mail

        try:
            return mail(self.letter, self.sender, self.settings.domain)[2]
        except (BadAddress, BadHeader) as fault:
            raise Refused(f"{self.record.id} cannot be sent: {fault}") from None


def register(app: typer.Typer) -> None:
    """Adds `invite` to the group."""
    app.command("invite")(invite)


def invite(
    booking: Annotated[str, typer.Argument(help="Id of a booking, or its beginning.")],
    raw: Annotated[bool, typer.Option("--raw", help="The e-mail's exact bytes.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send it now over the e-mail channel.")] = False,
) -> None:
    """The invitation, change or cancellation as it would be sent."""
    state = current()
    shape = state.env.shape("table", "plain", "json")
    if send:
        from bookctl.cli.message_invite_send import send as do

        draft = do(state, booking)
        state.print([f"sent {draft.step.method} {draft.record.id}  {draft.invitation.subject}"])
        return
    with state.reading() as view:
        draft = drafted(view, booking)
    if raw:
        state.print(draft.bytes.decode("ascii"))
    elif shape == "json":
        from bookctl.render.table import json_text

        state.print(json_text({"invitation": _json(draft)}))
    else:
        state.print(_lines(draft))
    if not draft.pending:
        state.say(
            f"the customer of {draft.record.id} was told this already, or never of it at all: it would not be sent"
        )


def drafted(view: View, text: str) -> Draft:
    """NotFound where there is no such booking; Refused where its state, or an address, lets nothing be sent."""
    from bookctl.actions.show import as_it_is
    from bookctl.calendars.invite import invitation
    from bookctl.calendars.invite_due import current as as_it_stands
    from bookctl.calendars.invite_due import pending
    from bookctl.calendars.invite_known import done
    from bookctl.ledger.load import load_customer
    from bookctl.model.booking import Booking

    record, _ = as_it_is(view.opened, text)
    if not isinstance(record, Booking):
        raise Refused(f"{record.id} is a session: its bookings have invitations")
    step = pending(record, done(view.opened.root))
    plain = step or as_it_stands(record)
    customer, _ = load_customer(view.opened.root, record.customer)
    if plain is None or customer is None:
        raise Refused(f"{record.id} is {record.status}: there is nothing to tell its customer's calendar")
    catalogue = view.index.catalogue()
    settings, service = catalogue.settings, catalogue.services.get(record.service)
    made = invitation(record, plain, settings=settings, service=service, customer=customer, now=view.now)
    return Draft(record, plain, made, _sender(settings), customer, settings, view.now, step is not None)


def _sender(settings: "Settings") -> str:
    """As the first e-mail channel has it, else the practice itself."""
    for channel in settings.channel.values():
        if channel.kind == "email" and channel.sender:
            return channel.sender
    return f"{settings.name} <{settings.email}>"


def _lines(draft: Draft) -> list[str]:
    from bookctl.model.text import shown, shown_lines

    head = (("From", draft.sender), ("To", draft.to), ("Subject", draft.invitation.subject))
    ics = draft.invitation.ics.decode().replace("\r\n", "\n").rstrip("\n")
    return [
        *(f"{name}: {shown(value)}" for name, value in head),
        "",
        shown_lines(draft.invitation.body),
        shown_lines(ics),
    ]


def _json(draft: Draft) -> dict[str, object]:
    return {
        "booking": draft.record.id,
        "method": draft.step.method,
        "sequence": draft.step.sequence,
        "from": draft.sender,
        "to": draft.to,
        "subject": draft.invitation.subject,
        "body": draft.invitation.body,
        "ics": draft.invitation.ics.decode(),
        "key": draft.step.key,
        "pending": draft.pending,
    }
