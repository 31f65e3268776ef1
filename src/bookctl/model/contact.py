"""Telephone numbers and e-mail addresses: what may stand in the book, and which two are one.

The faults say what is wrong and repeat neither: they may end up in a log.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bookctl.model.region import calling_codes, codes, country_name

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

FEWEST, MOST = 5, 15  # digits, as E.164 has it at most
SHORTEST = 7  # digits; fewer tell nobody apart
LONGEST = 254  # characters of an address, RFC 5321, section 4.5.3.1.3
LONGEST_LOCAL = 64
_SIGNS = re.compile(r"[0-9+()./\- ]*\Z")
_WIDE = str.maketrans(
    "０１２３４５６７８９＋－（）　\u00a0‐‑–—", "0123456789+-()  ----"
)  # as an input method types them
_ZERO = re.compile(r"\(0\)")
# What is dialled before a number within the country, and how many digits there are then (0: any); elsewhere 0.
_TRUNKS = {"7": ("8", 11), "36": ("06", 0), "375": ("80", 0), "993": ("8", 9)}
# RFC 5322's atoms with RFC 6531's letters; quoted names exist on paper only, and are where injections hide.
_LOCAL = re.compile(r"[^\s\x00-\x20\"(),:;<>@\[\\\]\x7f.]+(\.[^\s\x00-\x20\"(),:;<>@\[\\\]\x7f.]+)*\Z")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?\Z")


_WHOLE = {"1": 10, "7": 10}  # digits of a number behind a bare country's code; 11 elsewhere


class BadContact(ValueError):
    """Reads behind the number or address, as in `is too short for China`."""


def phone(text: str, region: str | None = None) -> str:
    """The number as it is kept: in international form where the extra `phone` is installed; BadContact otherwise.

    `region` is the country of numbers without one, ISO 3166 alpha-2; without it such a number stays as it is typed.
    """
    plain = " ".join(text.translate(_WIDE).split())
    _sane(plain)
    if region is None and not plain.startswith(("+", "00")):
        return plain
    try:
        import phonenumbers  # noqa: F401 - whether it is there
    except ImportError:
        return plain
    return _international(plain, region)


def _sane(plain: str) -> None:
    digits = sum(sign in "0123456789" for sign in plain)
    if not digits:
        raise BadContact("has no digits")
    if not _SIGNS.match(plain) or "+" in plain[1:]:
        raise BadContact("has signs that no telephone number has")
    if not FEWEST <= digits <= MOST + 3:  # with 00 and (0)
        raise BadContact(f"has {digits} digits: a number has {FEWEST} to {MOST}")


def _international(plain: str, region: str | None) -> str:
    import phonenumbers

    written = "+" + plain[2:] if plain.startswith("00") else plain
    try:
        read = phonenumbers.parse(_ZERO.sub("", written) if written.startswith("+") else written, region)
    except phonenumbers.NumberParseException as fault:
        raise BadContact(_unread(fault.error_type, phonenumbers.NumberParseException)) from None
    _possible(read)
    if written.startswith("+") and not phonenumbers.is_valid_number(read):
        return written  # nobody has it by the tables, which may be old: its own spaces are better than none
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _unread(kind: int, kinds: type) -> str:
    """Why a number was not even taken apart."""
    if kind == kinds.INVALID_COUNTRY_CODE:  # type: ignore[attr-defined]  # untyped class attribute
        return "begins with no country's code"
    return "is no telephone number"


def _possible(read: "PhoneNumber") -> None:
    from phonenumbers import ValidationResult, is_possible_number_with_reason, region_code_for_country_code

    why = is_possible_number_with_reason(read)
    if why in {ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}:
        return
    region = region_code_for_country_code(read.country_code or 0)
    where = f"+{read.country_code}" if region in {"ZZ", "001"} else country_name(region)
    words = {ValidationResult.TOO_SHORT: "is too short", ValidationResult.TOO_LONG: "is too long"}
    raise BadContact(f"{words.get(why, 'has no length that there is')} for {where}")


def email(text: str) -> str:
    """The address, as it was typed; BadContact where it is none. Any script, RFC 6531."""
    local, domain = address_parts(text)
    if "." not in domain:
        raise BadContact("has an impossible domain behind the @")
    return f"{local}@{domain}"


def address_parts(text: str) -> tuple[str, str]:
    """What stands before and behind the @; the domain may be a machine's own name. BadContact where it is no address."""
    local, at, domain = text.strip().rpartition("@")
    if not at or "@" in local:
        raise BadContact("is not one address: it needs one @")
    if not local.isprintable() or not _LOCAL.match(local) or len(local.encode()) > LONGEST_LOCAL:
        raise BadContact("has an impossible name before the @")
    labels = domain.split(".")
    if not all(_LABEL.match(label) for label in labels) or (len(labels) > 1 and labels[-1].isdigit()):
        raise BadContact("has an impossible domain behind the @")
    if len(local.encode()) + 1 + len(domain.encode()) > LONGEST:
        raise BadContact(f"is longer than {LONGEST} bytes")
    return local, domain


def mail_key(text: str | None) -> str:
    """The same for two spellings of one address, in width and case; '' for none."""
    from unicodedata import normalize

    return normalize("NFKC", text or "").strip().casefold()


def code_of(region: str | None) -> str:
    """The calling code of a country; '' for none."""
    return codes().get(region or "", "")


def phone_key(text: str | None, code: str) -> str:
    """The same digits for the same telephone: with the country's code, without what is dialled before a number.

    `code` is the calling code of numbers that have none. 00 is +; the code may stand bare before eleven digits.
    '' for what is too short to tell people apart.
    """
    return _key((text or "").translate(_WIDE).strip(), code)


@lru_cache(maxsize=1 << 12)
def _key(plain: str, code: str) -> str:
    digits = "".join(sign for sign in plain if sign in "0123456789")
    abroad = plain.startswith("+")
    if not abroad and digits.startswith("00"):
        digits, abroad = digits[2:], True
    if not abroad and code and digits.startswith(code) and len(digits) - len(code) >= _WHOLE.get(code, 11):
        abroad = True
    if abroad:
        code = next((digits[:long] for long in (1, 2, 3) if digits[:long] in calling_codes()), "")
        digits = digits.removeprefix(code)
    else:
        trunk, long = _TRUNKS.get(code, ("", 0))
        digits = digits.removeprefix(trunk) if long in {0, len(digits)} else digits
    digits = digits.removeprefix("0")  # Italy's too: it is only compared
    return code + digits if len(digits) >= SHORTEST else ""
