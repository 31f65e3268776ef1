"""`bookctl message invite --send`: the same outbox, lock and records as `remind`, for one message at once."""

import os
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from bookctl.actions.problems import Failed, Pending, Problem, Refused, Underneath
from bookctl.cli.message_invite import Draft, drafted
from bookctl.cli.state import State, View

if TYPE_CHECKING:
    from bookctl.messages.outbox import Item, Outbox
    from bookctl.messages.run_step import Job, Ready


def send(state: State, booking: str, *, by_hand: bool = True) -> Draft:
    """Sends what was not told yet and records it. By hand it is tried once, else again later where that helps. Refused where there is nothing to tell or nobody to send it;
    Failed where the channel failed for good, Pending where nobody knows whether it arrived.
    """
    from bookctl.actions.perform import Plan, perform
    from bookctl.actions.userconfig import UserConfig
    from bookctl.ledger.state import find_state
    from bookctl.messages.outbox import Outbox
    from bookctl.messages.run_all import PATIENT, settle
    from bookctl.messages.run_gate import take_over
    from bookctl.messages.run_step import Job, carried_out
    from bookctl.messages.sender import only_one

    private = find_state(state.root)
    with only_one(private) as alone:
        if not alone:
            raise Underneath("another process is sending messages right now", help="run the command again")
        with state.reading() as view:
            now = view.now
            job = Job(state.root, state.who(now), UserConfig(os.environ), lambda: now)
            draft = drafted(view, booking)
            ready, named = _ready(view, job, draft), _may(view, draft)
        outbox = Outbox(private)
        if by_hand:
            _not_begun(outbox, draft)
        elif (before := outbox.item(draft.step.key)) is not None and before.next > now:
            return draft
        if not named:
            perform(state.root, job.who, Plan(take_over))
        item = carried_out(outbox, ready, redo=by_hand)
        settle(job, outbox, [item])
    patient = not by_hand and item.state == "retry" and item.tries <= PATIENT
    if not patient and (problem := _problem(draft, item)) is not None:
        raise problem
    return draft


def _ready(view: View, job: "Job", draft: Draft) -> "Ready":
    from bookctl.calendars.invite_due import RULE
    from bookctl.calendars.invite_known import recorded
    from bookctl.messages.channels.open import open_channel
    from bookctl.messages.outbox import Item
    from bookctl.messages.run_memory import done_keys
    from bookctl.messages.run_step import Ready

    one, step, start = draft.invitation, draft.step, int(draft.record.start.timestamp())
    before = recorded(view.opened.root).get(step.key)
    forgotten = step.key in done_keys(view.opened.state) and (before is None or before.state != "failed")
    if not draft.pending or forgotten:  # the book's page may have been undone; this machine remembers
        raise Refused(f"the customer of {draft.record.id} was told this already, or never of it at all")
    channel = _channel(draft)
    hashed = sha256(f"{one.subject}\n\n{one.body}".encode()).hexdigest()
    item = Item(
        step.key,
        RULE,
        draft.record.id,
        step.due,
        start,
        view.now,
        channel=channel,
        to="customer",
        hash=hashed,
    )
    carrier = open_channel(draft.settings, channel, job.config)
    return Ready(item, partial(carrier.send, draft.letter), draft.settings.channel[channel].repeats)


def _may(view: View, draft: Draft) -> bool:
    """Whether a machine is named as the sender, and it is this one; Refused where nothing may be sent from here."""
    from bookctl.messages.run_gate import clock_is_right, may_send

    if draft.record.start.timestamp() <= view.now:
        raise Refused(f"{draft.record.id} has begun: nobody is told of it any more")
    clock_is_right(view.opened.state, view.now)
    mine = may_send(view.opened)
    if mine is False:
        raise Refused(
            "another machine sends this book's messages", help="bookctl remind --take-over makes it this one"
        )
    return bool(mine)


def _channel(draft: Draft) -> str:
    """The one for invitations, else the first for e-mail; Refused where the customer wants nothing on it."""
    chosen = draft.settings.reminders.invitations
    names = [name for name, channel in draft.settings.channel.items() if channel.kind == "email"]
    names = [chosen] if chosen in names else names
    if not names:
        raise Refused("the ledger has no e-mail channel", help="bookctl help channels")
    wanted = [name for name in names if not {name, "all"} & set(draft.customer.optout)]
    if not wanted:
        raise Refused(f"the customer of {draft.record.id} wants no messages by e-mail")
    return wanted[0]


def _not_begun(outbox: "Outbox", draft: Draft) -> None:
    """Something that died on its way is first brought to its end."""
    if outbox.item(draft.step.key) is not None:
        raise Underneath(
            f"the message about {draft.record.id} is still on its way",
            help="bookctl remind brings it to its end",
        )


def _problem(draft: Draft, item: "Item") -> Problem | None:
    if item.state == "sent":
        return None
    said = f"the message about {draft.record.id}"
    if item.state == "unknown":
        return Pending(f"nobody knows whether {said} arrived: {item.reason}")
    return Failed(f"{said} was not sent: {item.reason}")
