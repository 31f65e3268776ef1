"""E-mail to real servers, on good days and bad ones."""

import socket
import ssl
import subprocess
import threading
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from aiosmtpd.smtp import AuthResult

from bookctl.actions.problems import Usage
from bookctl.messages.channels.letter import Receipt
from bookctl.messages.channels.open import open_channel
from bookctl.model.channel import Channel
from remind_kit import KEY, Mailbox, free_port, letter, settings, smtp, user_config

EMAIL = settings(email=Channel(kind="email"))


@pytest.fixture
def channel(tmp_path):
    """An e-mail channel with these lines in the user's own configuration."""

    def made(lines: str, secrets: str | None = None, **environ: str):
        config = user_config(tmp_path, f"[channel.email]\n{lines}", secrets, **environ)
        return open_channel(EMAIL, "email", config)

    return made


def plain(port: int, timeout: int = 5) -> str:
    return f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout = {timeout}\n'


class Begun:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1


def test_a_message_arrives_with_its_headers_and_text(channel):
    box, begun = Mailbox(), Begun()
    with smtp(box) as port:
        assert channel(plain(port)).send(letter(reply_to="wang@example.com"), begun) == Receipt("sent")
    assert begun.times == 1
    read = message_from_bytes(box.got[0])
    assert read.keys() == [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert (
        str(make_header(decode_header(read["From"]))).replace("\r\n", "")
        == "Still Water 静水 <hello@stillwater.example>"
    )
    assert str(make_header(decode_header(read["Subject"]))) == "明天 10:00 见"
    assert read["Message-ID"] == f"<{KEY}@stillwater.example>"
    assert read["Date"] == "Tue, 24 Nov 2026 01:00:00 +0000"
    assert read.get_payload(decode=True).decode() == "您好 李娜\r\n明天 10:00\r\n"


def test_a_second_try_has_the_same_message_id(channel):
    box = Mailbox()
    with smtp(box) as port:
        for at in (1, 2):
            channel(plain(port)).send(letter(at=at))
    first, second = (message_from_bytes(data)["Message-ID"] for data in box.got)
    assert first == second


def test_an_invitation_is_the_last_alternative(channel):
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:推拿\r\nEND:VCALENDAR\r\n".encode()
    box = Mailbox()
    with smtp(box) as port:
        channel(plain(port)).send(letter(ics=ics, method="REQUEST"))
    read = message_from_bytes(box.got[0], policy=policy.default)
    assert read.get_content_type() == "multipart/mixed"
    alternative, attached = read.iter_parts()
    text, calendar = alternative.iter_parts()
    assert attached.get_filename() == "invite.ics"
    assert text.get_payload(decode=True).decode() == "您好 李娜\r\n明天 10:00\r\n"
    assert calendar["Content-Type"].params == {"charset": "UTF-8", "method": "REQUEST"}
    assert calendar.get_payload(decode=True) == ics


@pytest.mark.parametrize(
    ("box", "receipt"),
    [
        (Mailbox(rcpt="550 5.1.1 <{}>: no such user"), Receipt("failed", "the server refused the recipient (550 5.1.1)")),
        (Mailbox(rcpt="451 4.7.1 {} greylisted"), Receipt("retry", "the server refused the recipient (451 4.7.1)")),
        (Mailbox(data="554 5.7.1 spam"), Receipt("failed", "the server refused the text (554 5.7.1)")),
        (Mailbox(data="452 4.3.1 full"), Receipt("retry", "the server refused the text (452 4.3.1)")),
    ],
)  # fmt: skip
def test_a_refusal_is_final_or_not_as_its_code_says_and_repeats_no_address(channel, box, receipt):
    with smtp(box) as port:
        assert channel(plain(port)).send(letter()) == receipt
    assert box.got == []


@pytest.mark.parametrize("how", ["drop", "slow"])
def test_nobody_knows_when_the_answer_to_the_text_is_missing(channel, how):
    box = Mailbox(after_data=how)
    with smtp(box) as port:
        done = channel(plain(port, timeout=1)).send(letter())
    assert done.state == "unknown"
    assert len(box.got) == 1, "the server has it"


def test_a_server_that_is_not_there_may_be_asked_again(channel):
    begun = Begun()
    done = channel(plain(free_port())).send(letter(), begun)
    assert done == Receipt("retry", "the server could not be asked (ConnectionRefusedError)")
    assert begun.times == 0


def test_a_server_that_hangs_up_before_the_text_may_be_asked_again(channel):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())  # noqa: PLW0108 - it would accept here
        thread.start()
        done = channel(plain(server.getsockname()[1])).send(letter())
        thread.join()
    assert done == Receipt("retry", "the server could not be asked (SMTPServerDisconnected)")


