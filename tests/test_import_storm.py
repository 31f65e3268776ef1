"""Whatever a file says, the book stays right: rows of likely, unlikely and harmful cells, again and again."""

import random

import pytest

from imports.kit import ROW, take

CELLS = {
    "Id": ["", "1", "2", "3", "=x", "é" * 50, "a" * 190, "#1/2", "'1"],
    "Start": [
        "2026-12-01 14:00",
        "2026-12-01 14:30",
        "2026-11-12 12:30",
        "2026-11-12 13:00",
        "2026-11-24 08:50",
        "2026-11-13 23:30",
        "2000-01-01 00:00",
        "2099-12-31 23:50",
        "",
    ],
    "End": ["", "", "2026-12-01 15:00", "2026-11-12 13:20"],
    "Minutes": ["", "", "60", "45", "1h30", "99999", "-3"],
    "Zone": ["", "", "Europe/Berlin", "x"],
    "Name": ["林慧敏", "朱丹", "张伟 Zhang Wei", "", 'a"b', "=1+1", "a\\b", "名" * 200, "x\u200by", "🙂"],
    "Phone": ["", "13800138001", "10000000101", "ext", "'+49 171 5550101"],
    "Mail": ["", "a@b.c", "A@B.C", "zhang.wei@example.cn", "@"],
    "Service": [
        "swedish-60",
        "tuina-45",
        "signature-facial",
        "cupping-30",
        "morning-yoga",
        "head-massage",
        "",
    ],
    "Who": ["", "li", "anna", "room-1", "li; room-2", "infrared-lamp", "nobody"],
    "Status": [
        "",
        "",
        "confirmed",
        "gone",
        "deleted",
        "no-show",
        "completed",
        "requested",
        "held",
        "arrived",
    ],
    "Price": ["", "520", "¥520.5", "1,280.00", "x", "999999999999999"],
    "Notes": ["", "左肩\n慢", "\x1b", "'''", '"""', "# [x]"],
}
OPTIONS = ([], ["--update"], ["--force", "why"], ["--update", "--force", "why"])


def row(dice):
    kept = {**ROW, "Id": str(dice.randrange(99))}
    return {key: dice.choice(cells) if dice.random() < 0.4 else kept[key] for key, cells in CELLS.items()}


@pytest.mark.parametrize("seed", range(4))
def test_the_book_is_right_after_each_import(book, seed):
    dice = random.Random(seed)
    rows = [row(dice) for _ in range(50)]
    for options in dice.sample(OPTIONS, 3):
        done, _ = take(book, *rows, more=["--skip", *options])
        assert done.code in {0, 6}, done
        assert book.run("check").code == 0
        rows = [row(dice) if dice.random() < 0.2 else one for one in rows]
    take(book, *rows, more=["--skip"])
    _, again = take(book, *rows, more=["--skip"])
    assert {one["what"] for one in again["rows"]} <= {"changed"}
