"""Feeds on the disk: written whole or not at all, readable by a web server, through no link."""

import os
from contextlib import suppress
from pathlib import Path

Sign = tuple[int, int, int, int]
"""Size, mtime_ns, ctime_ns and inode of a plain file: as long as they are the same, so are its bytes."""


def sign_of(file: Path) -> Sign | None:
    """None where there is no file, or a link."""
    from stat import S_ISREG

    try:
        found = file.lstat()
    except OSError:
        return None
    return (
        (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        if S_ISREG(found.st_mode)
        else None
    )


def content(file: Path) -> bytes | None:
    """What lies there; a link is no file of ours and is replaced."""
    return None if sign_of(file) is None else file.read_bytes()


def write(file: Path, data: bytes, target: Path, *, own: bool) -> None:
    """`own`: `target` is the book's, where a link is refused; a folder that a person named may be one. OSError."""
    target.mkdir(0o755, parents=True, exist_ok=True)
    if own:
        _no_link(target)
    for folder in reversed([one for one in file.parents if target in one.parents]):
        folder.mkdir(0o755, exist_ok=True)
        _no_link(folder)
    _sweep(file)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        _fill(part, data)
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    from bookctl.ledger.disk import sync_path

    sync_path(file.parent)


def strays(target: Path, paths: set[str]) -> list[str]:
    """Calendars below the folder that none of the paths names: those of feeds that were renamed or given up."""
    found = [
        os.path.relpath(os.path.join(folder, name), target)  # noqa: PTH118 - as walk gives them
        for folder, _, names in os.walk(target)
        for name in names
        if name.endswith((".ics", ".ifb"))
    ]
    return sorted(path for path in found if path not in paths)


def _fill(part: Path, data: bytes) -> None:
    from bookctl.ledger.disk import sync, write_all

    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        os.fchmod(descriptor, 0o644)  # whatever the umask: a web server of another user reads it
        write_all(descriptor, data)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _no_link(folder: Path) -> None:
    if folder.is_symlink():
        raise NotADirectoryError(20, "is a link, and links are not followed", str(folder))


def _sweep(file: Path) -> None:
    """What runs that were killed left behind; a run that is alive keeps its own."""
    from glob import escape

    for old in file.parent.glob(f".{escape(file.name)}.*.part"):
        number = old.name.rsplit(".", 2)[1]
        if number.isdigit() and not _alive(int(number)):
            old.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
