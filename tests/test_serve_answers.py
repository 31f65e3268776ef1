"""Conditions, dates and links without a server around them."""

import stat
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.actions.problems import Failed, NotFound, Refused
from bookctl.portal import tokens
from bookctl.portal.feeds import Asked, Portal, Unavailable, http_date, takes_gzip
from bookctl.portal.modified import Memory
from bookctl.portal.tokens import Links, links_file

AT = 1_795_482_000  # 2026-11-24T01:00:00Z
FEED = b"BEGIN:VCALENDAR\r\n" + b"X-A:b\r\n" * 200 + b"END:VCALENDAR\r\n"


class Scene:
    """A portal whose feed and clock are set by hand."""

    def __init__(self, folder):
        self.links = Links(folder / "feeds" / "x.toml")
        self.data, self.now = FEED, AT
        self.path = f"/{self.links.make('wang', None, AT)}/wang.ics"
        self.memory = folder / "served.json"
        self.portal = self.begun()

    def begun(self) -> Portal:
        return Portal(self.links, self.source, Memory(self.memory), lambda: self.now)

    def source(self, name, path):
        if self.data is None:
            raise Unavailable
        return self.data if (name, path) == ("wang", "wang.ics") else None

    def get(self, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.portal.answer(Asked("GET", self.path, sent))
        return answer, dict(answer.headers)


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path)


def test_the_date_is_when_the_bytes_changed(scene):
    assert scene.get()[1]["Last-Modified"] == formatdate(AT, usegmt=True)
    scene.now += 1000
    assert scene.get()[1]["Last-Modified"] == formatdate(AT, usegmt=True)
    scene.data += b" "
    assert scene.get()[1]["Last-Modified"] == formatdate(AT + 1000, usegmt=True)


def test_bytes_that_come_back_are_new_again(scene):
    old = scene.get()[1]
    scene.now, scene.data = AT + 10, FEED + b" "
    scene.get()
    scene.now, scene.data = AT + 20, FEED
    new = scene.get()[1]
    assert new["ETag"] == old["ETag"]
    assert new["Last-Modified"] == formatdate(AT + 20, usegmt=True)
    assert scene.get(if_modified_since=old["Last-Modified"])[0].status == 200


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 3), st.booleans()), max_size=30))
def test_whatever_the_clock_does_an_old_date_never_hides_a_change(tmp_path_factory, steps):
    """Each step: the clock's move in seconds, which bytes, whether the server was started anew before."""
    scene = Scene(tmp_path_factory.mktemp("steps"))
    before: tuple[int, str] | None = None
    for move, content, anew in steps:
        scene.now += move
        scene.data = FEED + b" " * content
        if anew:
            scene.portal = scene.begun()
        _, headers = scene.get()
        if "Last-Modified" not in headers:
            continue
        date = http_date(headers["Last-Modified"])
        assert date <= scene.now
        if before is not None and before[1] != headers["ETag"]:
            assert date > before[0]
            assert scene.get(if_modified_since=formatdate(before[0], usegmt=True))[0].status == 200
        before = (date, headers["ETag"])


def test_two_changes_in_one_second_have_two_dates(scene):
    scene.get()
    scene.data += b" "
    answer, headers = scene.get()
    assert (answer.status, "Last-Modified" in headers) == (200, False)
    scene.now += 1
    assert scene.get()[1]["Last-Modified"] == formatdate(AT + 1, usegmt=True)


def test_a_memory_that_does_not_read_or_cannot_be_written_does_no_harm(scene, tmp_path):
    for text in ("", "{", "[]", '{"wang": 1}', '{"wang": ["a", "b"]}', "null"):
        scene.memory.write_text(text)
        scene.portal = scene.begun()
        assert scene.get()[0].status == 200
    (tmp_path / "file").write_text("")
    lost = Memory(tmp_path / "file" / "served.json")
    assert [lost.modified("a", "x", 5), lost.modified("a", "x", 9), lost.modified("a", "y", 5)] == [5, 5, 6]


