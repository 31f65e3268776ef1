"""The channels `command` and `file`."""

import json
import stat
import time

import pytest

from bookctl.actions.problems import Usage
from bookctl.messages.channels.letter import Receipt
from bookctl.messages.channels.open import open_channel
from bookctl.model.channel import Channel
from remind_kit import AT, KEY, letter, settings, user_config

BOTH = settings(
    sms=Channel(kind="command"), folder=Channel(kind="file"), other=Channel(kind="command", use="sms")
)


def command(tmp_path, words: list[str], name: str = "sms", timeout: int = 5):
    text = f"[channel.sms]\ntimeout = {timeout}\ncommand = {json.dumps(words)}\n"
    return open_channel(BOTH, name, user_config(tmp_path, text))


def test_the_program_reads_json(tmp_path):
    kept = tmp_path / "kept.json"
    for name in ("sms", "other"):
        done = command(tmp_path, ["tee", str(kept)], name).send(letter(to="+86 138 0000 0001"))
        assert done == Receipt("sent")
        assert json.loads(kept.read_text()) == {
            "key": KEY, "channel": name, "to": "+86 138 0000 0001", "subject": "明天 10:00 见",
            "text": "您好 李娜\n明天 10:00\n", "language": "zh", "at": AT, "ics": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "receipt"),
    [
        (["true"], Receipt("sent")),
        (["false"], Receipt("failed", "the program ended with exit code 1")),
        (["sh", "-c", "exit 75"], Receipt("retry", "the program ended with exit code 75")),
        (["sh", "-c", "kill -9 $$"], Receipt("unknown", "the program was ended by signal 9")),
        (["/nowhere/sms"], Receipt("retry", "the program did not start (FileNotFoundError)")),
        (
            ["sh", "-c", "echo li@example.com >&2; exit 3"],
            Receipt("failed", "the program ended with exit code 3"),
        ),
    ],
)
def test_how_the_program_ends_is_the_answer(tmp_path, words, receipt, capfd):
    assert command(tmp_path, words).send(letter()) == receipt
    assert capfd.readouterr() == ("", "")


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path):
    begun = time.monotonic()
    mark = tmp_path / "still-here"
    words = ["sh", "-c", f"(sleep 2; touch {mark}) & sleep 30"]
    assert command(tmp_path, words, timeout=1).send(letter()) == Receipt(
        "unknown", "the program took longer than 1 seconds"
    )
    assert time.monotonic() - begun < 3
    time.sleep(1.5)
    assert not mark.exists()


def test_a_program_never_sees_a_shell(tmp_path):
    mark = tmp_path / "mark"
    assert command(tmp_path, ["echo", f"; touch {mark}"]).send(letter(subject=f"$(touch {mark})")) == Receipt(
        "sent"
    )
    assert not mark.exists()


def test_a_line_for_a_shell_is_refused(tmp_path):
    with pytest.raises(Usage, match=r"\[channel.sms\] command must be a list"):
        open_channel(BOTH, "sms", user_config(tmp_path, '[channel.sms]\ncommand = "send-sms --now"\n'))


def test_a_channel_without_an_entry_names_the_file(tmp_path):
    with pytest.raises(Usage, match=r"the channel sms has no entry in .*config.toml"):
        open_channel(BOTH, "sms", user_config(tmp_path, ""))
    with pytest.raises(Usage, match=r"bookctl.toml has no \[channel.pigeon\]"):
        open_channel(BOTH, "pigeon", user_config(tmp_path, ""))


def folder(tmp_path):
    return open_channel(
        BOTH, "folder", user_config(tmp_path, f'[channel.folder]\nfolder = "{tmp_path / "out"}"\n')
    )


def names(tmp_path, inner: str) -> list[str]:
    return sorted(path.name for path in (tmp_path / "out" / inner).iterdir())


def test_a_message_is_one_whole_file_and_a_repeat_the_same_one(tmp_path):
    for _ in range(2):
        assert folder(tmp_path).send(letter()) == Receipt("sent")
    assert names(tmp_path, "tmp") == []
    assert names(tmp_path, "new") == [f"{KEY}.txt"]
    path = tmp_path / "out" / "new" / f"{KEY}.txt"
    assert (
        path.read_text()
        == f"To: li@example.com\nSubject: 明天 10:00 见\nLanguage: zh\nKey: {KEY}\n\n您好 李娜\n明天 10:00\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_an_invitation_lies_beside_the_message(tmp_path):
    assert folder(tmp_path).send(letter(ics=b"BEGIN:VCALENDAR\r\n", method="REQUEST")) == Receipt("sent")
    assert names(tmp_path, "new") == [f"{KEY}.ics", f"{KEY}.txt"]


def test_a_file_has_just_its_own_headers(tmp_path):
    folder(tmp_path).send(letter(subject="a\nTo: evil@example.com"))
    head = (tmp_path / "out" / "new" / f"{KEY}.txt").read_text().split("\n\n")[0].splitlines()
    assert [line.split(":")[0] for line in head] == ["To", "Subject", "Language", "Key"]


def test_a_folder_that_cannot_be_written_may_be_tried_again(tmp_path):
    (tmp_path / "out").write_text("in the way")
    assert folder(tmp_path).send(letter()).state == "retry"


def test_a_folder_is_named_in_full(tmp_path):
    with pytest.raises(Usage, match="folder must begin with / or ~"):
        open_channel(BOTH, "folder", user_config(tmp_path, '[channel.folder]\nfolder = "out"\n'))
