"""Looking for somebody everywhere: in every object of git, packed or loose, and in every file of the folder."""

import contextlib
import os
import signal
import subprocess
import zlib
from pathlib import Path

NAME, PHONE, MAIL, ID = "张伟 Zhang Wei", "+86 100 0000 0101", "zhang.wei@example.cn", "c4f7qx"
WORDS = (NAME, "张伟", "Zhang Wei", PHONE, MAIL)


def objects_with(book, words=WORDS):
    """Ids of the objects git has, referred to or not, that hold one of the words."""
    command = ["git", "cat-file", "--batch-all-objects", "--unordered", "--buffer", "--batch"]
    out = subprocess.run(command, cwd=book.root, env=book.env, capture_output=True, check=True).stdout
    found, at = set(), 0
    while at < len(out):
        end = out.index(b"\n", at)
        oid, _, size = out[at:end].decode().split()
        data, at = out[end + 1 : end + 1 + int(size)], end + 2 + int(size)
        if any(word.encode() in data for word in words):
            found.add(oid)
    return found


def files_with(*folders, words=WORDS):
    """Files that hold one of the words as they lie on the disk, loose objects unpacked."""
    marks = [mark for word in words for mark in (word.encode(), word.encode("ascii", "backslashreplace"))]
    found = []
    for path in (path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()):
        data = path.read_bytes()
        with contextlib.suppress(zlib.error):
            data += zlib.decompress(data)
        if any(mark in data for mark in marks):
            found.append(str(path))
    return found


def nothing_is_left(book, words=WORDS):
    assert objects_with(book, words) == set()
    assert files_with(book.root, book.env["XDG_CACHE_HOME"], words=words) == []
    assert book.git("fsck", "--full", "--strict").strip() == ""
    assert book.run("check").code == 0, book.run("check")


def snapshot(root):
    """Every file of the folder but the clock of the index."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file()
    }


def killed_at(book, place, name, words, *, after=False):
    """Runs the command in a process of its own that is killed when it gets to the function, or has left it."""
    child = os.fork()
    if child == 0:
        original = getattr(place, name)

        def last(*args, **options):
            if after:
                original(*args, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(place, name, last)
        try:
            book.run(*words)
        finally:
            os._exit(7)  # it never got there
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{name} was never reached"
