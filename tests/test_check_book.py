"""Checks of whole ledgers, and that the quick way through a page sees what the careful one sees."""

from pathlib import Path
from typing import NamedTuple

from bookctl.ledger.check import run
from bookctl.ledger.checks import CHECKS, NAMES, READING
from bookctl.ledger.checks.dropped import dropped
from bookctl.ledger.finding import concise

NOW = 1_795_564_800  # 2026-11-25T00:00:00Z
FILE = "bookings/2026/2026-11-24.toml"


class Slot(NamedTuple):
    id: str
    start: str
    end: str
    more: str = ""

    def __str__(self):
        status = "" if "status" in self.more else 'status = "confirmed"\n'
        return (
            f'[[booking]]\nid = "{self.id}"\nservice = "massage"\ncustomer = "c4f7qx"\n'
            f"start = 2026-11-24T{self.start}:00Z\nend = 2026-11-24T{self.end}:00Z\n{status}{self.more}"
        )


def _ledger(root: Path, files: dict[str, str]) -> Path:
    base = {
        "bookctl.toml": 'format = 1\nname = "A"\ntimezone = "UTC"\n',
        "resources/wang.toml": 'name = "Wang"\nkind = "staff"\n',
        "resources/mats.toml": 'name = "Mats"\nkind = "mat"\ncapacity = 3\n',
        "services/massage.toml": 'name = "Massage"\nminutes = 60\nneeds = [{ kind = "staff" }]\n',
        "customers/c4f7qx.toml": 'name = "A"\n',
    }
    for name, text in (base | files).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def _told(root: Path, *slots: Slot, files=None, names=(), strict=False):
    page = {FILE: "\n".join(map(str, slots))} if slots else {}
    return concise(run(_ledger(root, page | (files or {})), NOW, names, strict=strict)).splitlines()


def test_a_sound_book_has_no_findings(tmp_path):
    uses = 'uses = ["wang"]\n'
    assert (
        _told(tmp_path, Slot("aaaaaa", "10:00", "11:00", uses), Slot("bbbbbb", "11:00", "12:00", uses)) == []
    )


def test_an_empty_ledger_is_sound(tmp_path):
    assert _told(tmp_path, strict=True) == [
        "customers/c4f7qx.toml:1:1: warning: customer c4f7qx has neither phone nor email [contact]"
    ]


def test_padding_is_part_of_the_stretch_and_overlaps(tmp_path):
    padded = Slot("aaaaaa", "10:00", "11:00", 'uses = [{ resource = "wang", to = 75 }]\n')
    early = Slot("bbbbbb", "11:15", "12:00", 'uses = [{ resource = "wang", from = -5 }]\n')
    assert _told(tmp_path, padded, early) == [
        f"{FILE}:14:1: error: overlaps booking aaaaaa by 5 min in wang [overlap]"
    ]
    (finding,) = run(tmp_path, NOW)
    assert finding.help == "bookctl move bbbbbb 11:20"


def test_the_help_names_a_time_at_which_all_it_uses_is_free(tmp_path):
    both = 'uses = ["wang", { resource = "mats", units = 2 }]\n'
    slots = [
        Slot("aaaaaa", "10:00", "11:00", 'uses = ["wang"]\n'),
        Slot("bbbbbb", "10:30", "11:30", both),
        Slot("cccccc", "11:30", "12:00", 'uses = ["wang"]\n'),
        Slot("dddddd", "12:00", "13:00", 'uses = [{ resource = "mats", units = 1 }]\n'),
    ]
    _told(tmp_path, *slots)
    (finding,) = run(tmp_path, NOW)
    assert (finding.subject, finding.help) == ("bbbbbb", "bookctl move bbbbbb 13:00")


def test_what_frees_its_time_overlaps_nothing(tmp_path):
    for status in ("cancelled", "declined", "no-show"):
        gone = Slot("bbbbbb", "10:30", "11:30", f'uses = ["wang"]\nstatus = "{status}"\n')
        assert _told(tmp_path, Slot("aaaaaa", "10:00", "11:00", 'uses = ["wang"]\n'), gone) == []


def test_a_hold_overlaps_until_it_expires(tmp_path):
    taken = Slot("aaaaaa", "10:00", "11:00", 'uses = ["wang"]\n')
    for until, count in (("2026-11-24T23:59:59Z", 0), ("2026-11-25T00:00:01Z", 1)):
        held = Slot("bbbbbb", "10:30", "11:30", f'uses = ["wang"]\nstatus = "held"\nuntil = {until}\n')
        assert len(_told(tmp_path, taken, held)) == count


