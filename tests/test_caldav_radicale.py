"""Publishing to a real CalDAV server."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bookctl.actions.problems import Failed, Usage
from bookctl.calendars import publish as publishing
from bookctl.calendars.objects import objects_of
from bookctl.calendars.publish import Published, publish
from caldav_kit import CALENDAR, DOMAIN, OTHER, PASSWORD, Radicale, event, feed, radicale

FOREIGN = feed(event("dentist@elsewhere.example", "牙医"))
ONE, TWO, THREE = (f"{id_}@{DOMAIN}" for id_ in ("7k2m9q", "gznfsk", "e2n7qy"))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with radicale(tmp_path_factory.mktemp("radicale")) as made:
        yield made


@pytest.fixture
def dav(running):
    """The server with an empty calendar."""
    running.ask("DELETE", CALENDAR)
    running.make_calendar()
    return running


def objects(*events: str) -> dict[str, bytes]:
    return objects_of(feed(*events))


def test_events_are_put_once_and_then_left_alone(dav):
    wanted = objects(
        event(ONE),
        event(TWO, "晨间瑜伽 · 张伟\\, 李娜\\; 9/12 \\\\ 静水馆🧘"),
        event(THREE, LOCATION="武康路12弄47号"),
    )
    assert publish(dav.server(), wanted, DOMAIN) == Published(put=(ONE, TWO, THREE))
    before = dav.all()
    assert set(before) == {f"7k2m9q.{DOMAIN}.ics", f"gznfsk.{DOMAIN}.ics", f"e2n7qy.{DOMAIN}.ics"}
    assert publish(dav.server(), wanted, DOMAIN) == Published(unchanged=(ONE, TWO, THREE))
    assert dav.all() == before


def test_what_arrives_reads_as_it_was_written(dav):
    from icalendar import Calendar

    said = "晨间瑜伽 · 张伟\\, 李娜\\; 9/12 — " + "很长的说明" * 30
    publish(dav.server(), objects(event(ONE, said)), DOMAIN)
    calendar = Calendar.from_ical(dav.all()[f"7k2m9q.{DOMAIN}.ics"])
    assert "METHOD" not in calendar
    [found] = calendar.walk("VEVENT")
    assert str(found["SUMMARY"]) == said.replace("\\", "")
    assert found.start.isoformat() == "2026-11-24T10:00:00+08:00"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]


def test_a_change_a_cancellation_and_a_new_one(dav):
    publish(dav.server(), objects(event(ONE), event(TWO)), DOMAIN)
    moved = event(ONE, at="20261125T110000", SEQUENCE="1")
    done = publish(dav.server(), objects(moved, event(THREE)), DOMAIN)
    assert done == Published(put=(ONE, THREE), deleted=(TWO,))
    assert "20261125T110000" in dav.all()[f"7k2m9q.{DOMAIN}.ics"]
    assert f"gznfsk.{DOMAIN}.ics" not in dav.all()
    assert publish(dav.server(), {}, DOMAIN).deleted == (ONE, THREE)


def test_a_property_that_went_is_gone_there_too(dav):
    publish(dav.server(), objects(event(ONE, LOCATION="二号房", DESCRIPTION="带毛巾")), DOMAIN)
    assert publish(dav.server(), objects(event(ONE, LOCATION="二号房")), DOMAIN).put == (ONE,)
    assert "DESCRIPTION" not in dav.all()[f"7k2m9q.{DOMAIN}.ics"]


def test_other_events_are_never_touched(dav):
    near = feed(event(f"x@not{DOMAIN}", "旁边"))
    dav.put("dentist.ics", FOREIGN)
    dav.put("near.ics", near)
    before = dav.all()
    publish(dav.server(), objects(event(ONE)), DOMAIN)
    publish(dav.server(), {}, DOMAIN)
    assert dav.all() == before


def test_an_event_of_somebody_else_under_our_name_is_left(dav):
    dav.put(f"7k2m9q.{DOMAIN}.ics", FOREIGN)
    before = dav.all()
    done = publish(dav.server(), objects(event(ONE), event(TWO)), DOMAIN)
    assert done.put == (TWO,)
    assert done.failed == ((ONE, "another object has its name there"),)
    assert dav.all()[f"7k2m9q.{DOMAIN}.ics"] == before[f"7k2m9q.{DOMAIN}.ics"]


def test_an_event_that_lies_under_another_name_is_found(dav):
    dav.put("moved-by-the-server.ics", objects(event(ONE))[ONE])
    assert publish(dav.server(), objects(event(ONE)), DOMAIN) == Published(unchanged=(ONE,))
    assert publish(dav.server(), objects(event(ONE, "新")), DOMAIN).put == (ONE,)
    assert list(dav.all()) == ["moved-by-the-server.ics"]


def test_what_a_person_moved_in_an_app_is_put_right_again(dav):
    publish(dav.server(), objects(event(ONE)), DOMAIN)
    dav.put(f"7k2m9q.{DOMAIN}.ics", feed(event(ONE, at="20261201T100000")))
    assert publish(dav.server(), objects(event(ONE)), DOMAIN).put == (ONE,)
    assert "20261124T100000" in dav.all()[f"7k2m9q.{DOMAIN}.ics"]


def test_a_dry_run_says_it_and_does_nothing(dav):
    publish(dav.server(), objects(event(ONE), event(TWO)), DOMAIN)
    before = dav.all()
    done = publish(dav.server(), objects(event(ONE), event(THREE)), DOMAIN, dry=True)
    assert done == Published(put=(THREE,), deleted=(TWO,), unchanged=(ONE,))
    assert dav.all() == before


@pytest.fixture
def meanwhile(monkeypatch):
    """Does something between what was read and what is written."""

    def at(work):
        original = publishing._own

        def own(session, domain):
            found = original(session, domain)
            work()
            return found

        monkeypatch.setattr(publishing, "_own", own)

    return at


def test_a_change_by_somebody_else_meanwhile_is_seen_and_ours_wins_once(dav, meanwhile):
    publish(dav.server(), objects(event(ONE)), DOMAIN)
    meanwhile(lambda: dav.put(f"7k2m9q.{DOMAIN}.ics", feed(event(ONE, "他们的"))))
    assert publish(dav.server(), objects(event(ONE, "我们的")), DOMAIN).put == (ONE,)
    assert "我们的" in dav.all()[f"7k2m9q.{DOMAIN}.ics"]


def test_an_event_made_meanwhile_by_another_run_is_not_made_twice(dav, meanwhile):
    meanwhile(lambda: dav.put(f"7k2m9q.{DOMAIN}.ics", objects(event(ONE))[ONE]))
    done = publish(dav.server(), objects(event(ONE)), DOMAIN)
    assert (done.put, done.failed) == ((ONE,), ())
    assert len(dav.all()) == 1


def test_an_event_deleted_meanwhile_is_made_again(dav, meanwhile):
    publish(dav.server(), objects(event(ONE)), DOMAIN)
    meanwhile(lambda: dav.ask("DELETE", f"{CALENDAR}7k2m9q.{DOMAIN}.ics"))
    assert publish(dav.server(), objects(event(ONE, "新")), DOMAIN).put == (ONE,)
    assert "新" in dav.all()[f"7k2m9q.{DOMAIN}.ics"]


def test_deleting_what_is_gone_or_was_changed_meanwhile(dav, meanwhile):
    publish(dav.server(), objects(event(ONE), event(TWO)), DOMAIN)

    def others():
        dav.ask("DELETE", f"{CALENDAR}7k2m9q.{DOMAIN}.ics")
        dav.put(f"gznfsk.{DOMAIN}.ics", feed(event(TWO, "他们的")))

    meanwhile(others)
    assert publish(dav.server(), {}, DOMAIN) == Published(deleted=(ONE, TWO))
    assert dav.all() == {}


def test_a_wrong_password_is_told_without_it(dav):
    for user, password in (("wang", "wrong-pass"), ("nobody", PASSWORD)):
        with pytest.raises(Usage, match="refuses user") as caught:
            publish(dav.server(user=user, password=password), objects(event(ONE)), DOMAIN)
        assert password not in caught.value.text
        assert DOMAIN not in caught.value.text
    assert dav.all() == {}


def test_an_address_that_is_no_calendar_is_told_with_those_there_are(dav):
    for path in ("/", "/wang/"):
        with pytest.raises(Usage, match="is no calendar") as caught:
            publish(dav.server(url=dav.url + path), objects(event(ONE)), DOMAIN)
        assert [line.split()[0] for line in caught.value.lines] == [dav.url + CALENDAR]
    with pytest.raises(Usage, match="has no calendar at /wang/other/"):
        publish(dav.server(url=f"{dav.url}/wang/other/"), {}, DOMAIN)
    with pytest.raises(Usage, match="is no calendar, or not this user's"):
        publish(dav.server(user="li", password=OTHER), objects(event(ONE)), DOMAIN)


def test_a_run_that_was_killed_is_run_again(dav, tmp_path):
    many = [event(f"b{number:03}@{DOMAIN}", f"预约 {number}") for number in range(150)]
    (tmp_path / "feed.ics").write_bytes(feed(*many))
    script = (
        "import sys; sys.path.insert(0, sys.argv[3])\n"
        "from pathlib import Path\nfrom bookctl.calendars.caldav import Server\n"
        "from bookctl.calendars.objects import objects_of\nfrom bookctl.calendars.publish import publish\n"
        "from caldav_kit import DOMAIN, PASSWORD, USER\n"
        "objects = objects_of(Path(sys.argv[2]).read_bytes())\n"
        "print('go', flush=True)\n"
        "print(publish(Server('home', sys.argv[1], USER, PASSWORD), objects, DOMAIN))\n"
    )
    words = [
        sys.executable,
        "-c",
        script,
        dav.url + CALENDAR,
        str(tmp_path / "feed.ics"),
        str(Path(__file__).parent),
    ]
    child = subprocess.Popen(words, stdout=subprocess.PIPE)
    until = time.monotonic() + 20
    while len(dav.all()) < 20 and time.monotonic() < until:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    time.sleep(0.3)  # what the server was given last
    had = len(dav.all())
    assert 20 <= had < 150
    done = publish(dav.server(), objects(*many), DOMAIN)
    assert len(done.unchanged) == had
    assert len(done.put) == 150 - had
    assert done.failed == ()
    assert len(dav.all()) == 150


def test_a_server_that_is_down_is_one_sentence(tmp_path):
    made = Radicale(tmp_path / "dav")
    made.stop()
    with pytest.raises(Failed, match=r"home .127\.0\.0\.1. cannot be reached: Connection refused") as caught:
        publish(made.server(), {}, DOMAIN)
    assert PASSWORD not in str(caught.value)
