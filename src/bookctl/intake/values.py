"""Single cells: cleaned, limited, refused where they could do harm."""

import re
from datetime import timedelta

from bookctl.intake.fault import RowFault
from bookctl.intake.table import Cell
from bookctl.model.contact import BadContact
from bookctl.model.contact import email as address
from bookctl.model.text import shown, unsafe

LIMITS = {"name": 200, "phone": 40, "email": 254, "service": 200, "resources": 400, "status": 60, "id": 200}
LONGEST_NOTE = 2000
_FORMULA = re.compile(r"\s*[=@＝＠]")
_GUARD = re.compile(r"\A'(?=\s*[=+\-@＝＋－＠0-9])")
_PHONE = re.compile(r"[^0-9+()\- ]")
_HAN = re.compile(r"[\u3400-\u9fff]+\Z")
_TRUE = frozenset({"true", "yes", "y", "1", "x", "t", "是"})
_FALSE = frozenset({"", "false", "no", "n", "0", "f", "否"})


def text_of(cell: Cell) -> str:
    """The cell as text, without spaces around it and without the ' that guards against formulas."""
    if isinstance(cell, str):
        text = cell.strip()
        return _GUARD.sub("", text) if text.startswith("'") else text
    if isinstance(cell, timedelta):
        return str(cell)
    return cell.isoformat()


def safe(text: str, key: str) -> str:
    """The text, if it can stand in the book under that key; RowFault without repeating it."""
    limit = LIMITS.get(key, LONGEST_NOTE)
    if len(text) > limit:
        raise RowFault(f"{key} has {len(text):,} characters, at most {limit:,}")
    sign = unsafe(text, lines=key == "notes")
    if sign is not None:
        raise RowFault(f"{key} has a character that cannot be shown: {sign}")
    if key != "notes" and _FORMULA.match(text):
        raise RowFault(f"{key} begins like a formula of a spreadsheet")
    return text


def note_text(text: str) -> str:
    """A remark: line ends as in a file, tabs as spaces."""
    return safe(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "), "notes")


def joined_name(first: str, last: str) -> str:
    """Both parts as the person writes them: 慧敏 and 林 are 林慧敏."""
    return last + first if _HAN.match(first) and _HAN.match(last) else f"{first} {last}"


def phone(text: str) -> str:
    """Only what a number is made of; '' where nothing is left."""
    text = text.removesuffix(".0")  # a workbook's number
    cleaned = " ".join(_PHONE.sub(" ", text).split())
    if text and not any(sign.isdigit() for sign in cleaned):
        raise RowFault("the phone number has no digits")
    return safe(cleaned, "phone")


def email(text: str) -> str:
    """As it was typed; '' where there is none."""
    if not text:
        return ""
    try:
        return address(safe(text, "email"))
    except BadContact as fault:
        raise RowFault(f"the e-mail address {fault}") from None


def truth(text: str, column: str) -> bool:
    """Of a column with yes and no."""
    folded = text.casefold()
    if folded not in _TRUE | _FALSE:
        raise RowFault(f"{column} is {shown(text[:20])!r}, neither yes nor no")
    return folded in _TRUE


def amount(text: str, currency: str, decimal: str) -> int | None:
    """Minor units; None for an empty cell."""
    from bookctl.words import WordError, parse_money

    if not text:
        return None
    plain = text.translate({ord(","): ".", ord("."): ","}) if decimal == "," else text
    try:
        return parse_money(plain.replace("\xa0", " "), currency)
    except WordError as fault:
        raise RowFault(f"price: {fault}") from None


def minutes(cell: Cell) -> int | None:
    """A length; None for an empty cell."""
    from bookctl.words import WordError, parse_duration

    if isinstance(cell, timedelta):
        return int(cell.total_seconds()) // 60
    text = text_of(cell).removesuffix(".0")
    if re.fullmatch(r"\d{1,2}:\d\d:\d\d", text):
        text = text[:-3]
    if not text:
        return None
    try:
        return parse_duration(text)
    except WordError as fault:
        raise RowFault(f"length: {fault}") from None
