"""A real cron daemon, in a mount namespace of its own: the machine's tables are neither seen nor touched."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest

PATIENCE = 75
CRON = shutil.which("cron") or shutil.which("crond")
# Everything cron would read or write is hidden behind empty folders first.
HIDDEN = """
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=0755 none /var/spool/cron
mkdir -p /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs 2>/dev/null || true
chmod 1730 /var/spool/cron/crontabs
"""
# Then it runs until it is ended.
INSIDE = (
    HIDDEN
    + """
for folder in /etc/cron.d /run; do [ -d $folder ] && mount -t tmpfs none $folder; done
[ ! -e /etc/crontab ] || mount --bind /dev/null /etc/crontab
printf '# mine\\nMAILTO=""\\n' | crontab -
"$BOOKCTL" -L "$SHOP" cron install --every 1m
crontab -l >"$NOTES/table"
exec "$CRON" -f
"""
)
# A table goes in, and must come out again as it was.
THERE_AND_BACK = (
    HIDDEN
    + """
crontab "$NOTES/table"
$BOOKCTL cron install
cat /var/spool/cron/crontabs/root >"$NOTES/installed"
$BOOKCTL cron install --every 15m
$BOOKCTL cron remove
cat /var/spool/cron/crontabs/root >"$NOTES/after"
"""
)
# Notes how it was started, then is bookctl.
PROGRAM = """#!{python}
import json, os, sys
from bookctl.__main__ import main
code = None
try:
    code = main()
except SystemExit as leaving:
    code = leaving.code
finally:
    if "remind" in sys.argv:
        note = dict(argv=sys.argv[1:], path=os.environ.get("PATH"), lang=os.environ.get("LANG"), code=code, cwd=os.getcwd())
        with open({notes!r}, "w") as file:
            json.dump(note, file)
sys.exit(code)
"""


def _private():
    """Whether this machine lets us have mounts of our own."""
    if os.geteuid() != 0 or CRON is None or not shutil.which("crontab") or not shutil.which("unshare"):
        return False
    probe = ["unshare", "-m", "sh", "-c", "mount --make-rprivate / && mount -t tmpfs none /var/spool/cron"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


@pytest.mark.shell
@pytest.mark.skipif(not _private(), reason="needs root, cron and unshare")
def test_a_real_cron_starts_bookctl_on_a_ledger_with_an_awkward_name(empty, tmp_path):
    shop = tmp_path / "50% off, Li's 静水"
    empty.root.rename(shop)
    notes = tmp_path / "notes"
    notes.mkdir()
    program = tmp_path / "bin" / "bookctl"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable, notes=str(notes / "run")))
    program.chmod(0o755)
    env = {key: value for key, value in empty.env.items() if not key.startswith("BOOKCTL_")}
    env |= {"BOOKCTL": str(program), "SHOP": str(shop), "NOTES": str(notes), "CRON": str(CRON)}
    daemon = subprocess.Popen(
        ["unshare", "-m", "--kill-child", "-f", "sh", "-c", INSIDE],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        note = _awaited(notes / "run", daemon)
    finally:
        daemon.kill()
        output = daemon.communicate(timeout=10)[0]
    assert note, output
    assert note["argv"] == ["-L", str(shop), "remind", "--quiet"]
    assert note["lang"] == "C.UTF-8"
    assert note["path"].endswith("/usr/local/bin:/usr/bin:/bin") or "/usr/bin" in note["path"].split(":")
    assert note["code"] in {0, None}, note
    table = (notes / "table").read_text("utf-8")
    assert table.startswith('# mine\nMAILTO=""\n# bookctl begin ')


def _awaited(path, daemon):
    """What was noted, once it is there whole."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and daemon.poll() is None:
        try:
            return json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            time.sleep(0.5)
    return None


@pytest.mark.shell
@pytest.mark.skipif(not _private(), reason="needs root, cron and unshare")
@pytest.mark.parametrize(
    "table",
    [
        b"# mine\n",
        b"* * * * * tr -d '\\r' <a >b\n# \r\\r\n",
        b"MAILTO=me\r\n0 7 * * * true\r\n",
        "SHELL=/bin/sh\n\n# 静水\n*/5 * * * *\tdate +\\%F   \n\n".encode(),
    ],
)
def test_the_real_crontab_program_gives_a_table_back_byte_for_byte(book, tmp_path, table):
    (tmp_path / "table").write_bytes(table)
    env = book.env | {"BOOKCTL": f"{sys.executable} -m bookctl", "NOTES": str(tmp_path)}
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", THERE_AND_BACK], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done
    installed, after = (
        re.sub(rb"\A(# [^\n]*\n){3}", b"", (tmp_path / name).read_bytes(), count=1)
        for name in ("installed", "after")
    )  # Debian puts three lines of its own above
    assert after == table
    assert installed.startswith(table + b"# bookctl begin ")
