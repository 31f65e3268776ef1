"""Installing and removing through the command line, with a stand-in for the crontab program."""

import plistlib
import re
import shutil
import subprocess

import pytest

FAKE = """#!/bin/sh
# crontab as Debian has it: -l, -r, -e and - only.
table="$FAKE_CRON/table"
case "$1" in
  -l) if [ -f "$table" ]; then cat "$table"; else echo "no crontab for me" >&2; exit 1; fi ;;
  -e) sh -c "$VISUAL '$table'" ;;
  -r) rm -f "$table" ;;
  -) cat >"$table.new" && mv "$table.new" "$table" ;;
  *) exit 2 ;;
esac
"""


@pytest.fixture
def shop(book, tmp_path):
    folder = tmp_path / "fake"
    folder.mkdir()
    program = folder / "crontab"
    program.write_text(FAKE)
    program.chmod(0o755)
    book.env |= {"PATH": f"{folder}:{book.env['PATH']}", "FAKE_CRON": str(folder)}
    book.table = folder / "table"
    return book


def without_feeds(book):
    settings = book.root / "bookctl.toml"
    text = re.sub(r"(?m)^\[feed\.[^\[]*", "", settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")


TABLES = [
    b"",
    b"# only this\n",
    b"no end",
    b"MAILTO=me\r\n*/5 * * * * a\r\n",
    "0 7 * * * echo 静水 100\\%\n\n\n".encode(),
    b"\xff\xfe\n",
    b"* * * * * tr -d '\\r' <a >b\n",
]


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_any_table_survives_install_and_remove(shop, table):
    if table:
        shop.table.write_bytes(table)
    assert shop.ok("cron", "install") == "installed for crontab: remind, feeds, every 5 min\n"
    once = shop.table.read_bytes()
    assert once.startswith(table)
    assert b" remind --quiet\n" in once
    assert shop.ok("cron", "install") == "nothing to change\n"
    assert shop.table.read_bytes() == once
    assert shop.ok("cron", "remove") == "removed from crontab\n"
    assert (shop.table.read_bytes() if shop.table.exists() else b"") == table
    assert shop.ok("cron", "remove") == "nothing to change\n"


def test_the_old_table_is_kept_in_the_private_folder_for_its_owner_alone(shop):
    shop.table.write_bytes(b"# mine\n")
    done = shop.run("cron", "install")
    (kept,) = (shop.root / ".git" / "bookctl" / "crontab").iterdir()
    assert kept.read_bytes() == b"# mine\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in done.err
    assert shop.git("status", "--porcelain") == ""


def test_dry_run_shows_the_lines_and_writes_none(shop):
    shop.table.write_bytes(b"# mine\n")
    done = shop.run("cron", "install", "--dry-run", "--every", "1h")
    assert shop.table.read_bytes() == b"# mine\n"
    assert "+0 * * * * /usr/bin/env PATH=" in done.out
    assert "would be: installed for crontab: remind, feeds, every 1 h" in done.err
    assert shop.ok("cron", "remove", "--dry-run") == ""


def test_feeds_are_built_as_long_as_there_are_any(shop):
    shop.ok("cron", "install")
    assert b" feed build --quiet\n" in shop.table.read_bytes()
    without_feeds(shop)
    assert shop.ok("cron", "install") == "installed for crontab: remind, every 5 min\n"
    assert b" feed build --quiet\n" not in shop.table.read_bytes()


def test_a_damaged_block_is_refused_and_left_alone(shop):
    shop.ok("cron", "install")
    damaged = b"\n".join(line for line in shop.table.read_bytes().split(b"\n") if b" end " not in line)
    shop.table.write_bytes(damaged)
    for verb in ("install", "remove"):
        done = shop.run("cron", verb)
        assert done.code == 3
        assert "its markers are begin instead of begin, end" in done.err
    assert shop.table.read_bytes() == damaged


def test_without_a_crontab_program_there_is_another_way(book, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "git").symlink_to(shutil.which("git"))
    done = book.run("cron", "install", PATH=str(bare))
    assert done.code == 8
    assert "there is no crontab program here" in done.err
    assert "--kind systemd" in done.err


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('echo "no crontab for me"', 'echo "You (me) are not allowed to use this program"'), "not allowed"),
        (("mv ", "true "), "shows another"),
        (('cat >"$table.new"', "cat >/dev/null; false"), "refused the new table"),
    ],
)
def test_a_crontab_that_fails_is_told_and_never_taken_for_an_empty_one(shop, tmp_path, change, sentence):
    (tmp_path / "fake" / "crontab").write_text(FAKE.replace(*change))
    done = shop.run("cron", "install")
    assert done.code == 8
    assert sentence in done.err
    assert not shop.table.exists()


