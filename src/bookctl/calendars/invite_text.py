"""What an invitation says, in the customer's language. No remark, price or health hint is ever among it."""

from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.model.time import aware, offset_at

Kind = Literal["new", "changed", "cancelled"]
_DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SUBJECT = {
    ("en", "new"): "Your appointment at {practice}: {start}",
    ("en", "changed"): "Changed: your appointment at {practice}: {start}",
    ("en", "cancelled"): "Cancelled: your appointment at {practice}: {start}",
    ("zh", "new"): "预约确认：{practice}，{start}",
    ("zh", "changed"): "预约变更：{practice}，{start}",
    ("zh", "cancelled"): "预约取消：{practice}，{start}",
}
_LEAD = {
    ("en", "new"): "Your appointment is confirmed:",
    ("en", "changed"): "Your appointment has changed and is now:",
    ("en", "cancelled"): "This appointment has been cancelled:",
    ("zh", "new"): "您的预约已确认：",
    ("zh", "changed"): "您的预约已变更为：",
    ("zh", "cancelled"): "以下预约已取消：",
}
_ANSWER = {
    "en": "Your answer in the calendar tells us whether you are coming; it does not cancel the appointment.",
    "zh": "您在日历中的回复只用来告知我们您是否会来，并不会取消预约。",
}
_REACH = {
    "en": ("To change or cancel it, call {phone}.", "To change or cancel it, write to {email}."),
    "zh": ("如需更改或取消，请致电 {phone}。", "如需更改或取消，请来信 {email}。"),
}
_SUMMARY = {"en": "{service} at {practice}", "zh": "{practice}：{service}"}
_APPOINTMENT = {"en": "Appointment", "zh": "预约"}


class Facts(NamedTuple):
    """All that the texts are made of; instants are seconds UTC."""

    language: Literal["en", "zh"]
    kind: Kind
    practice: str
    service: str | None
    start: int
    end: int
    zone: ZoneInfo
    address: str | None = None
    phone: str | None = None
    email: str | None = None


def subject(facts: Facts) -> str:
    """Names the practice and the time only: subjects are read over shoulders."""
    start = _start(facts, aware(facts.start, facts.zone))
    return _SUBJECT[facts.language, facts.kind].format(practice=facts.practice, start=start)


def summary(facts: Facts) -> str:
    service = facts.service or _APPOINTMENT[facts.language]
    return _SUMMARY[facts.language].format(service=service, practice=facts.practice)


def body(facts: Facts, name: str) -> str:
    greeting = f"Dear {name}," if facts.language == "en" else f"{name}，您好："
    lines = [summary(facts), _span(facts), facts.address]
    shown = "".join(f"  {line}\n" for line in lines if line)
    end = f"\n{description(facts)}\n" if facts.kind != "cancelled" else ""
    return f"{greeting}\n\n{_LEAD[facts.language, facts.kind]}\n\n{shown}{end}\n{facts.practice}\n"


def description(facts: Facts) -> str:
    """What stands in the event itself."""
    by_phone, by_mail = _REACH[facts.language]
    reach = by_phone.format(phone=facts.phone) if facts.phone else by_mail.format(email=facts.email)
    return f"{_ANSWER[facts.language]}\n{reach}"


def _span(facts: Facts) -> str:
    """With the offset: no time of an autumn night is said twice."""
    start, end = aware(facts.start, facts.zone), aware(facts.end, facts.zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else _start(facts, end)
    minutes = offset_at(facts.start, facts.zone) // 60
    offset = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return f"{_start(facts, start)}-{until} ({facts.zone.key}, {offset})"


def _start(facts: Facts, at: datetime) -> str:
    day = _DAYS[facts.language][at.weekday()]
    if facts.language == "zh":
        return f"{at.year}年{at.month}月{at.day}日（{day}）{at:%H:%M}"
    return f"{day} {at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
