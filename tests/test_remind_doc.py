"""`Reminders in five minutes` is pasted into a shell, block by block."""

import os
import re
import shlex
import subprocess
import sys
import tomllib

from bookctl.messages.channels.open import open_channel
from conftest import PROJECT
from remind_kit import Mailbox, settings, smtp, user_config

PAGE = PROJECT / "docs" / "reminders.md"


def test_every_block_of_the_first_five_minutes_works(tmp_path):
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) >= 7
    box = Mailbox()
    with smtp(box) as port:
        own = f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"'
        text = "echo ----\n".join(blocks).replace('host = "smtp.example.com"', own)
        text = re.sub(r'(?m)^security = "starttls"\nuser = .*$', "", text)
        wrapper = f'bookctl() {{ {shlex.quote(sys.executable)} -m bookctl "$@"; }}\n'
        env = {
            "HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1", "BOOKCTL_NOW": "2026-11-24T09:00+08:00", "USER": "wang",
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-euc", wrapper + text],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    parts = done.stdout.split("----\n")
    assert "confirmation" in parts[4]
    assert "To: lina@example.com" in parts[4]
    assert len(parts[5].splitlines()) == 1
    assert len(box.got) == 1
    assert b"To: lina@example.com" in box.got[0]


def test_every_entry_that_is_shown_opens_a_channel(tmp_path):
    from bookctl.model.channel import Channel

    book = settings(
        email=Channel(kind="email"), sms=Channel(kind="command"), desk=Channel(kind="file"),
        staff=Channel(kind="apprise", to="none"),
    )  # fmt: skip
    text = (PROJECT / "docs" / "channels.md").read_text()
    blocks = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)]
    entries = [
        (name, entry) for block in blocks for name, entry in block.get("channel", {}).items()
        if name in book.channel and "kind" not in entry and not {"url", "url_env", "bot"} & entry.keys()
    ]  # fmt: skip
    assert len(entries) >= 4
    for name, entry in entries:
        lines = "".join(f"{key} = {value!r}\n".replace("'", '"') for key, value in entry.items())
        assert open_channel(
            book,
            name,
            user_config(tmp_path, f"[channel.{name}]\n{lines}", '[channel.email]\npassword = "x"\n'),
        )
