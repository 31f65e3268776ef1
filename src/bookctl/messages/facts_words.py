"""Dates, times and lengths as a person writes them, in English and Chinese."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bookctl.model.counted import counted

Language = str
DAYS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = ("一", "二", "三", "四", "五", "六", "日")
_NEAR: Final[Mapping[Language, Mapping[int, str]]] = {
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "zh": {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"},
}


def day_words(day: date, language: Language) -> str:
    """27 November 2026; 2026年11月27日"""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def full_day(day: date, language: Language) -> str:
    """Friday 27 November 2026; 2026年11月27日（星期五）"""
    if language == "zh":
        return f"{day_words(day, language)}（{DAYS['zh'][day.weekday()]}）"
    return f"{DAYS['en'][day.weekday()]} {day_words(day, language)}"


def from_today(day: date, today: date, language: Language) -> str:
    """tomorrow; on Friday 27 November: as near as it is; 明天; 11月27日（周五）"""
    near = _NEAR[language].get((day - today).days)
    if near is not None:
        return near
    year = "" if day.year == today.year else f" {day.year}"
    if language == "zh":
        return f"{year.strip()}{'年' if year else ''}{day.month}月{day.day}日（周{_SHORT[day.weekday()]}）"
    return f"on {DAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def length_words(minutes: int, language: Language) -> str:
    """1 hour 30 minutes; 1小时30分钟"""
    hours, rest = divmod(minutes, 60)
    if language == "zh":
        return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest or not hours else "")
    parts = [counted(hours, "hour")] if hours else []
    return " ".join(parts + ([counted(rest, "minute")] if rest or not hours else []))


def days_words(days: int, language: Language) -> str:
    """3 days; 3天"""
    return f"{days}天" if language == "zh" else counted(days, "day")


def listed(names: list[str], language: Language) -> str:
    """Wang Min, Li Na and Anna; 王敏、李娜和安娜"""
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return last.join([part for part in (comma.join(names[:-1]), *names[-1:]) if part])
