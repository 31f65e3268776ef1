"""The block in the table of cron: whatever the user has there stays, byte for byte."""

import os
import re
import shlex
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.actions.cron import FEEDS, REMIND, Schedule, environment, interval, running
from bookctl.actions.crontab import LONGEST, block, extent, with_block, without_block
from bookctl.actions.problems import Refused, Usage

LINES = st.sampled_from(
    [
        b"",
        b"# a comment",
        b"MAILTO=me@example.com",
        b"*/5 * * * * true\r",
        b"0 7 * * 1 echo 100\\% \xff",
        b"@daily x",
    ]
)
TABLES = st.builds(
    lambda lines, end: b"\n".join(lines) + end,
    st.lists(LINES, max_size=6),
    st.sampled_from([b"", b"\n", b"\r\n"]),
) | st.binary(max_size=60)


def plan(folder="/srv/shop", every=5, jobs=(REMIND,), program=("/usr/bin/bookctl",), path="/usr/bin:/bin"):
    return Schedule(program, Path(folder), every, (("PATH", path), ("LANG", "C.UTF-8")), jobs)


@given(TABLES)
def test_installing_and_removing_leaves_any_table_as_it_was(table):
    installed = with_block(table, plan())
    assert without_block(installed, plan().key) == table
    assert installed.startswith(table)


@given(TABLES, TABLES)
def test_installing_twice_is_the_same_as_once_wherever_the_block_stands(table, below):
    installed = with_block(table, plan())
    assert with_block(installed, plan()) == installed
    more = installed + below
    assert with_block(more, plan()) == more
    assert without_block(more, plan().key) in {table + below, table + b"\n" + below}


@given(TABLES)
def test_a_changed_block_stays_in_its_place_and_the_rest_too(table):
    first = with_block(table, plan()) + b"# below\n"
    second = with_block(first, plan(every=15, jobs=(REMIND, FEEDS)))
    assert b"*/15 * * * *" in second
    assert b"*/5 * * * * /usr/bin/env" not in second
    assert with_block(second, plan()) == first


def test_several_ledgers_have_several_blocks_and_each_goes_alone():
    shops = [plan("/srv/a"), plan("/srv/b"), plan("/srv/静水")]
    table = b"# mine\n"
    for shop in shops:
        table = with_block(table, shop)
    assert table.count(b"# bookctl begin") == 3
    table = without_block(table, shops[1].key)
    assert b"/srv/b" not in table
    assert extent(table, shops[0].key)
    assert without_block(without_block(table, shops[2].key), shops[0].key) == b"# mine\n"


@pytest.mark.parametrize(
    "keep", ["begin", "end", "begin begin", "end begin", "begin end end", "begin end begin end"]
)
def test_a_damaged_block_is_refused_with_a_sentence(keep):
    table = b"".join(f"# bookctl {word} {plan().key}\n".encode() for word in keep.split())
    for work in (lambda: with_block(table, plan()), lambda: without_block(table, plan().key)):
        with pytest.raises(Refused, match="damaged") as caught:
            work()
        assert "crontab -e" in caught.value.help


def test_another_ledgers_marker_inside_is_refused():
    key, other = plan().key, plan("/srv/b").key
    table = f"# bookctl begin {key}\n# bookctl begin {other}\n# bookctl end {key}\n".encode()
    with pytest.raises(Refused, match="another ledger"):
        with_block(table, plan())
    assert without_block(table, "0" * 12) == table


def test_lines_that_the_user_deleted_above_or_added_below_change_nothing_else():
    installed = with_block(b"no end", plan())
    below = installed + b"# later\n"
    assert without_block(below, plan().key) == b"no end\n# later\n"
    alone = installed.removeprefix(b"no end\n")
    assert without_block(alone, plan().key) == b""


def test_markers_with_an_editors_carriage_returns_are_still_found():
    table = with_block(b"", plan()).replace(b"\n", b"\r\n")
    assert without_block(b"A=1\r\n" + table, plan().key) == b"A=1\r\n"


def test_the_users_own_remark_about_a_marker_is_none():
    table = f"# bookctl begin {plan().key} is where it starts\n".encode()
    assert extent(table, plan().key) is None