def test_capacity_is_a_sum_of_units_at_an_instant(tmp_path):
    two, one = (f'uses = [{{ resource = "mats", units = {units} }}]\n' for units in (2, 1))
    fine = [
        Slot("aaaaaa", "10:00", "11:00", two),
        Slot("bbbbbb", "10:00", "10:30", one),
        Slot("cccccc", "10:30", "11:00", one),
    ]
    assert _told(tmp_path, *fine) == []
    assert _told(tmp_path, *fine, Slot("dddddd", "10:45", "11:00", one)) == [
        f"{FILE}:32:1: error: overlaps booking aaaaaa by 15 min in mats: 4 units in use of 3 [overlap]"
    ]


def test_more_than_there_is_needs_no_second_booking(tmp_path):
    greedy = Slot("aaaaaa", "10:00", "11:00", 'uses = [{ resource = "mats", units = 5 }]\n')
    assert _told(tmp_path, greedy) == [
        f"{FILE}:8:1: error: aaaaaa uses 5 of mats at once, which has 3 [overlap]"
    ]


def test_overlaps_across_midnight_and_pages_are_found(tmp_path):
    late = str(Slot("aaaaaa", "23:00", "23:30", 'uses = ["wang"]\n')).replace("24T23:30", "25T02:00")
    next_day = str(Slot("bbbbbb", "01:00", "03:00", 'uses = ["wang"]\n')).replace("11-24", "11-25")
    found = _told(tmp_path, files={FILE: late, "bookings/2026/2026-11-25.toml": next_day})
    assert found == [
        "bookings/2026/2026-11-25.toml:5:1: error: overlaps booking aaaaaa by 60 min in wang [overlap]"
    ]


def test_a_faulty_resource_is_reported_once_and_not_by_each_booking(tmp_path):
    uses = 'uses = ["mats"]\n'
    files = {"resources/mats.toml": 'name = "Mats"\nkind = "mat"\ncapasity = 3\n'}
    found = _told(
        tmp_path,
        Slot("aaaaaa", "10:00", "11:00", uses),
        Slot("bbbbbb", "10:00", "11:00", uses),
        files=files,
        strict=True,
    )
    assert found[-1:] == ["resources/mats.toml:3:1: error: a resource has no key capasity [schema]"]
    assert len(found) == 2


def test_a_book_without_settings_still_tells_what_else_is_wrong(tmp_path):
    found = _told(tmp_path, Slot("aaaaaa", "10:00", "09:00"), files={"bookctl.toml": "format = 1\n"})
    assert [line.split("[")[-1] for line in found] == ["schema]"] * 3


def test_an_id_taken_twice_is_told_at_the_second_also_on_another_page(tmp_path):
    other = str(Slot("aaaaaa", "10:00", "11:00")).replace("11-24", "11-25")
    found = _told(tmp_path, Slot("aaaaaa", "10:00", "11:00"), files={"bookings/2026/2026-11-25.toml": other})
    assert found == [
        "bookings/2026/2026-11-25.toml:2:1: error: the id aaaaaa is taken by another booking [ids]"
    ]


def test_a_booking_cannot_have_a_customers_id(tmp_path):
    assert _told(tmp_path, Slot("c4f7qx", "10:00", "11:00")) == [
        f"{FILE}:2:1: error: the id c4f7qx is a customer's [ids]"
    ]


def test_every_dangling_name_of_a_record_is_told(tmp_path):
    slot = Slot(
        "aaaaaa",
        "10:00",
        "11:00",
        'uses = ["wan", { resource = "mat" }]\nasked = ["wang", "lin"]\naddons = ["oil"]\n',
    )
    found = _told(tmp_path, Slot("bbbbbb", "09:00", "10:00"), slot)
    assert [line.split("error: ")[1] for line in found] == [
        "there is no resource wan [references]",
        "there is no resource mat [references]",
        "there is no resource lin [references]",
        "there is no service oil [references]",
    ]


def test_the_catalogue_names_only_what_exists(tmp_path):
    files = {
        "services/massage.toml": 'name = "M"\nminutes = 60\naddons = ["oil"]\nneeds = [{ resource = "wangg" }]\n',
        "customers/c4f7qx.toml": 'name = "A"\nprefers = ["wangg"]\n',
    }
    assert [line.split("error: ")[1] for line in _told(tmp_path, files=files)] == [
        "there is no resource wangg [references]",
        "there is no service oil [references]",
        "there is no resource wangg [references]",
    ]