def test_an_address_that_is_none_fails_before_anybody_is_asked(channel):
    for to in (
        None,
        "",
        "li",
        "a@b@",
        "li@example.com\r\nBcc: x@y.example",
        "<li@example.com>",
        "li @example.com",
    ):
        done = channel(plain(free_port())).send(letter(to=to))
        assert done.state == "failed"
        assert "li" not in done.reason


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that no one else trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", folder / "key", "-out", folder / "crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def context(certificate) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate / "crt", certificate / "key")
    return made


def authenticator(server, session, envelope, mechanism, data):
    good = data.login == b"wang" and data.password == b"s3cret"
    return AuthResult(success=good, handled=good)


def test_a_login_over_starttls(channel, certificate):
    box = Mailbox()
    with smtp(box, tls_context=context(certificate), authenticator=authenticator, auth_required=True) as port:
        lines = f'host = "127.0.0.1"\nport = {port}\nuser = "wang"\nca = "{certificate / "crt"}"\n'
        kept = '[channel.email]\npassword = "{}"\n'
        assert channel(lines, kept.format("s3cret")).send(letter()) == Receipt("sent")
        refused = channel(lines, kept.format("wrong")).send(letter())
        assert refused == Receipt("retry", "the server refused the login (535)")
        untrusted = channel(lines.replace("ca =", "# "), kept.format("s3cret")).send(letter())
        assert untrusted == Receipt("retry", "the server could not be asked (SSLCertVerificationError)")
    assert len(box.got) == 1


def test_tls_from_the_first_byte(channel, certificate):
    box = Mailbox()
    with smtp(box, ssl_context=context(certificate)) as port:
        lines = f'host = "127.0.0.1"\nport = {port}\nsecurity = "tls"\nca = "{certificate / "crt"}"\n'
        assert channel(lines).send(letter()) == Receipt("sent")
    assert len(box.got) == 1


def test_a_server_without_starttls_gets_nothing(channel):
    box = Mailbox()
    with smtp(box) as port:
        done = channel(f'host = "127.0.0.1"\nport = {port}\n').send(letter())
    assert done == Receipt("retry", "the server could not be asked (SMTPNotSupportedError)")
    assert box.got == []


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "[channel.email] host must be a text"),
        ('host = "x"\nsecurity = "ssl"', "security must be one of starttls, tls, none"),
        ('host = "x"\nport = 70000', "port must be a number from 1 to 65535"),
        ('host = "mail.example"\nsecurity = "none"\nuser = "w"', "the password would travel in the open"),
        ('host = "mail.example"\nuser = "w"', "password is missing"),
        ('sendmail = "/usr/sbin/sendmail -t"', "must be a list"),
    ],
)
def test_a_wrong_setting_is_named(channel, lines, sentence):
    with pytest.raises(Usage) as fault:
        channel(lines)
    assert sentence in fault.value.text


def test_sendmail_gets_the_message_and_its_exit_code_counts(channel, tmp_path):
    kept = tmp_path / "kept"
    for code, state in ((0, "sent"), (67, "failed"), (75, "retry"), (78, "retry")):
        command = f'sendmail = ["sh", "-c", "cat > {kept}; exit {code}"]'
        assert channel(command).send(letter()).state == state
        assert message_from_bytes(kept.read_bytes())["To"] == "li@example.com"
        assert b"\r" not in kept.read_bytes()
    assert channel('sendmail = ["/nowhere/sendmail"]').send(letter()).state == "retry"
    assert channel('sendmail = ["sh", "-c", "kill -9 $$"]').send(letter()).state == "unknown"
    assert channel('timeout = 1\nsendmail = ["sleep", "9"]').send(letter()).state == "unknown"