def test_where_nobody_can_tell_what_the_table_holds_it_is_left_alone(shop, tmp_path):
    (tmp_path / "fake" / "crontab").write_text(FAKE.replace("-e)", "-x)"))
    shop.table.write_bytes(TABLES[-1])
    done = shop.run("cron", "install")
    assert done.code == 8
    assert "carriage returns" in done.err
    assert shop.table.read_bytes() == TABLES[-1]


def test_systemd_units_are_verified_written_and_taken_away(book):
    folder = book.root.parent / "home" / ".config" / "systemd" / "user"
    printed = book.ok("cron", "install", "--kind", "systemd", "--every", "15m")
    names = sorted(path.name for path in folder.iterdir())
    assert [name.rsplit("-", 1)[0] for name in names] == ["bookctl-feeds"] * 2 + ["bookctl-remind"] * 2
    assert "systemctl --user daemon-reload" in printed
    assert f"systemctl --user enable --now {names[3]} {names[1]}" in printed
    service, timer = (folder / names[2]).read_text(), (folder / names[3]).read_text()
    assert "Type=oneshot\nTimeoutStartSec=4min\n" in service
    assert f'"-L" "{book.root}" "remind" "--quiet"' in service
    assert "OnCalendar=*:0/15\nPersistent=true\n" in timer
    wants = folder / "timers.target.wants"
    wants.mkdir()
    (wants / names[3]).symlink_to(folder / names[3])
    assert "nothing to change" in book.ok("cron", "install", "--kind", "systemd", "--every", "15m")
    book.ok("cron", "remove", "--kind", "systemd")
    assert [path.name for path in folder.rglob("*")] == ["timers.target.wants"]


def test_units_of_jobs_that_are_gone_are_taken_away(book):
    folder = book.root.parent / "home" / ".config" / "systemd" / "user"
    book.ok("cron", "install", "--kind", "systemd")
    without_feeds(book)
    book.ok("cron", "install", "--kind", "systemd")
    assert [path.name.split("-")[1] for path in folder.iterdir()] == ["remind", "remind"]


def test_units_that_are_the_users_own_are_not_touched(book):
    book.ok("cron", "install", "--kind", "systemd")
    folder = book.root.parent / "home" / ".config" / "systemd" / "user"
    (path,) = folder.glob("bookctl-remind-*.timer")
    path.write_text("[Timer]\n")
    for verb in ("install", "remove"):
        done = book.run("cron", verb, "--kind", "systemd")
        assert done.code == 3
        assert "was not written by bookctl" in done.err
    assert path.read_text() == "[Timer]\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("every", ["1m", "5m", "1h", "2h", "12h", "24h"])
def test_systemd_reads_the_times_as_meant(book, every):
    text = book.ok("cron", "show", "--kind", "systemd", "--every", every)
    (when,) = {line.partition("=")[2] for line in text.splitlines() if line.startswith("OnCalendar=")}
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=2", "--base-time=2026-11-24 00:00:01", when],
        capture_output=True, text=True, check=True, env={"TZ": "UTC", "LC_ALL": "C", "PATH": book.env["PATH"]},
    )  # fmt: skip
    found = [line.split()[-2] for line in done.stdout.splitlines() if " UTC" in line]
    minutes = {"1m": 1, "5m": 5, "1h": 60, "2h": 120, "12h": 720, "24h": 1440}[every]
    first = f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"
    assert found[0] == first, done.stdout


def test_a_property_list_says_the_same_to_a_mac(book):
    without_feeds(book)
    text = book.ok("cron", "show", "--kind", "launchd", "--every", "30m")
    made = plistlib.loads(text.partition("\n")[2].encode())
    assert made["ProgramArguments"][-4:] == ["-L", str(book.root), "remind", "--quiet"]
    assert made["StartCalendarInterval"] == [{"Minute": 0}, {"Minute": 30}]
    assert made["EnvironmentVariables"]["LANG"] == "C.UTF-8"
    book.ok("cron", "install", "--kind", "launchd")
    (path,) = (book.root.parent / "home" / "Library" / "LaunchAgents").iterdir()
    assert plistlib.loads(path.read_bytes())["Label"] == path.stem
    book.ok("cron", "remove", "--kind", "launchd")
    assert not path.exists()


def test_show_prints_what_install_writes(shop):
    shown = shop.ok("cron")
    shop.ok("cron", "install")
    assert shop.table.read_text() == shown
    assert '"kind": "crontab"' in shop.ok("cron", "show", "--format", "json")
    assert shop.run("cron", "show", "--kind", "anacron").code == 2
