"""E-mail, by an SMTP server or the machine's own sendmail. One recipient a message, so one answer."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from bookctl.messages.address import BadAddress
from bookctl.messages.channels.entry import Entry
from bookctl.messages.channels.letter import SENT, Carrier, Letter, Receipt, nothing
from bookctl.messages.headers import BadHeader, mail
from bookctl.model.settings import Settings

if TYPE_CHECKING:
    from smtplib import SMTP

PORTS = {"starttls": 587, "tls": 465, "none": 25}
OK, GO_ON, TEMPORARY, FINAL = 250, 354, 400, 500
# sysexits.h: what trying again will not help with. All others, such as a missing network, it may.
BAD_DATA, NO_USER = 65, 67


class Identity(NamedTuple):
    """From whom, and the right-hand side of Message-IDs."""

    sender: str
    domain: str

    def mail(self, letter: Letter) -> tuple[str, str, bytes]:
        return mail(letter, self.sender, self.domain)


class Server(NamedTuple):
    """`ca` is a file with the certificate of one's own authority."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str | None
    password: str | None
    patience: int
    ca: str | None


def carrier(settings: Settings, name: str, entry: Entry) -> Carrier:
    sender = settings.channel[name].sender or (
        f"{settings.name} <{settings.email}>" if settings.email else None
    )
    if sender is None:
        raise entry.wrong(
            "sender", "is missing: set it in the ledger's bookctl.toml, or the practice's email"
        )
    identity = Identity(sender, settings.domain)
    if entry.has("sendmail"):
        return Sendmail(identity, entry.command("sendmail"), entry.patience())
    return Smtp(identity, _server(entry))


def _server(entry: Entry) -> Server:
    security = entry.text("security", "starttls")
    if security not in PORTS:
        raise entry.wrong("security", f"must be one of {', '.join(PORTS)}")
    host, user = entry.text("host"), entry.text("user") if entry.has("user") else None
    if user and security == "none" and host not in {"localhost", "127.0.0.1", "::1"}:
        raise entry.wrong("security", "must not be none with a user: the password would travel in the open")
    password = entry.secret("password") if user else None
    if user and password is None:
        raise entry.wrong(
            "password", "is missing: password in secrets.toml, password_env or password_command"
        )
    port = entry.number("port", PORTS[security], 65_535)
    ca = entry.text("ca") if entry.has("ca") else None
    return Server(host, port, security, user, password, entry.patience(), ca)  # type: ignore[arg-type]  # one of PORTS


class Smtp:
    def __init__(self, identity: Identity, server: Server) -> None:
        self._identity, self._server = identity, server

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        try:
            envelope = self._identity.mail(letter)
        except (BadAddress, BadHeader) as fault:
            return Receipt("failed", str(fault))
        return self._conversation(envelope, begin)

    def _conversation(self, envelope: tuple[str, str, bytes], begin: Callable[[], None]) -> Receipt:
        """Up to the last word before the text nothing was delivered; after it only the server's answer tells."""
        from smtplib import SMTPAuthenticationError, SMTPException

        begun = False

        def now() -> None:
            nonlocal begun
            begin()
            begun = True

        try:
            smtp = self._connected()
            try:
                receipt = self._handed_over(smtp, envelope, now)
                _goodbye(smtp)
            finally:
                smtp.close()
        except SMTPAuthenticationError as fault:
            return Receipt("retry", f"the server refused the login ({fault.smtp_code})")
        except (OSError, SMTPException, ValueError) as fault:
            if begun:
                return Receipt("unknown", f"no answer after the text ({type(fault).__name__})")
            return Receipt("retry", f"the server could not be asked ({type(fault).__name__})")
        return receipt

    def _connected(self) -> "SMTP":
        import smtplib
        import ssl

        server = self._server
        if server.security == "none":
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.patience)
        else:
            context = ssl.create_default_context(cafile=server.ca)
            if server.security == "tls":
                smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.patience, context=context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.patience)
        try:
            if server.security == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if server.user is not None and server.password is not None:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _handed_over(
        self, smtp: "SMTP", envelope: tuple[str, str, bytes], begin: Callable[[], None]
    ) -> Receipt:
        sender, to, data = envelope
        code, said = smtp.mail(sender)
        if code != OK:
            return Receipt("retry", _said("the server refused the sender", code, said))
        code, said = smtp.rcpt(to)
        if code not in {OK, OK + 1}:
            return _refused("the server refused the recipient", code, said)
        code, said = smtp.docmd("DATA")
        if code != GO_ON:
            return _refused("the server refused the text", code, said)
        begin()
        smtp.send(_stuffed(data))
        code, said = smtp.getreply()
        return SENT if code == OK else _refused("the server refused the text", code, said)


def _stuffed(data: bytes) -> bytes:
    """The text's end marked; a line that begins with a dot gets another (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", data) + b".\r\n"


def _goodbye(smtp: "SMTP") -> None:
    """Answered already: what happens at the farewell does not matter."""
    from contextlib import suppress
    from smtplib import SMTPException

    with suppress(OSError, SMTPException):
        smtp.quit()


def _refused(what: str, code: int, said: bytes) -> Receipt:
    if code < TEMPORARY or code == -1:
        return Receipt("retry", f"{what} in words that are none of SMTP's")
    return Receipt("retry" if code < FINAL else "failed", _said(what, code, said))


def _said(what: str, code: int, said: bytes) -> str:
    """The codes alone: servers like to repeat the address in the text."""
    status = re.match(rb"([245]\.[0-9]{1,3}\.[0-9]{1,3})\b", said)
    return f"{what} ({code}{f' {status[1].decode()}' if status else ''})"


class Sendmail:
    def __init__(self, identity: Identity, command: list[str], patience: int) -> None:
        self._identity, self._command, self._patience = identity, command, patience

    def send(self, letter: Letter, begin: Callable[[], None] = nothing) -> Receipt:
        from bookctl.messages.channels.program import Ran, run_program

        try:
            _, _, data = self._identity.mail(letter)
        except (BadAddress, BadHeader) as fault:
            return Receipt("failed", str(fault))
        ended = run_program(self._command, data.replace(b"\r\n", b"\n"), self._patience, begin)
        if not isinstance(ended, Ran):
            return ended
        if ended.code == 0:
            return SENT
        state: Literal["failed", "retry"] = "failed" if ended.code in {BAD_DATA, NO_USER} else "retry"
        return Receipt(state, f"sendmail ended with exit code {ended.code}")
