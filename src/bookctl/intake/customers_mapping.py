"""Which column of a customer list is what: by its title, in English or Chinese, or by a mapping file."""

from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert

from bookctl.actions.problems import Usage
from bookctl.intake import mapping as bookings
from bookctl.intake.mapping import Formats, names_of
from bookctl.ledger.toml.read import TomlError, parse
from bookctl.model.ids import is_slug
from bookctl.model.text import shown

Titles = Annotated[str, Meta(min_length=1, max_length=200)] | tuple[str, ...]
DAYS = (
    "iso",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d %b %Y",
    "%b %d, %Y",
)


class CustomerColumns(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[columns]`: titles of columns, case, width and spaces aside; of several titles the first one that is there counts."""

    id: Annotated[
        Titles, Meta(description="the customer's id in this ledger, as bookctl's own lists have it")
    ] = ("id",)
    name: Annotated[Titles, Meta(description="the whole name")] = (
        "name", "full name", "customer", "customer name", "client", "client name", "display name", "contact",
        "姓名", "名字", "客户", "客户姓名", "客户名称", "顾客", "顾客姓名", "会员", "会员姓名", "称呼",
    )  # fmt: skip
    first_name: Annotated[Titles, Meta(description="given name")] = (
        "first name", "given name", "firstname", "forename", "名",
    )  # fmt: skip
    last_name: Annotated[Titles, Meta(description="family name")] = (
        "last name", "family name", "lastname", "surname", "姓", "姓氏",
    )  # fmt: skip
    phone: Annotated[Titles, Meta(description="telephone number")] = (
        "phone", "mobile", "mobile phone", "mobile number", "phone number", "telephone", "tel", "cell", "cell phone",
        "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "移动电话", "联系方式",
    )  # fmt: skip
    email: Annotated[Titles, Meta(description="e-mail address")] = (
        "email", "e-mail", "email address", "e-mail address", "mail",
        "邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址",
    )  # fmt: skip
    birthday: Annotated[Titles, Meta(description="date of birth, with its year")] = (
        "birthday", "birth date", "birthdate", "date of birth", "dob", "born", "生日", "出生日期", "出生年月日",
    )  # fmt: skip
    tags: Annotated[Titles, Meta(description="words, several in one cell; of several columns all are taken")] = (
        "tags", "tag", "labels", "groups", "标签", "客户标签", "分组",
    )  # fmt: skip
    notes: Annotated[Titles, Meta(description="a remark; of several columns all are taken")] = (
        "notes", "note", "comment", "comments", "remark", "remarks", "备注", "说明", "客户备注",
    )  # fmt: skip
    address: Annotated[Titles, Meta(description="where they live; of several columns all are taken")] = (
        "address", "home address", "street", "street address", "postcode", "postal code", "zip", "city",
        "地址", "住址", "家庭地址", "联系地址",
    )  # fmt: skip
    source: Annotated[Titles, Meta(description="how they found the practice")] = (
        "source", "referral source", "lead source", "how did you hear about us", "来源", "客户来源", "渠道",
    )  # fmt: skip
    language: Annotated[Titles, Meta(description="en or zh, or its name")] = ("language", "lang", "语言")
    created: Annotated[Titles, Meta(description="when they were registered")] = (
        "created", "registered", "created at", "registration date", "date added", "customer since", "client since",
        "注册日期", "注册时间", "建档日期", "创建日期", "创建时间", "登记日期",
    )  # fmt: skip
    consent: Annotated[Titles, Meta(description="yes or no: whether they want marketing")] = (
        "consent", "marketing", "marketing consent", "newsletter", "accepts marketing", "subscribed",
        "营销同意", "同意营销", "接受营销", "订阅",
    )  # fmt: skip
    allergies: Annotated[Titles, Meta(description="an alert of kind allergy")] = (
        "allergies", "allergy", "过敏", "过敏史", "过敏原",
    )  # fmt: skip
    contraindications: Annotated[Titles, Meta(description="an alert of kind contraindication")] = (
        "contraindications", "contraindication", "禁忌", "禁忌症",
    )  # fmt: skip
    alerts: Annotated[Titles, Meta(description="an alert without a kind")] = (
        "alerts", "alert", "warning", "提醒", "注意", "注意事项",
    )  # fmt: skip
    health: Annotated[Titles, Meta(description="what else of their health matters")] = (
        "health", "medical", "medical history", "medical notes", "健康", "健康状况", "病史",
    )  # fmt: skip
    preferences: Annotated[Titles, Meta(description="how they like it")] = (
        "preferences", "preference", "偏好", "喜好",
    )  # fmt: skip
    referrer: Annotated[Titles, Meta(description="who sent them: name, telephone number, address or id")] = (
        "referrer", "referred by", "referral", "introduced by", "推荐人", "介绍人",
    )  # fmt: skip


class CustomerMapping(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping file for a list of customers."""

    columns: Annotated[CustomerColumns, Meta(description="`[columns]`, see CustomerColumns")] = (
        CustomerColumns()
    )
    fields: Annotated[
        dict[str, str],
        Meta(description="`[fields]`: any other column -> its key in the customer's own `[fields]`"),
    ] = {}
    tags: Annotated[dict[str, str], Meta(description="`[tags]`: their word -> our tag; empty: none")] = {}
    formats: Annotated[
        Formats, Meta(description="`[formats]`: how dates are written, see Formats; only `date`, `order`")
    ] = Formats(date=DAYS)
    region: Annotated[
        Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None,
        Meta(description="country of telephone numbers without one; absent: the ledger's"),
    ] = None
    encoding: Annotated[str | None, Meta(description="absent: UTF-8, UTF-16 with its mark, or GB 18030")] = (
        None
    )
    delimiter: Annotated[
        Annotated[str, Meta(min_length=1, max_length=1)] | None, Meta(description="absent: , ; or tab")
    ] = None
    sheet: Annotated[str | None, Meta(description="the sheet of a workbook; absent: the first")] = None
    separator: Annotated[str, Meta(description="signs between several tags in one cell")] = ",;、|，；"


def load(name_or_file: str) -> CustomerMapping:
    """A file of one's own, or a mapping for bookings, of which whom it names counts; Usage where it does not read."""
    from pathlib import Path

    from bookctl.actions.problems import NotFound

    if not name_or_file.endswith(".toml"):
        return _of_bookings(bookings.load(name_or_file))
    try:
        data = Path(name_or_file).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no mapping {shown(name_or_file)!r}") from None
    return read(data, name_or_file)


def read(data: bytes, file: str) -> CustomerMapping:
    """The mapping in a file; Usage with its line where it does not read."""
    try:
        raw = parse(data)
    except TomlError as fault:
        raise Usage(f"{file}:{fault.line}:{fault.column}: {fault.message}") from None
    if {"start", "span", "date"} & set(raw.get("columns", {})):
        return _of_bookings(bookings.read(data, file))
    if "formats" in raw and "date" not in raw["formats"]:
        raw["formats"]["date"] = list(DAYS)
    try:
        made = convert(raw, CustomerMapping)
    except ValidationError as fault:
        raise Usage(
            f"{file}: {bookings.plainly(str(fault))}", help="docs/import.md says what may stand here"
        ) from None
    for tag in made.tags.values():
        if tag and not is_slug(tag):
            raise Usage(f"{file}: [tags] has {shown(tag)!r}, and a tag is a-z, 0-9 and dashes")
    for wanted in made.formats.date:
        bookings.format_reads(wanted, file)
    if made.encoding is not None:
        bookings.encoding_known(made.encoding, file)
    return made


def _of_bookings(one: bookings.Mapping) -> CustomerMapping:
    """What a mapping for bookings says of customers; its country is a calling code and does not count."""
    named = {
        key: tuple(names_of(getattr(one.columns, key)))
        for key in ("name", "first_name", "last_name", "phone", "email")
        if getattr(one.columns, key)
    }
    return CustomerMapping(
        columns=CustomerColumns(**named),
        encoding=one.encoding,
        delimiter=one.delimiter,
        sheet=one.sheet,
        formats=Formats(date=tuple(dict.fromkeys((*one.formats.date, *DAYS))), order=one.formats.order),
    )
