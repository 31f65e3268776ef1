"""From the rows of a table to customers; each row tells all that is wrong with it."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.intake import values
from bookctl.intake.customers_mapping import CustomerMapping, Titles
from bookctl.intake.fault import Bad, RowFault, TwoWays
from bookctl.intake.item import Person
from bookctl.intake.mapping import folded
from bookctl.intake.rows import place_of_column
from bookctl.intake.table import Cell, Line, Table
from bookctl.intake.when import Moments, When
from bookctl.model.contact import BadContact, email, phone
from bookctl.model.customer import Alert
from bookctl.model.ids import is_slug
from bookctl.model.text import shown

MANY = frozenset({"tags", "notes", "address"})
OLDEST = 1880
_NOTHING = frozenset({"-", "--", "/", "n/a", "none", "no", "nil", "无", "没有", "否"})
_LANGUAGES = {
    **dict.fromkeys(("en", "english", "eng", "en-us", "en-gb", "英文", "英语"), "en"),
    **dict.fromkeys(("zh", "chinese", "cn", "zh-cn", "zh-hans", "mandarin", "中文", "汉语", "普通话"), "zh"),
}
_YES = {"subscribed": "yes", "opted in": "yes", "同意": "yes", "已同意": "yes", "有": "yes", "愿意": "yes"}
_NO = {"unsubscribed": "no", "opted out": "no", "不同意": "no", "无": "no", "不愿意": "no", "-": "no"}
_CLOCK = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d\d.*\Z", re.DOTALL)  # a day is wanted
_SLUGS = re.compile(r"[a-z0-9-]+( [a-z0-9-]+)+\Z")


class Given(NamedTuple):
    """A customer as a row tells: `one` are keys with one value, absent where the cell is empty."""

    line: int
    id: str
    person: Person
    one: dict[str, Any]
    tags: tuple[str, ...]
    alerts: tuple[Alert, ...]
    note: str
    consent: bool | None
    referrer: str
    fields: dict[str, str]


class Setting(NamedTuple):
    """What the file does not say; `keep` are columns for the customer's own fields, with their keys."""

    zone: ZoneInfo
    region: str | None
    today: date
    keep: dict[str, str]


class Rows:
    """Reads a table's rows. `unknown` are the titles of columns that nothing was made of."""

    def __init__(self, table: Table, mapping: CustomerMapping, setting: Setting) -> None:
        self._table, self._mapping, self._setting = table, mapping, setting
        self._region = mapping.region or setting.region
        self._keep = {
            at: key
            for title, key in (mapping.fields | setting.keep).items()
            for at in place_of_column(table, title)
        }
        self._at = {key: self._places(key) for key in mapping.columns.__struct_fields__}
        self._moments = Moments(When(mapping.formats, setting.zone))
        self._tags = {folded(word): tag for word, tag in mapping.tags.items()}
        used = {at for places in self._at.values() for at in places} | self._keep.keys()
        self.unknown = [title for at, title in enumerate(table.header) if at not in used and title]

    @property
    def named(self) -> bool:
        """Whether any column can name somebody."""
        return any(self._at[key] for key in ("name", "first_name", "last_name"))

    def _places(self, key: str) -> list[int]:
        wanted: Titles = getattr(self._mapping.columns, key)
        titles = (wanted,) if isinstance(wanted, str) else wanted
        found = [at for title in titles for at in place_of_column(self._table, title)]
        left = [at for at in found if at not in self._keep]
        return sorted(left) if key in MANY else left[:1]

    def read(self, line: Line) -> Given | list[Bad]:
        """The customer of a row, or all that is wrong with it."""
        return _Row(self, line).given()

    def title(self, at: int) -> str:
        return shown(self._table.header[at])

    def kept(self) -> dict[int, str]:
        return self._keep

    def places(self, key: str) -> list[int]:
        return self._at[key]

    def phone(self, text: str) -> str:
        return phone(text.removesuffix(".0"), self._region)  # .0: a workbook's number

    def day(self, cell: Cell) -> date:
        try:
            found = self._moments.day(_CLOCK.sub("", cell)) if isinstance(cell, str) else _native(cell)
        except TwoWays:
            raise RowFault("may be two days: --dates day-first or month-first says which") from None
        except RowFault:
            raise RowFault("is no date, as in 1990-05-17") from None
        if found.year < OLDEST or found > self._setting.today:
            raise RowFault(f"is not in {OLDEST} to today")
        return found

    def tag(self, text: str) -> str:
        """One of the book's words; '' where the mapping wants none."""
        mapped = self._tags.get(folded(text))
        made = re.sub(r"[\s_]+", "-", folded(text)).strip("-") if mapped is None else mapped
        if made and not is_slug(made):
            raise RowFault(
                f"{shown(text[:60])!r} is no tag: a-z, 0-9 and dashes; [tags] of a mapping says what it is called"
            )
        return made

    def split(self, text: str) -> list[str]:
        signs = re.escape(self._mapping.separator)
        parts = re.split(f"[{signs}\n]", text) if signs else [text]
        if len(parts) == 1 and _SLUGS.match(text.strip()):  # as bookctl's own lists have them
            return text.split()
        return [part.strip() for part in parts if part.strip()]


