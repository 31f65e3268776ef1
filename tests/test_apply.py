"""Batches: one answer per line, one commit for all."""

import json


def request(start, customer="c4f7qx", **more):
    return json.dumps(
        {"action": "book", "customer": customer, "service": "deep-tissue-60", "start": start, **more}
    )


def test_a_batch_is_one_commit(book):
    lines = [request("2026-12-01T09:00"), request("2026-12-01T11:00"), request("2026-12-02T09:00+08:00")]
    done = book.run("apply", "--yes", stdin="\n".join(lines))
    assert done.code == 0, done
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [row["ok"] for row in told] == [True] * 3
    assert told[2]["start"] == "2026-12-02T09:00:00+08:00"
    assert len(book.git("log", "--format=%h").splitlines()) == 2
    assert book.ok("check", "--strict") == ""
    book.ok("undo", "--yes")
    assert book.ok("find", "from:2026-12-01", "to:2026-12-02") == ""


def test_the_first_that_fails_stops_all_of_it(book):
    before = book.git("rev-parse", "HEAD")
    done = book.run(
        "apply", "--yes", stdin="\n".join([request("2026-12-01T09:00"), request("2026-12-01T09:30")])
    )
    assert done.code == 3
    assert "line 2" in done.err
    assert book.git("rev-parse", "HEAD") == before


def test_skip_takes_the_rest(book):
    lines = [
        request("2026-12-01T09:00"),
        "{not json",
        request("2026-12-01T09:30", customer="c2m7hb", resources=["wang"]),
        json.dumps({"action": "book", "customer": "c4f7qx"}),
        json.dumps({"action": "fly"}),
        request("2026-12-01T15:00", price=-5),
        request("2026-12-01T11:00", customer="nobody-at-all"),
        request("2026-12-01T14:30"),
    ]
    done = book.run("apply", "--skip", "--yes", stdin="\n".join(lines))
    told = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 6
    assert [row["ok"] for row in told] == [True, False, False, False, False, False, False, True]
    assert [row["exit"] for row in told if not row["ok"]] == [2, 3, 2, 2, 2, 4]
    assert book.ok("check", "--strict") == ""


def test_later_lines_see_what_earlier_ones_did(book):
    made = book.run("apply", stdin=request("2026-12-01T09:00"))
    id_ = json.loads(made.out)["id"]
    lines = [
        json.dumps({"action": "cancel", "booking": id_}),
        request("2026-12-01T09:00", customer="c2m7hb"),
        json.dumps({"action": "note", "about": id_, "text": "will call"}),
    ]
    done = book.run("apply", "--yes", stdin="\n".join(lines))
    assert done.code == 0, done
    assert book.ok("check", "--strict") == ""


def test_many_records_need_a_yes(book):
    lines = [request(f"2026-12-0{day}T09:00") for day in (1, 2, 3)]
    before = book.git("rev-parse", "HEAD")
    done = book.run("apply", stdin="\n".join(lines))
    assert done.code == 2
    assert "--yes" in done.err
    assert book.git("rev-parse", "HEAD") == before