def test_a_session_and_its_seats_agree(tmp_path):
    session = (
        '[[session]]\nid = "ssssss"\nservice = "massage"\nstart = 2026-11-24T10:00:00Z\nend = 2026-11-24T11:00:00Z\n'
        'seats = 2\nstatus = "{}"\n\n'
    )
    seat = 'session = "ssssss"\n'
    page = str(Slot("aaaaaa", "10:00", "11:00", seat)) + str(
        Slot("bbbbbb", "10:00", "11:00", seat + "seats = 1\n")
    )
    assert _told(tmp_path, files={FILE: session.format("confirmed") + page}) == []
    gone = page + str(Slot("dddddd", "10:00", "11:30", seat + 'status = "cancelled"\n'))
    assert _told(tmp_path, files={FILE: session.format("confirmed") + gone}) == []
    late = str(Slot("dddddd", "10:00", "11:30", seat))
    assert _told(tmp_path, files={FILE: session.format("confirmed") + late}) == [
        f"{FILE}:14:1: error: its session ssssss has another end [seats]"
    ]
    assert _told(tmp_path, files={FILE: session.format("cancelled") + page})[0] == (
        f"{FILE}:15:1: error: its session ssssss is cancelled [seats]"
    )


def test_a_forced_step_in_the_history_may_be_unusual(tmp_path):
    history = (
        'status = "confirmed"\nhistory = [\n  { at = 2026-11-20T10:00:00Z, status = "cancelled" },\n'
        '  { at = 2026-11-21T10:00:00Z, status = "confirmed", forced = "lifecycle" },\n]\n'
    )
    assert _told(tmp_path, Slot("aaaaaa", "10:00", "11:00", history)) == []
    assert (
        len(_told(tmp_path, Slot("aaaaaa", "10:00", "11:00", history.replace(', forced = "lifecycle"', ""))))
        == 1
    )


def test_a_move_in_the_history_changes_no_status(tmp_path):
    history = (
        'status = "confirmed"\nhistory = [\n  { at = 2026-11-20T10:00:00Z, status = "confirmed" },\n'
        "  { at = 2026-11-20T10:00:00Z, from = 2026-11-23T10:00:00Z },\n]\n"
    )
    assert _told(tmp_path, Slot("aaaaaa", "10:00", "11:00", history)) == []


def test_stray_files_are_told_and_later_folders_tolerated(tmp_path):
    files = {
        "templates/ten.toml": "",
        "notes.txt": "",
        "resources/Wang Li.toml": "",
        "old.toml": "",
        "services/a.toml.orig": "",
    }
    assert {line.split(":1:1")[0] for line in _told(tmp_path, files=files)} == {
        "resources/Wang Li.toml",
        "old.toml",
        "services/a.toml.orig",
    }


def test_a_link_in_place_of_a_folder_is_told(tmp_path):
    root = _ledger(tmp_path / "book", {})
    (root / "bookings").symlink_to(tmp_path)
    assert (
        concise(run(root, NOW))
        == "bookings:1:1: error: not read: a folder belongs here, not a link or a file [stray]\n"
    )


def test_checks_that_are_not_usual_run_when_asked(tmp_path):
    slot = Slot("aaaaaa", "10:00", "11:00")
    old = {"bookings/2026/2026-11-20.toml": str(slot).replace("11-24", "11-20")}
    assert _told(tmp_path, files=old) == []
    assert len(_told(tmp_path, names=["past-open"])) == 1
    assert len(_told(tmp_path, strict=True)) == 1
    assert {line.rsplit("[", 1)[1] for line in _told(tmp_path, strict=True, names=["past-open"])} == {
        "contact]",
        "past-open]",
    }


def test_every_check_has_a_name_of_its_own_and_something_to_run():
    assert len(NAMES) == len(CHECKS)
    assert all(check.on_page or check.on_book for check in CHECKS if check not in READING)


def test_an_open_booking_that_vanished_is_told_with_both_ways_out():
    old = "\n".join(
        map(
            str,
            [Slot("aaaaaa", "10:00", "11:00"), Slot("bbbbbb", "11:00", "12:00", 'status = "completed"\n')],
        )
    )
    (finding,) = dropped(old.encode(), b"", FILE)
    assert (finding.subject, finding.code) == ("aaaaaa", "dropped")
    assert finding.help == "bookctl adopt --keep aaaaaa puts it back, bookctl adopt --drop aaaaaa lets it go"
    assert dropped(old.encode(), None, FILE) == [finding]
    assert dropped(old.encode(), old.replace("10:00", "09:00").encode(), FILE) == []
    assert dropped(old.encode(), old.replace('"confirmed"', '"confirmd"').encode(), FILE) == []
    assert dropped(old.encode(), b"= broken", FILE) == []
