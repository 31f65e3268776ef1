"""Mapping files: which column of another program's export is what. The descriptions are the specification."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert

from bookctl.actions.problems import NotFound, Usage
from bookctl.ledger.toml.read import TomlError, parse
from bookctl.model.booking import Status
from bookctl.model.fields import Name, Slug
from bookctl.model.text import shown

Column = Annotated[str, Meta(min_length=1, max_length=200)] | list[str]
Part = Literal["service", "start", "resources", "customer"]
Target = Status | Literal["leave-out"]


class Columns(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[columns]`: names of columns, case and spaces aside; of several names the first one that is there counts."""

    start: Annotated[Column, Meta(description="date and time of the start")] = []
    end: Annotated[Column, Meta(description="date and time of the end")] = []
    date: Annotated[Column, Meta(description="the day, where date and time stand apart")] = []
    time: Annotated[Column, Meta(description="time of the start")] = []
    end_date: Annotated[Column, Meta(description="the day of the end; absent: that of the start")] = []
    end_time: Annotated[Column, Meta(description="time of the end; before the start: on the next day")] = []
    span: Annotated[Column, Meta(description="all in one, as in `2026-11-24 10:00-11:00`")] = []
    minutes: Annotated[Column, Meta(description="length: `60`, `1h 30min`, `1:30`")] = []
    zone: Annotated[Column, Meta(description="IANA time zone of the row, as in Asia/Shanghai")] = []
    name: Annotated[Column, Meta(description="the customer's whole name")] = []
    first_name: Annotated[Column, Meta(description="given name")] = []
    last_name: Annotated[Column, Meta(description="family name")] = []
    phone: Annotated[Column, Meta(description="telephone number")] = []
    email: Annotated[Column, Meta(description="e-mail address")] = []
    service: Annotated[Column, Meta(description="what was booked")] = []
    resources: Annotated[
        Column, Meta(description="who or what serves; of several columns all are taken")
    ] = []
    status: Annotated[Column, Meta(description="a word of `[status]`")] = []
    price: Annotated[Column, Meta(description="an amount in the ledger's currency")] = []
    notes: Annotated[Column, Meta(description="a remark; of several columns all are taken")] = []
    id: Annotated[Column, Meta(description="the other program's id of the booking")] = []


