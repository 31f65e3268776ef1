"""`remind`, killed at every system call that changes a file, and at every step of every send."""

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from faults import harness
from faults.harness import Broken, Fault, break_at
from faults_remind.sender_case import MESSAGES, Sender
from remind_kit import Mailbox, smtp

pytestmark = pytest.mark.skipif(harness.missing() is not None, reason=harness.missing() or "")
SAMPLES = 8
THIRDS = 3
"""The whole loop in parts that can run side by side."""


class Deadly(Mailbox):
    """A mail server that kills the sender at the n-th time something happens; 0 never does."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.seen, self.victim = 0, 0, 0

    def _strike(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os.kill(self.victim, signal.SIGKILL)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self._strike()
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self._strike()
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self._strike()
        return answer


@pytest.fixture
def sender(practice, tmp_path) -> Iterator[Sender]:
    box = Deadly()
    with smtp(box) as port:
        yield Sender(practice, tmp_path, box, port)


@pytest.mark.fault
@pytest.mark.timeout(0)
@pytest.mark.parametrize("first", range(1, THIRDS + 1))
def test_killed_anywhere_nothing_is_sent_twice_or_lost(sender, first):
    def each(whole: Broken) -> Iterator[tuple[int, Fault]]:
        for at in range(first, len(whole.calls) + 1, THIRDS):
            yield at, Fault("kill")

    assert break_at(sender.prepare, sender.verify, each) >= 100


@pytest.mark.timeout(300)
def test_killed_here_and_there_nothing_is_sent_twice_or_lost(sender):
    def some(whole: Broken) -> Iterator[tuple[int, Fault]]:
        for number in range(SAMPLES):
            yield 1 + int((number + 0.5) * len(whole.calls) / SAMPLES), Fault("kill")

    assert break_at(sender.prepare, sender.verify, some) == SAMPLES


@pytest.mark.timeout(300)
def test_killed_at_every_step_of_a_mail_nothing_is_lost(sender):
    for at in range(1, 3 * MESSAGES + 1):
        command = sender.prepare()
        sender.box.at, sender.box.seen = at, 0
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        sender.box.victim = process.pid
        said, _ = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        sender.box.at = 0
        sender.verify(Broken(at, process.returncode, (), (), said))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("line", ["kill -9 $PPID; cat >> {log}", "cat >> {log}; kill -9 $PPID; sleep 0.1"])
def test_killed_by_the_program_it_started_nothing_is_told_twice(sender, line):
    config = sender.clockwork.home / ".config/bookctl/config.toml"
    before = config.read_text()
    words = f"if mkdir {sender.log}.once; then {line.format(log=sender.log)}; else cat >> {sender.log}; fi"
    config.write_text(before.replace(f"cat >> {sender.log}", words))
    process = subprocess.run(sender.prepare(), capture_output=True, text=True, check=False)
    assert process.returncode == -signal.SIGKILL
    sender.verify(Broken(1, process.returncode, (), (), process.stderr))