@pytest.mark.parametrize(
    ("every", "when"),
    [("1m", "* * * * *"), ("5m", "*/5 * * * *"), ("30m", "*/30 * * * *"), ("60m", "0 * * * *"), ("1h", "0 * * * *"),
     ("2h", "0 */2 * * *"), ("24h", "0 0 * * *")],
)  # fmt: skip
def test_an_interval_becomes_cron_s_five_fields(every, when):
    line = block(plan(every=interval(every))).splitlines()[2]
    assert line.startswith(f"{when} /usr/bin/env PATH=/usr/bin:/bin LANG=C.UTF-8 /usr/bin/bookctl -L ")


@pytest.mark.parametrize("every", ["7m", "90m", "0m", "5", "-5m", "5h", "25h", "5d", "٥m", "", "1 h"])
def test_an_interval_that_drifts_over_the_day_is_refused(every):
    with pytest.raises(Usage, match="divide"):
        interval(every)


@settings(max_examples=40)
@given(
    st.text(
        st.characters(min_codepoint=32, exclude_characters="\\/\x7f", exclude_categories=["Cs", "Cc"]),
        min_size=1,
        max_size=20,
    )
)
def test_a_line_starts_exactly_those_words_in_sh(name):
    folder = f"/srv/{name}"
    line = block(plan(folder)).split("\n")[2]
    command = line.split(" ", 5)[5]
    for seen in (command, command.replace("\\%", "%")):  # some crons take the backslash away, some leave it
        assert not re.search(r"(?<!\\)%", command)
        shown = seen.replace("/usr/bin/env ", "printf '%s\\0' ", 1)
        done = subprocess.run(["sh", "-c", shown], capture_output=True, check=True)
        words = done.stdout.decode().split("\0")[:-1]
        assert words == [
            "PATH=/usr/bin:/bin",
            "LANG=C.UTF-8",
            "/usr/bin/bookctl",
            "-L",
            str(Path(folder)),
            "remind",
            "--quiet",
        ]


def test_a_command_longer_than_cron_takes_is_refused():
    with pytest.raises(Usage, match="longer"):
        block(plan("/srv/" + "x" * LONGEST))


def test_feeds_are_built_where_there_are_any():
    assert block(plan(jobs=(REMIND, FEEDS))).count("feed build --quiet") == 1


def test_only_what_the_jobs_need_is_taken_from_the_environment(tmp_path):
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(stat.S_IRWXU | stat.S_IRWXO)
    found = dict(
        environment(
            {
                "PATH": f"bin:{open_to_all}:/usr/bin:/nowhere:/usr/bin:{tmp_path}",
                "XDG_CACHE_HOME": "/var/cache/me",
                "XDG_STATE_HOME": "relative",
                "SECRET": "x",
            }
        )
    )
    assert found == {
        "PATH": f"/usr/bin:{tmp_path}:/usr/local/bin:/bin",
        "LANG": "C.UTF-8",
        "XDG_CACHE_HOME": "/var/cache/me",
    }


def test_a_long_path_keeps_the_folders_that_matter(tmp_path):
    many = []
    for number in range(30):
        folder = tmp_path / f"folder-{number:02}"
        folder.mkdir()
        many.append(str(folder))
    (Path(many[7]) / "git").touch()
    assert dict(environment({"PATH": ":".join(many)}))["PATH"] == f"{many[7]}:/usr/local/bin:/usr/bin:/bin"


def test_the_running_program_is_named_by_its_absolute_path(tmp_path, monkeypatch):
    script = tmp_path / "bookctl"
    script.write_text("#!/bin/sh\n")
    assert running(str(script), "/py") == ("/py", "-P", "-m", "bookctl")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert running("./bookctl") == (str(script),)
    assert shlex.join(running("/x/pytest", "/py")) == "/py -P -m bookctl"


def test_a_ledger_whose_name_no_table_can_hold_is_refused():
    from bookctl.actions.cron import schedule

    for name in ("a\nb", "a\\b", "a\x1bb"):
        with pytest.raises(Usage, match="rename it"):
            schedule(Path("/srv") / name, 5, os.environ, program=("/bookctl",), feeds=False)
