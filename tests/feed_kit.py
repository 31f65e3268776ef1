"""A book's feeds as built, taken apart."""

import re
from pathlib import Path

EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)


def events(data: bytes) -> dict[str, bytes]:
    """By the id of their booking or session."""
    found = [event.replace(b"\r\n ", b"") for event in EVENT.findall(data)]
    return {re.search(rb"UID:(\w+)@", event)[1].decode(): event for event in found}


def said(event: bytes, name: str) -> str:
    return re.search(rf"^{name}[:;](.*?)\r$".encode(), event, re.MULTILINE)[1].decode()


def public(book, name="studio.ics") -> Path:
    return book.root / "public" / name


def built(book, *words: str) -> bytes:
    book.ok("feed", "build", *words)
    return public(book).read_bytes()


def signs(book) -> dict[str, tuple[int, int, int]]:
    files = sorted((book.root / "public").rglob("*.ics"))
    return {
        str(file): (file.stat().st_ino, file.stat().st_mtime_ns, file.stat().st_ctime_ns) for file in files
    }


def edit(book, path: str, old: str, new: str) -> None:
    file = book.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def feed(book, text: str) -> None:
    file = book.root / "bookctl.toml"
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")
