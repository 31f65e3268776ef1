"""A message that a person asks for again, after it failed or nobody knew."""

from bookctl.actions.problems import Refused, Underneath
from bookctl.ledger.opened import reading
from bookctl.ledger.state import find_state
from bookctl.messages.outbox import Item, Outbox
from bookctl.messages.run_all import settle
from bookctl.messages.run_gate import may_send
from bookctl.messages.run_look import scene, wanted
from bookctl.messages.run_step import Job, Ready, carried_out, prepared
from bookctl.messages.sender import only_one


def again(job: Job, key: str) -> Item:
    """One more try, and what came of it in place of what was recorded. Refused where it would not be due any more."""
    state = find_state(job.root)
    with only_one(state) as alone:
        if not alone:
            raise Underneath("bookctl remind is sending just now", help="run the command again")
        with reading(job.root, job.clock(), job.who.say) as opened:
            if may_send(opened) is False:
                raise Refused("another machine is the one that sends", help="bookctl remind --status")
            there = scene(opened)
            found = [task for task in wanted(there, job.clock()) if task.key == key] if there else []
            ready = prepared(job, found[0], opened) if found else None
        if not isinstance(ready, Ready) or ready.mistake:
            raise Refused(_why(ready))
        outbox = Outbox(state)
        item = carried_out(outbox, ready, redo=True)
        settle(job, outbox, [item])
        return item


def _why(ready: object) -> str:
    reason = getattr(getattr(ready, "item", None), "reason", "")
    return f"it cannot be sent any more: {reason or 'its booking has passed, was moved or cancelled'}"
