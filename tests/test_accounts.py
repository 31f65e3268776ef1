"""The exported journals: accepted by the programs they are for, with the book's own totals."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bookctl.ledger.opened import reading
from bookctl.model.time import zone_of
from bookctl.reports import accounts
from bookctl.reports.frame import Ask
from bookctl.reports.revenue import build
from bookctl.reports.source import Source

NOW = 1_795_482_000  # 2026-11-24T09:00+08:00
NOVEMBER = Ask(date(2026, 11, 1), date(2026, 11, 30), "month")


@pytest.fixture
def source(book, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", book.env["XDG_CACHE_HOME"])
    with reading(book.root, NOW, lambda _: None, everything=True) as opened:
        yield Source(book.root, opened.index, zone_of("Asia/Shanghai"), NOW)


def figures(report):
    return {fact.key: fact.value for fact in report.facts}


def test_every_entry_balances_and_names_nobody(source):
    text = accounts.hledger(source, NOVEMBER)
    amounts = [round(float(found) * 100) for found in re.findall(r"  (-?\d+\.\d\d) CNY", text)]
    assert amounts
    assert sum(amounts) == 0
    assert "张伟" not in text
    assert "c4f7qx" in text


def test_the_same_book_gives_the_same_bytes(source):
    assert accounts.beancount(source, NOVEMBER) == accounts.beancount(source, NOVEMBER)


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_takes_it_and_finds_the_same_revenue_to_the_cent(source, tmp_path):
    journal = tmp_path / "book.journal"
    journal.write_text(accounts.hledger(source, NOVEMBER), "utf-8")
    subprocess.run(["hledger", "-f", str(journal), "check"], check=True)
    report = figures(build(source, NOVEMBER))
    assert _balance(journal, "income:services") == report["revenue"]
    assert (
        _balance(journal, "assets", "not:receivable", "not:income") - _balance(journal, "income:tips")
        == report["received"]
    )


def _balance(journal: Path, *query: str) -> int:
    """Minor units; the sign as an owner says it."""
    done = subprocess.run(
        ["hledger", "-f", str(journal), "balance", "-M", "--depth", "1", "--no-elide", "-O", "csv", *query],
        capture_output=True, text=True, check=True, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    last = done.stdout.strip().splitlines()[-1]
    return abs(round(float(re.findall(r"-?\d+\.\d\d", last)[-1]) * 100))


def test_beancount_takes_it(source, tmp_path):
    pytest.importorskip("beancount", reason="beancount is not installed")
    path = tmp_path / "book.beancount"
    path.write_text(accounts.beancount(source, NOVEMBER), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from beancount.scripts.check import main; sys.exit(main())", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_names_of_categories_never_break_the_formats():
    assert accounts._plain('a:b  "c" ;d') == "a b c d"
    assert accounts._plain(";;") == "other"
    assert (
        accounts._beancount(("income", "身体 Body", "deep_tissue / 60", "!!"))
        == "Income:身体-Body:Deep-tissue-60:Other"
    )
