"""One try: claimed, begun and ended in the outbox, so that whatever kills it leaves a state that says what to do next."""

from collections.abc import Callable

from bookctl.messages.channels.letter import Receipt
from bookctl.messages.outbox import Item, Outbox

BACK_OFF = (60, 300, 900, 3600)
"""Seconds after the first, second, third and every further try."""
DOUBTFUL = 5
"""Tries of which nobody knows whether they arrived, after which it is left at that."""
DIED = "the program was ended while it was being sent"


def claim(outbox: Outbox, item: Item) -> Item:
    """Claims it for one more try; the claim is on the disk when this returns."""
    before = outbox.item(item.key)
    if before is None:
        outbox.claim(item._replace(tries=1))
        return item._replace(tries=1)
    tries = before.tries + 1
    more = {
        "due": item.due,
        "deadline": item.deadline,
        "channel": item.channel,
        "to": item.to,
        "redo": item.redo,
    }
    outbox.note(item.key, "claimed", item.at, tries=tries, next=0, reason="", **more)
    return item._replace(tries=tries)


def tried(outbox: Outbox, item: Item, again: bool, attempt: Callable[[Callable[[], None]], Receipt]) -> Item:
    """Makes the try of a claimed item and notes how it ended. `again`: the channel repeats what is unknown."""

    def begin() -> None:
        outbox.note(item.key, "sending", item.at, hash=item.hash)

    ended = judged(item, attempt(begin), again=again)
    outbox.note(item.key, ended.state, ended.at, next=ended.next, reason=ended.reason, hash=ended.hash)
    return ended


def judged(item: Item, receipt: Receipt, *, again: bool) -> Item:
    """What a receipt means for the item: how it ended, or when it is tried again."""
    next_try = item.at + BACK_OFF[min(item.tries, len(BACK_OFF)) - 1]
    ended = item._replace(state=receipt.state, reason=receipt.reason, next=0)
    if receipt.state == "retry":
        if item.redo or next_try >= item.deadline:
            return ended._replace(state="failed", reason=f"{receipt.reason}, at try {item.tries}, the last")
        return ended._replace(next=next_try)
    if receipt.state == "unknown" and again and not item.redo:
        more = item.tries < DOUBTFUL and next_try < item.deadline
        return ended._replace(next=next_try if more else 0)
    return ended


def left(item: Item, now: int, *, again: bool) -> Item:
    """What a claim means whose program is gone."""
    if item.state != "sending":
        return item
    if again and not item.redo and item.tries < DOUBTFUL and now < item.deadline:
        return item._replace(state="unknown", reason=DIED, next=now)
    return item._replace(state="unknown", reason=DIED, next=0, at=now)