class Formats(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[formats]`: how dates and times are written, in Python's strptime signs; `iso` is ISO 8601."""

    datetime: Annotated[tuple[str, ...], Meta(description="of start and end")] = ("iso",)
    date: Annotated[tuple[str, ...], Meta(description="of date and end_date")] = ("iso",)
    time: Annotated[tuple[str, ...], Meta(description="of time and end_time")] = (
        "%H:%M",
        "%H:%M:%S",
        "%I:%M %p",
    )
    order: Annotated[
        Literal["day-first", "month-first"] | None,
        Meta(description="which one counts where a date reads by two of the formats; absent: it is refused"),
    ] = None


class Mapping(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping file."""

    name: Annotated[Slug, Meta(description="part of each booking's request id: keep it when you edit a copy")]
    title: Annotated[Name, Meta(description="the product")]
    columns: Annotated[Columns, Meta(description="`[columns]`, see Columns; a calendar file needs none")] = (
        Columns()
    )
    recognise: Annotated[list[str], Meta(description="columns by which the file is known without --map")] = []
    formats: Annotated[Formats, Meta(description="`[formats]`, see Formats")] = Formats()
    encoding: Annotated[str | None, Meta(description="absent: UTF-8, UTF-16 with its mark, or GB 18030")] = (
        None
    )
    delimiter: Annotated[
        Annotated[str, Meta(min_length=1, max_length=1)] | None, Meta(description="absent: , ; or tab")
    ] = None
    sheet: Annotated[str | None, Meta(description="the sheet of a workbook; absent: the first")] = None
    zone: Annotated[str | None, Meta(description="time zone of all rows; absent: the ledger's")] = None
    decimal: Annotated[Literal[".", ","], Meta(description="sign of decimals in prices")] = "."
    country: Annotated[str, Meta(pattern=r"^\d{1,3}$", description="calling code of numbers without one")] = (
        "86"
    )
    separator: Annotated[str, Meta(description="signs between several resources in one cell")] = ",;"
    status: Annotated[
        dict[str, Target], Meta(description="`[status]`: their word -> ours, or `leave-out`")
    ] = {}
    flags: Annotated[
        dict[str, Target],
        Meta(
            description="`[flags]`: a column with yes or no -> the status where it says yes; the last one counts most"
        ),
    ] = {}
    default: Annotated[Status, Meta(description="the status where none is said")] = "confirmed"
    past: Annotated[
        Literal["completed", "confirmed", "no-show"],
        Meta(description="what is over and still confirmed becomes this"),
    ] = "completed"
    services: Annotated[dict[str, str], Meta(description="`[services]`: their name -> our id")] = {}
    resources: Annotated[
        dict[str, str], Meta(description="`[resources]`: their name -> our id; empty: nobody")
    ] = {}
    customers: Annotated[
        dict[str, str], Meta(description="`[customers]`: their name -> our customer's id")
    ] = {}
    id_with: Annotated[list[Part], Meta(description="what makes the id unique where rows share one")] = []
    same_ids: Annotated[bool, Meta(description="true: their ids are ours, as in bookctl's own output")] = (
        False
    )


def ready_names() -> list[str]:
    """The mappings that come with bookctl."""
    return sorted(
        item.name.removesuffix(".toml") for item in _folder().iterdir() if item.name.endswith(".toml")
    )


def ready_text(name: str) -> str:
    """A ready mapping as it is written; NotFound where there is none of that name."""
    if name not in ready_names():
        raise NotFound(
            f"no ready mapping is called {shown(name)!r}",
            lines=ready_names(),
            help="a file of your own is named with its path, as in ./my.toml",
        )
    return (_folder() / f"{name}.toml").read_text("utf-8")


def load(name_or_file: str) -> Mapping:
    """A ready mapping by name, or a file's; Usage with its line where it does not read."""
    if name_or_file.endswith(".toml"):
        try:
            return read(Path(name_or_file).read_bytes(), name_or_file)
        except FileNotFoundError:
            raise NotFound(
                f"there is no mapping {shown(name_or_file)!r}", help="bookctl import mappings"
            ) from None
    return read(ready_text(name_or_file).encode(), name_or_file)


def read(data: bytes, file: str) -> Mapping:
    """The mapping in a file; Usage where it does not read or cannot work."""
    try:
        made = convert(parse(data), Mapping)
    except TomlError as fault:
        raise Usage(f"{file}:{fault.line}:{fault.column}: {fault.message}") from None
    except ValidationError as fault:
        raise Usage(
            f"{file}: {plainly(str(fault))}", help="docs/import.md says what may stand here"
        ) from None
    _sound(made, file)
    return made


def recognised(header: tuple[str, ...]) -> Mapping | None:
    """The ready mapping whose columns are all in the header, the one that asks for most; None where there is none."""
    there = {folded(name) for name in header}
    known = [read(ready_text(name).encode(), name) for name in ready_names()]
    fitting = [one for one in known if one.recognise and {folded(name) for name in one.recognise} <= there]
    return max(fitting, key=lambda one: len(one.recognise), default=None)


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """One spelling for what looks the same: width, case, spaces."""
    from unicodedata import normalize

    return " ".join(normalize("NFKC", text).casefold().split())


def names_of(column: Column) -> list[str]:
    """The names under which a column is looked for."""
    return [column] if isinstance(column, str) else column


def _folder() -> "Path":
    return Path(str(files("bookctl.intake"))) / "mappings"


def plainly(text: str) -> str:
    return (
        text.replace("`$.", "`")
        .replace(" - at ", ", at ")
        .replace("Object contains unknown field", "unknown key")
    )


def _sound(made: Mapping, file: str) -> None:
    """What only several keys together tell."""
    columns = made.columns
    if columns != Columns() and not (columns.start or columns.span or columns.date):
        raise Usage(f"{file}: [columns] names no start: start, date and time, or span")
    if columns.date and not columns.time and not columns.start:
        raise Usage(f"{file}: [columns] has a date and no time")
    for wanted in (*made.formats.datetime, *made.formats.date, *made.formats.time):
        format_reads(wanted, file)
    if made.encoding is not None:
        encoding_known(made.encoding, file)


def format_reads(wanted: str, file: str) -> None:
    from datetime import datetime

    if wanted == "iso":
        return
    try:
        sample = datetime(2026, 11, 24, 13, 5, 9).strftime(wanted)  # noqa: DTZ001 - only to try the format
        datetime.strptime(sample, wanted)  # noqa: DTZ007 - as above
    except ValueError:
        raise Usage(
            f"{file}: {shown(wanted)!r} is no format of a date or time", help="as in %d/%m/%Y %H:%M"
        ) from None


def encoding_known(name: str, file: str) -> None:
    import codecs

    try:
        codecs.lookup(name)
    except LookupError:
        raise Usage(
            f"{file}: no encoding is called {shown(name)!r}", help="utf-8, gb18030, cp1252, utf-16"
        ) from None
