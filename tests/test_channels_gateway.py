"""apprise and the three bots that say 200 to everything, against a server of this machine."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from bookctl.actions.problems import Usage
from bookctl.messages.channels.bots import KINDS, bot_of
from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import Receipt
from bookctl.messages.channels.open import open_channel
from bookctl.model.channel import Channel
from remind_kit import AT, Gateway, free_port, http, letter, settings, user_config

CHAT = settings(chat=Channel(kind="apprise", to="none"), sms=Channel(kind="apprise"))
ANSWERS = {
    "wecom": ({"errcode": 0, "errmsg": "ok"}, {"errcode": 93000, "errmsg": "invalid webhook url"}, {"errcode": 45009}),
    "dingtalk": ({"errcode": 0, "errmsg": "ok"}, {"errcode": 310000, "errmsg": "keywords not in content"}, {"errcode": 130101}),
    "feishu": ({"code": 0, "msg": "success"}, {"code": 19001, "msg": "param invalid"}, {"code": 9499}),
}  # fmt: skip
BOTS = list(ANSWERS)


def channel(tmp_path, lines: str, name: str = "chat"):
    return open_channel(CHAT, name, user_config(tmp_path, f"[channel.{name}]\ntimeout = 1\n{lines}"))


def bot(tmp_path, name: str, port: int, more: str = ""):
    return channel(tmp_path, f'bot = "{name}"\nurl = "http://127.0.0.1:{port}/hook?key=SECRET"\n{more}')


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_has_the_message_when_its_body_says_so(tmp_path, name):
    gateway = Gateway(body=ANSWERS[name][0])
    with http(gateway) as port:
        assert bot(tmp_path, name, port).send(letter()) == Receipt("sent")
    [(path, body)] = gateway.asked
    assert path == "/hook?key=SECRET"
    text = body["content"]["text"] if name == "feishu" else body["text"]["content"]
    assert text == "明天 10:00 见\n您好 李娜\n明天 10:00"


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_that_says_200_with_an_error_in_its_body_has_failed(tmp_path, name):
    _, bad, busy = ANSWERS[name]
    for body, state in (
        (bad, "failed"),
        (busy, "retry"),
        ({}, "unknown"),
        (b"<html>", "unknown"),
        ([0], "unknown"),
    ):
        with http(Gateway(body=body)) as port:
            done = bot(tmp_path, name, port).send(letter())
        assert done.state == state
        assert "SECRET" not in done.reason


@pytest.mark.parametrize("name", BOTS)
@pytest.mark.parametrize("how", ["drop", "slow"])
def test_a_bot_that_does_not_answer_leaves_it_unknown(tmp_path, name, how):
    gateway = Gateway(body=ANSWERS[name][0], how=how)
    with http(gateway) as port:
        done = bot(tmp_path, name, port).send(letter())
    assert done.state == "unknown"
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    ("status", "state"), [(404, "failed"), (302, "failed"), (429, "retry"), (502, "unknown")]
)
def test_what_http_says_counts_too(tmp_path, status, state):
    with http(Gateway(status=status, body={"errcode": 0})) as port:
        assert bot(tmp_path, "wecom", port).send(letter()).state == state


def test_a_bot_that_is_not_there_may_be_asked_again(tmp_path):
    begun = []
    done = bot(tmp_path, "feishu", free_port()).send(letter(), lambda: begun.append(1))
    assert done == Receipt("retry", "feishu could not be reached (ConnectionRefusedError)")
    assert begun == []


def test_a_secret_signs(tmp_path):
    gateway = Gateway(body={"errcode": 0, "code": 0})
    with http(gateway) as port:
        bot(tmp_path, "dingtalk", port, 'secret = "SEC1"\n').send(letter())
        bot(tmp_path, "feishu", port, 'secret = "SEC1"\n').send(letter())
    asked = parse_qs(urlsplit(gateway.asked[0][0]).query)
    wanted = hmac.new(b"SEC1", f"{AT}000\nSEC1".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"][0]) == wanted
    assert asked["timestamp"] == [f"{AT}000"]
    wanted = hmac.new(f"{AT}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(gateway.asked[1][1]["sign"]) == wanted


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", KINDS["wecom"].host, "/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"),
        ("dingtalk://abcDEF12", KINDS["dingtalk"].host, "/robot/send?access_token=abcDEF12"),
        ("feishu://abcdef-12", KINDS["feishu"].host, "/open-apis/bot/v2/hook/abcdef-12"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", KINDS["wecom"].host, "/cgi-bin/webhook/send?key=k"),
    ],
)  # fmt: skip
def test_the_bots_are_asked_directly_whichever_way_they_are_written(tmp_path, url, host, path):
    made = bot_of(url, Entry(user_config(tmp_path, f'[channel.chat]\nurl = "{url}"\n'), "chat"))
    assert made is not None
    parts = urlsplit(made._url)
    assert (parts.scheme, parts.hostname, f"{parts.path}{'?' * bool(parts.query)}{parts.query}") == (
        "https",
        host,
        path,
    )


@pytest.mark.parametrize(
    ("name", "lines", "sentence"),
    [
        ("chat", "", "url is missing"),
        ("chat", 'url = "http://qyapi.weixin.qq.com/x"', "must begin with https"),
        ("chat", 'url = "https://example.com/hook"', "say bot = wecom or dingtalk or feishu"),
        ("chat", 'url = "https://example.com/hook"\nbot = "slack"', "bot must be one of"),
        ("sms", 'url = "json://localhost/"', "must hold {to}"),
    ],
)
def test_a_wrong_setting_is_named_and_its_secret_is_not(tmp_path, name, lines, sentence):
    with pytest.raises(Usage) as fault:
        channel(tmp_path, lines, name)
    assert sentence in fault.value.text
    assert "example.com" not in fault.value.text


apprise = pytest.importorskip("apprise")


def test_apprise_sends_to_the_one_it_is_told_to(tmp_path):
    gateway = Gateway(body={})
    with http(gateway) as port:
        done = channel(tmp_path, f'url = "json://127.0.0.1:{port}/sms?:to={{to}}"', "sms").send(
            letter(to="+86 138 0000 0001")
        )
    assert done == Receipt("sent")
    [(path, body)] = gateway.asked
    assert path.startswith("/sms")
    assert (body["title"], body["message"]) == ("明天 10:00 见", "您好 李娜\n明天 10:00")
    assert body["to"] == "+8613800000001"


@pytest.mark.parametrize(
    ("status", "state"), [(400, "failed"), (401, "failed"), (429, "retry"), (500, "unknown")]
)
def test_what_a_service_answers_counts(tmp_path, status, state):
    with http(Gateway(status=status, body={})) as port:
        assert channel(tmp_path, f'url = "json://127.0.0.1:{port}/"').send(letter()).state == state


@pytest.mark.parametrize("how", ["drop", "slow"])
def test_a_service_that_does_not_answer_leaves_it_unknown(tmp_path, how):
    gateway = Gateway(body={}, how=how)
    with http(gateway) as port:
        assert channel(tmp_path, f'url = "json://127.0.0.1:{port}/"').send(letter()).state == "unknown"
    assert len(gateway.asked) == 1


def test_a_service_that_is_not_there_may_be_asked_again(tmp_path):
    done = channel(tmp_path, f'url = "json://127.0.0.1:{free_port()}/"').send(letter())
    assert done == Receipt("retry", "the service could not be reached")


def test_a_url_that_apprise_does_not_know_is_a_failure(tmp_path, capfd):
    for url in ("nosuch://x/y", "mailto://", "SECRET"):
        done = channel(tmp_path, f'url = "{url}"').send(letter())
        assert done == Receipt("failed", "apprise does not know such a URL (NOMATCH)")
    assert "SECRET" not in "".join(capfd.readouterr())
