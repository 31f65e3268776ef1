"""Group bots of WeCom, DingTalk and Feishu: a JSON POST each, and the body's own code is the answer."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import SENT, Letter, Receipt, nothing

if TYPE_CHECKING:
    from http.client import HTTPConnection

HTTP_OK, REDIRECT, TOO_MANY, SERVER = 200, 300, 429, 500
MOST = 1 << 16  # bytes of an answer that are read
_HERE = {"localhost", "127.0.0.1", "::1"}


class Kind(NamedTuple):
    """`keys`: where the answer's code may stand; `busy`: the codes of "not now"."""

    host: str
    url: str
    keys: tuple[str, ...]
    busy: frozenset[int]


KINDS = {
    "wecom": Kind(
        "qyapi.weixin.qq.com", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}",
        ("errcode",), frozenset({-1, 45009, 45033}),
    ),
    "dingtalk": Kind(
        "oapi.dingtalk.com", "https://oapi.dingtalk.com/robot/send?access_token={}",
        ("errcode",), frozenset({-1, 130101, 660026}),
    ),
    "feishu": Kind(
        "open.feishu.cn", "https://open.feishu.cn/open-apis/bot/v2/hook/{}",
        ("code", "StatusCode"), frozenset({9499, 11232}),
    ),
}  # fmt: skip
# apprise's own names for them.
SCHEMES = {"wecombot": "wecom", "dingtalk": "dingtalk", "feishu": "feishu"}


def bot_of(url: str, entry: Entry) -> "Bot | None":
    """The bot that a URL means: the web hook itself, or apprise's `wecombot://KEY`; None for every other URL."""
    parts = urlsplit(url)
    name = SCHEMES.get(parts.scheme)
    if name is not None:
        token = parts.netloc.rpartition("@")[2] or parts.path.strip("/")
        return Bot(
            name, KINDS[name].url.format(quote(token, safe="-_")), entry.secret("secret"), entry.patience()
        )
    if parts.scheme not in {"http", "https"}:
        return None
    by_host = next((name for name, kind in KINDS.items() if kind.host == parts.hostname), None)
    name = entry.text("bot") if entry.has("bot") else by_host
    if name is None:
        raise entry.wrong(
            "url", f"begins with {parts.scheme}: say bot = {' or '.join(KINDS)}, or write apprise's json://"
        )
    if name not in KINDS:
        raise entry.wrong("bot", f"must be one of {', '.join(KINDS)}")
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise entry.wrong("url", "must begin with https: it holds a secret")
    return Bot(name, url, entry.secret("secret"), entry.patience())


class Bot:
    """`secret` is the key for signatures, where the bot asks for them."""

    def __init__(self, name: str, url: str, secret: str | None, patience: int) -> None:
        self._name, self._url, self._secret, self._patience = name, url, secret, patience

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        from http.client import HTTPException

        begun = False
        url, body = self._request(letter)
        connection = self._connection()
        try:
            connection.connect()
            begin()
            begun = True
            connection.request("POST", url, json.dumps(body).encode(), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return self._judged(answer.status, answer.read(MOST))
        except (OSError, HTTPException) as fault:
            if begun:
                return Receipt("unknown", f"no answer from {self._name} ({type(fault).__name__})")
            return Receipt("retry", f"{self._name} could not be reached ({type(fault).__name__})")
        finally:
            connection.close()

    def _connection(self) -> "HTTPConnection":
        import http.client

        parts = urlsplit(self._url)
        made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return made(parts.hostname or "", parts.port, timeout=self._patience)

    def _request(self, letter: Letter) -> tuple[str, dict[str, Any]]:
        """Path with query, and the body; signed where there is a secret."""
        parts = urlsplit(self._url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        text = f"{letter.subject}\n{letter.body}".strip() if letter.subject else letter.body
        if self._name == "feishu":
            body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
            if self._secret:
                body |= {"timestamp": str(letter.at), "sign": _sign(f"{letter.at}\n{self._secret}", "")}
            return path, body
        if self._secret and self._name == "dingtalk":
            stamp = letter.at * 1000
            sign = _sign(self._secret, f"{stamp}\n{self._secret}")
            path += f"&timestamp={stamp}&sign={quote(sign, safe='')}"
        return path, {"msgtype": "text", "text": {"content": text}}

    def _judged(self, status: int, data: bytes) -> Receipt:
        if status >= SERVER:
            return Receipt("unknown", f"{self._name} failed on its side (HTTP {status})")
        if status == TOO_MANY:
            return Receipt("retry", f"{self._name} asks for fewer messages (HTTP {status})")
        if not HTTP_OK <= status < REDIRECT:
            return Receipt("failed", f"{self._name} refused the message (HTTP {status})")
        code = self._code(data)
        if code is None:
            return Receipt("unknown", f"{self._name} answered in words that do not read")
        if code == 0:
            return SENT
        return Receipt("retry" if code in KINDS[self._name].busy else "failed", f"{self._name} said {code}")

    def _code(self, data: bytes) -> int | None:
        try:
            said = json.loads(data)
        except ValueError:
            return None
        if not isinstance(said, Mapping):
            return None
        return next((said[key] for key in KINDS[self._name].keys if type(said.get(key)) is int), None)


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