class _Row:
    """One row in the making."""

    def __init__(self, rows: Rows, line: Line) -> None:
        self._rows, self._line = rows, line
        self._bad: list[Bad] = []

    def given(self) -> Given | list[Bad]:
        name = self._name()
        made = Given(
            line=self._line.number,
            id=self._text("id"),
            person=Person(name, self._one("phone", self._rows.phone), self._one("email", email)),
            one=self._values(),
            tags=self._tags(),
            alerts=self._alerts(),
            note=self._one("notes", values.note_text, "\n"),
            consent=self._one("consent", _consent) if self._text("consent") else None,
            referrer=self._one("referrer", _called),
            fields=self._fields(),
        )
        if not name and not self._bad:
            self._bad.append(Bad(self._line.number, "no name"))
        return self._bad or made

    def _text(self, key: str, glue: str = ", ") -> str:
        cells = (values.text_of(self._line.cells[at]) for at in self._rows.places(key))
        return glue.join(cell for cell in cells if cell)

    def _try(self, at: int, read: Callable[[Any], Any], cell: Cell) -> Any:
        """What it reads; '' and a fault with the column's title where it does not."""
        try:
            return read(cell)
        except (RowFault, BadContact) as fault:
            self._bad.append(Bad(self._line.number, f"{self._rows.title(at)}: {fault}"))
            return ""

    def _one(self, key: str, read: Callable[[str], Any], glue: str = ", ") -> Any:
        text = self._text(key, glue)
        return self._try(self._rows.places(key)[0], read, text) if text else ""

    def _name(self) -> str:
        for key in ("name", "first_name", "last_name"):
            if not self._text(key):
                continue
            whole = (
                self._text("name")
                if key == "name"
                else values.joined_name(self._text("first_name"), self._text("last_name"))
            )
            plain = " ".join(whole.split()) if whole.isprintable() else whole.strip()
            return str(self._try(self._rows.places(key)[0], _called, plain))
        return ""

    def _values(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key in ("birthday", "created"):
            places = self._rows.places(key)
            cell = self._line.cells[places[0]] if places else ""
            if not isinstance(cell, str) or cell.strip():
                made[key] = self._try(places[0], self._rows.day, cell)
        made["language"] = self._one("language", _language)
        for key, limit in (("address", 200), ("source", 200), ("health", 2000), ("preferences", 2000)):
            made[key] = self._one(key, partial(_free, limit))
        return {key: value for key, value in made.items() if value != ""}

    def _tags(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for at in self._rows.places("tags"):
            for part in self._rows.split(values.text_of(self._line.cells[at])):
                found[self._try(at, self._rows.tag, part)] = None
        return tuple(tag for tag in found if tag)

    def _alerts(self) -> tuple[Alert, ...]:
        kinds = {"allergies": "allergy", "contraindications": "contraindication", "alerts": "other"}
        made = []
        for key, kind in kinds.items():
            text = self._one(key, partial(_free, 200))
            if text and folded(text) not in _NOTHING:
                made.append(Alert(text=text, kind=kind))  # type: ignore[arg-type]  # one of those above
        return tuple(made)

    def _fields(self) -> dict[str, str]:
        made = {}
        for at, key in self._rows.kept().items():
            text = values.text_of(self._line.cells[at])
            kept = self._try(at, values.note_text, text) if text else ""
            if kept:
                made[key] = kept
        return made


def _called(text: str) -> str:
    return values.safe(text, "name")


def _free(limit: int, text: str) -> str:
    """In one line."""
    plain = " ".join(values.note_text(text).split())
    if len(plain) > limit:
        raise RowFault(f"{len(plain):,} characters, at most {limit}")
    return plain


def _language(text: str) -> str:
    found = _LANGUAGES.get(folded(text).replace("_", "-"))
    if found is None:
        raise RowFault(f"{shown(text[:40])!r} is neither en nor zh")
    return found


def _consent(text: str) -> bool:
    word = folded(text)
    return values.truth(_YES.get(word) or _NO.get(word) or word, "this")


def _native(cell: Any) -> date:
    """What a workbook holds as a date, with or without a time."""
    from datetime import datetime

    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    raise RowFault("a time where a date is wanted")
