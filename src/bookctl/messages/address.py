"""Addresses as they may stand in an envelope or a header. Somebody else typed them."""

import re
from typing import NamedTuple

from bookctl.model.contact import BadContact, address_parts

# RFC 5321's dot-atom: of the names that an address may have, those that every server takes.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z", re.ASCII)
_BOX = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>\s*\Z")
MOST = 254


class BadAddress(ValueError):
    """The sentence does not repeat the address."""


class Mailbox(NamedTuple):
    name: str
    address: str


def email_address(text: str) -> str:
    """The address for envelope and header, its domain in ASCII; BadAddress otherwise."""
    try:
        local, domain = address_parts(text)
    except BadContact:
        raise BadAddress("this is no e-mail address") from None
    if not _LOCAL.match(local) or "=?" in local:
        raise BadAddress("this is no e-mail address")
    try:
        plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress("the e-mail address has an impossible domain") from None
    if not all(_LABEL.match(label) for label in plain.split(".")) or len(local) + 1 + len(plain) > MOST:
        raise BadAddress("the e-mail address has an impossible domain")
    return f"{local}@{plain}"


def mailbox(text: str) -> Mailbox:
    """`Name <address>` or an address alone."""
    found = _BOX.match(text.strip())
    if found is None:
        return Mailbox("", email_address(text))
    return Mailbox(found["name"].strip().strip('"').strip(), email_address(found["address"]))


def phone_number(text: str) -> str:
    """Digits, with a leading + where there was one; BadAddress where there are none."""
    digits = re.sub(r"[\s().\-/]", "", text)
    if not re.match(r"\+?[0-9]{3,20}\Z", digits, re.ASCII):
        raise BadAddress("this is no phone number")
    return digits
