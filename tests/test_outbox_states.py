"""The outbox survives whatever tears its files; what is there says what to do next."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.state import State
from bookctl.messages.channels.letter import Receipt
from bookctl.messages.claim import BACK_OFF, DIED, claim, judged, left, tried
from bookctl.messages.outbox import Item, Outbox
from bookctl.messages.run_memory import Last, done_keys, ended, last_run, remember

KEY, OTHER = "00112233445566aa", "00112233445566bb"
ITEM = Item(KEY, "reminder-24h", "7k2m9q", 1000, 100_000, 2000, channel="sms", to="customer")


@pytest.fixture
def private(tmp_path) -> State:
    return State(tmp_path, None, tmp_path / ".bookctl")


@pytest.fixture
def outbox(private) -> Outbox:
    return Outbox(private)


def test_a_claim_is_private_and_made_once(outbox):
    outbox.claim(ITEM)
    assert outbox.item(KEY) == ITEM
    assert stat.S_IMODE((outbox.folder / KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(outbox.folder.stat().st_mode) == 0o700
    with pytest.raises(FileExistsError):
        outbox.claim(ITEM)


def test_what_came_next_is_added_and_the_last_counts(outbox):
    outbox.claim(ITEM)
    outbox.note(KEY, "sending", 2001, hash="a" * 64)
    outbox.note(KEY, "retry", 2002, next=3000, reason="away")
    assert outbox.item(KEY) == ITEM._replace(state="retry", at=2002, hash="a" * 64, next=3000, reason="away")
    assert outbox.names() == [KEY]
    outbox.remove([KEY, OTHER])
    assert list(outbox.items()) == []


def test_the_file_torn_anywhere_is_an_earlier_state_of_it(outbox):
    outbox.claim(ITEM)
    outbox.note(KEY, "sending", 2001)
    outbox.note(KEY, "sent", 2002)
    whole = (outbox.folder / KEY).read_bytes()
    states = []
    for size in range(len(whole) + 1):
        (outbox.folder / KEY).write_bytes(whole[:size])
        item = outbox.item(KEY)
        states.append(item and item.state)
        if item is not None:
            outbox.note(KEY, "failed", 9, reason="after the tear")
            again = outbox.item(KEY)
            assert again is not None
            assert (again.state, again.reason) == ("failed", "after the tear")
    assert list(dict.fromkeys(states)) == [None, "claimed", "sending", "sent"]


def test_a_claim_that_never_reached_the_disk_can_be_made_again(outbox):
    outbox.claim(ITEM)
    (outbox.folder / KEY).write_bytes(b'{"key": "0011')
    assert list(outbox.items()) == []
    outbox.claim(ITEM)
    assert outbox.item(KEY) == ITEM


def test_no_key_leads_out_of_the_folder(outbox):
    for key in ("../x", "", "a/b", "0" * 15, "0" * 17, "0" * 15 + "\n", "0" * 15 + "G"):
        with pytest.raises(ValueError, match="is no key"):
            outbox.item(key)


def test_other_files_in_the_folder_are_left_alone(outbox):
    outbox.claim(ITEM)
    (outbox.folder / "notes.txt").write_text("mine")
    assert outbox.names() == [KEY]


def test_sending_is_on_the_disk_before_it_begins(outbox):
    item = claim(outbox, ITEM)
    seen = []

    def attempt(begin):
        seen.append(outbox.item(KEY).state)
        begin()
        seen.append(outbox.item(KEY).state)
        return Receipt("sent")

    assert tried(outbox, item, again=False, attempt=attempt).state == "sent"
    assert seen == ["claimed", "sending"]
    assert outbox.item(KEY).state == "sent"


def test_what_died_while_sending_is_unknown_and_what_died_before_is_free(outbox):
    item = claim(outbox, ITEM)
    assert left(item, 5000, again=False) == item
    outbox.note(KEY, "sending", 2001)
    died = outbox.item(KEY)
    once, again = left(died, 5000, again=False), left(died, 5000, again=True)
    assert (once.state, once.reason, once.next, once.settled) == ("unknown", DIED, 0, True)
    assert (again.state, again.next, again.settled) == ("unknown", 5000, False)
    assert left(died, 100_000, again=True).settled, "its time is over"


@given(
    st.integers(1, 12),
    st.integers(0, 200_000),
    st.booleans(),
    st.sampled_from(["sent", "failed", "retry", "unknown"]),
)
def test_a_receipt_ends_a_message_or_names_a_time_while_it_helps(tries, deadline, again, state):
    item = ITEM._replace(tries=tries, deadline=deadline, at=2000)
    ended = judged(item, Receipt(state, "why"), again=again)
    if ended.settled:
        assert ended.next == 0
        assert ended.state == state or (state, ended.state) == ("retry", "failed")
    else:
        assert ended.next == 2000 + BACK_OFF[min(tries, 4) - 1] < deadline
        assert state == "retry" or again
    if state == "unknown" and not again:
        assert ended.settled


def test_tries_are_further_and_further_apart(outbox):
    at, times = 0, []
    for _ in range(6):
        item = claim(outbox, ITEM._replace(at=at))
        ended = tried(outbox, item, again=False, attempt=lambda _: Receipt("retry", "away"))
        times.append(ended.next - at)
        at = ended.next
    assert times == [60, 300, 900, 3600, 3600, 3600]
    assert outbox.item(KEY).tries == 6


def test_the_keys_of_this_machine_outlive_the_book_and_torn_lines(private):
    remember(private, {KEY: 1_795_000_000}, 1_795_000_000)
    path = private.dir / "remind/done"
    with path.open("ab") as file:
        file.write(b"00112233")
    remember(private, {OTHER: 1_795_000_001}, 1_795_000_000)
    assert done_keys(private) == {KEY, OTHER}


def test_keys_that_are_long_over_are_forgotten(private):
    now = 1_795_000_000
    remember(private, {f"{number:016x}": now - 500 * 86_400 for number in range(40_000)}, now)
    assert len(done_keys(private)) == 0
    remember(private, {KEY: now}, now)
    assert done_keys(private) == {KEY}
    assert (private.dir / "remind/done").stat().st_size < 100


def test_the_last_run_is_remembered(private):
    assert last_run(private) is None
    ended(private, Last(5, 3, 1))
    assert last_run(private) == Last(5, 3, 1)
    (private.dir / "remind/last").write_text("nonsense")
    assert last_run(private) is None