def test_what_was_served_last_is_served_while_the_book_does_not_read(scene):
    before = scene.get()
    scene.data = None
    assert scene.get() == before
    scene.portal = scene.begun()
    answer, headers = scene.get()
    assert (answer.status, headers["Retry-After"]) == (503, "300")


def test_dates_in_all_three_forms():
    for text in (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ):
        assert http_date(text) == 784_111_777
    for text in ("", "Sun, 06 Nov 1994 08:49:37 +0100", "06 Nov 1994", "1994-11-06T08:49:37Z", "a" * 10_000):
        assert http_date(text) is None


@given(st.integers(0, 253_000_000_000))
def test_every_date_we_write_we_read(instant):
    assert http_date(formatdate(instant, usegmt=True)) == instant


@given(st.text(max_size=80))
def test_any_header_is_survived(text):
    takes_gzip(text)
    http_date(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_path_is_answered_and_none_opens_anything(tmp_path_factory, path):
    scene = Scene(tmp_path_factory.mktemp("paths"))
    assert scene.portal.answer(Asked("GET", f"/{path}", {})).status == 404
    assert scene.portal.answer(Asked("GET", f"{scene.path}/{path}", {})).status == 404


def test_every_token_costs_the_same(scene, monkeypatch):
    scene.links.make("wang", "李娜", AT)
    scene.links.revoke("wang", "李娜", AT)
    for number in range(5):
        scene.links.make(f"f{number}", None, AT)
    compared = []
    real = tokens.hmac.compare_digest
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda a, b: compared.append(1) or real(a, b))
    counts = set()
    for path in (scene.path, f"/{'A' * 32}/wang.ics", "/x", "/", f"/{'%' * 3000}"):
        compared.clear()
        scene.portal.answer(Asked("GET", path, {}))
        counts.add(len(compared))
    assert counts == {7}


def test_links_are_kept_without_their_token(tmp_path):
    links = Links(links_file(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "config")}))
    token = links.make("wang", '王芳 "the" \\ boss', AT)
    assert len(token) == 32
    assert links.path.parent == tmp_path / "config" / "bookctl" / "feeds"
    assert token not in links.path.read_text("utf-8")
    assert stat.S_IMODE(links.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(links.path.parent.stat().st_mode) == 0o700
    [found] = Links(links.path).all()
    assert (found.feed, found.whom, found.made, found.revoked) == ("wang", '王芳 "the" \\ boss', AT, None)
    assert links.find(token) == found
    for other in ("", token[:-1], token.swapcase(), found.digest, "\ud800"):
        assert links.find(other) is None


def test_each_person_has_one_link_to_a_feed(tmp_path):
    links = Links(tmp_path / "feeds" / "x.toml")
    first = links.make("wang", None, AT)
    links.make("wang", "李娜", AT)
    with pytest.raises(Refused, match="has a link already"):
        links.make("wang", None, AT)
    second = links.make("wang", None, AT + 5, anew=True)
    assert links.find(first).revoked == AT + 5
    assert links.find(second).revoked is None
    links.revoke("wang", None, AT + 9)
    assert links.find(second).revoked == AT + 9
    with pytest.raises(NotFound, match="has no link"):
        links.revoke("wang", None, AT)
    with pytest.raises(NotFound, match="for 张伟"):
        links.revoke("wang", "张伟", AT)


def test_links_made_at_the_same_time_are_all_kept(tmp_path):
    path = tmp_path / "feeds" / "x.toml"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: Links(path).make("wang", f"guest {n}", AT), range(24)))
    kept = Links(path)
    assert [kept.find(token).whom for token in made] == [f"guest {n}" for n in range(24)]
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["x.toml"]


def test_a_file_of_links_that_does_not_read_is_told_and_left(tmp_path):
    path = tmp_path / "feeds" / "x.toml"
    path.parent.mkdir()
    for text in (
        "[[link]",
        '[[link]]\nfeed = "wang"\n',
        "link = 1",
        '[[link]]\nfeed="a"\nsha256="b"\nmade=3\n',
    ):
        path.write_text(text)
        for work in (Links(path).all, lambda: Links(path).make("wang", None, AT)):
            with pytest.raises(Failed, match="does not read"):
                work()
        assert path.read_text() == text
