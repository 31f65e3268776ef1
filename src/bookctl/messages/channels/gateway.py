"""Everything apprise knows, and the group bots of WeCom, DingTalk and Feishu, which are asked directly.

Those three answer HTTP 200 to a wrong key, a full quota or a forbidden word and say so in the body only, which apprise
does not read.
"""

import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from bookctl.actions.problems import Usage
from bookctl.messages.address import BadAddress, phone_number
from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import SENT, Carrier, Letter, Receipt, nothing
from bookctl.model.settings import Settings

if TYPE_CHECKING:
    from logging import LogRecord

TO = "{to}"
# What apprise's own log says of a try. Its result is only yes or no.
_NEVER_ASKED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|Connection refused|getaddrinfo"
)
_NO_ANSWER = re.compile(
    r"timed out|Read timeout|RemoteDisconnected|Connection aborted|Connection reset|IncompleteRead"
)
_STATUS = re.compile(r"error[ =:]+([1-5][0-9]{2})\b")
TOO_MANY, SERVER = 429, 500


def carrier(settings: Settings, name: str, entry: Entry) -> Carrier:
    from bookctl.messages.channels.bots import bot_of

    url = entry.secret("url")
    if url is None:
        raise entry.wrong("url", "is missing: url in secrets.toml, url_env or url_command")
    bot = bot_of(url, entry)
    if bot is not None:
        return bot
    if settings.channel[name].contact != "none" and TO not in url:
        raise entry.wrong(
            "url", f'must hold {TO} where the address belongs, or the ledger\'s channel says to = "none"'
        )
    if find_spec("apprise") is None:
        raise Usage("this channel needs apprise", help="pip install 'bookctl[notify]'")
    return Gateway(url, entry.patience())


class Gateway:
    def __init__(self, url: str, patience: int) -> None:
        self._url, self._patience = url, patience

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        import apprise

        try:
            service = apprise.Apprise.instantiate(
                self._timed(_addressed(self._url, letter.to)), suppress_exceptions=True
            )
        except BadAddress as fault:
            return Receipt("failed", str(fault))
        if service is None:
            return Receipt("failed", "apprise does not know such a URL (NOMATCH)")
        caller = apprise.Apprise()
        caller.add(service)
        begin()
        with _Heard() as heard:
            result = caller.notify(
                body=letter.body, title=letter.subject, body_format=apprise.NotifyFormat.TEXT
            )
        return _receipt(result, heard.text)

    def _timed(self, url: str) -> str:
        """Longer than apprise's own four seconds, after which it would call an accepted message failed."""
        return f"{url}{'&' if '?' in url else '?'}cto=10&rto={self._patience}"


def _addressed(url: str, to: str | None) -> str:
    if TO not in url:
        return url
    text = to or ""
    return url.replace(TO, quote(text if "@" in text else phone_number(text), safe=""))


def _receipt(result: object, log: str) -> Receipt:
    """Older releases of apprise answer True, False or None, newer ones a result with a status."""
    status = getattr(getattr(result, "status", None), "name", None)
    if result is None or status == "NOMATCH":
        return Receipt("failed", "apprise has no service for this URL (NOMATCH)")
    if result:
        return SENT
    if status == "TIMEOUT" or _NO_ANSWER.search(log):
        return Receipt("unknown", "the service did not answer in time")
    return _refused(log)


def _refused(log: str) -> Receipt:
    if _NEVER_ASKED.search(log):
        return Receipt("retry", "the service could not be reached")
    code = next((int(found) for found in _STATUS.findall(log)), 0)
    if code == TOO_MANY:
        return Receipt("retry", "the service asks for fewer messages (429)")
    if code >= SERVER:
        return Receipt("unknown", f"the service failed on its side ({code})")
    return Receipt("failed", f"the service refused the message ({code or 'no reason given'})")


class _Heard:
    """apprise's log of one call, kept here and nowhere else: it names addresses and secrets."""

    def __enter__(self) -> Self:
        import logging

        self._lines: list[str] = []
        self._logger = logging.getLogger("apprise")
        self._before = self._logger.level, self._logger.propagate
        self._handler = logging.Handler(logging.DEBUG)
        self._handler.emit = self._take  # type: ignore[method-assign]  # a handler of one method needs no class
        self._logger.addHandler(self._handler)
        self._logger.setLevel(logging.DEBUG)
        self._logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self._handler)
        self._logger.level, self._logger.propagate = self._before

    def _take(self, record: "LogRecord") -> None:
        self._lines.append(record.getMessage())

    @property
    def text(self) -> str:
        return "\n".join(self._lines)
