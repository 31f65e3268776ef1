"""Runs a command under ptrace and breaks it at the n-th system call that changes a file, counted over all its processes.

A script of its own, because ptrace and wait() see every child of a process. Prints one line of JSON:
`{"code": exit status, "calls": [names in order], "places": [paths of descriptors], "children": [who called]}`. strace's injection counts per process, which never reaches
the later processes at a low n; this counts over the whole family.
"""

import ctypes
import errno
import json
import os
import platform
import signal
import struct
import sys
from pathlib import Path
from typing import NamedTuple

WALL = 0x40000000
TRACEME, CONTINUE, POKEUSER, SETOPTIONS, SYSCALL_INFO = 0, 7, 6, 0x4200, 0x420E
# follow fork, vfork, clone, exec; stop where the filter says; kill everything if the tracer dies
OPTIONS = 0x02 | 0x04 | 0x08 | 0x10 | 0x80 | 0x100000
STOPPED_BY_FILTER = 7
SET_NO_NEW_PRIVS, SET_SECCOMP, FILTER_MODE = 38, 22, 2
LOAD_NUMBER, JUMP_EQUAL, RETURN, TRACE, ALLOW = 0x20, 0x15, 0x06, 0x7FF00000, 0x7FFF0000
O_CREAT = 0o100
ORIG_RAX, RAX = 15 * 8, 10 * 8

NUMBERS = {
    "x86_64": {
        1: "write", 2: "open", 18: "pwrite", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync", 76: "truncate",
        77: "ftruncate", 82: "rename", 83: "mkdir", 84: "rmdir", 85: "creat", 86: "link", 87: "unlink", 88: "symlink",
        257: "open", 258: "mkdir", 263: "unlink", 264: "rename", 265: "link", 266: "symlink", 316: "rename",
    },
    "aarch64": {
        64: "write", 68: "pwrite", 66: "writev", 71: "sendfile", 82: "fsync", 83: "fdatasync", 45: "truncate",
        46: "ftruncate", 38: "rename", 276: "rename", 34: "mkdir", 35: "unlink", 37: "link", 36: "symlink", 56: "open",
    },
}  # fmt: skip
OPEN_FLAGS = {2: 1, 257: 2, 56: 2}
ON_DESCRIPTOR = {"write", "pwrite", "writev", "fsync", "fdatasync", "ftruncate"}

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long
libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong]


class Info(ctypes.Structure):
    """struct ptrace_syscall_info, before the call is made."""

    _fields_ = (
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("nr", ctypes.c_int64),
        ("args", ctypes.c_uint64 * 6),
    )


class Task(NamedTuple):
    """`at` 0 only counts. `how`: kill (all), child (only the process that calls), error (`code`); `onwards`: from `at` on."""

    argv: list[str]
    at: int
    how: str
    code: int
    onwards: bool
    syscalls: frozenset[str]


def ptrace(request: int, pid: int, address: int = 0, data: int = 0) -> None:
    if libc.ptrace(request, pid, address, data) < 0:
        number = ctypes.get_errno()
        if number != errno.ESRCH:
            raise OSError(number, os.strerror(number))


def start(argv: list[str], numbers: list[int]) -> int:
    pid = os.fork()
    if pid == 0:
        ptrace(TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        install(numbers)
        os.execvp(argv[0], argv)  # noqa: S606 - this is what a tracer is for
    os.waitpid(pid, WALL)
    ptrace(SETOPTIONS, pid, 0, OPTIONS)
    return pid


def install(numbers: list[int]) -> None:
    """Lets the kernel stop only at these calls (classic BPF), which is many times faster than at each."""
    code = [(LOAD_NUMBER, 0, 0, 0)]
    code += [(JUMP_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    code += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, TRACE)]
    program = b"".join(struct.pack("HBBI", *line) for line in code)
    head = struct.pack("HP", len(code), ctypes.cast(ctypes.c_char_p(program), ctypes.c_void_p).value)
    if libc.prctl(SET_NO_NEW_PRIVS, 1, None, 0, 0) or libc.prctl(SET_SECCOMP, FILTER_MODE, head, 0, 0):
        raise OSError(ctypes.get_errno(), "no system call filter here")


class Tracer:
    def __init__(self, task: Task) -> None:
        self.task = task
        self.numbers = NUMBERS[platform.machine()]
        self.calls: list[str] = []
        self.places: list[str] = []
        self.children: list[bool] = []
        self.alive: set[int] = set()
        self.main = 0
        self.code = 0

    def run(self) -> None:
        self.main = start(
            self.task.argv, sorted(n for n, name in self.numbers.items() if name in self.task.syscalls)
        )
        self.alive.add(self.main)
        ptrace(CONTINUE, self.main)
        while self.alive:
            try:
                pid, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                return
            if os.WIFSTOPPED(status):
                self.stopped(pid, status)
                continue
            self.alive.discard(pid)
            if pid == self.main:
                self.code = os.waitstatus_to_exitcode(status)

    def stopped(self, pid: int, status: int) -> None:
        number, event = os.WSTOPSIG(status), status >> 16
        deliver = 0
        if event == STOPPED_BY_FILTER:
            self.syscall(pid)
        elif not event and pid in self.alive and number != signal.SIGTRAP:
            deliver = number
        self.alive.add(pid)
        ptrace(CONTINUE, pid, 0, deliver)

    def syscall(self, pid: int) -> None:
        info = Info()
        size = libc.ptrace(SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        if size > 0 and (found := self.changing(pid, info)):
            self.calls.append(found[0])
            self.places.append(found[1])
            self.children.append(process(pid) != self.main)
            if self.task.at and (
                len(self.calls) == self.task.at or (self.task.onwards and len(self.calls) > self.task.at)
            ):
                self.strike(pid)

    def changing(self, pid: int, info: Info) -> tuple[str, str] | None:
        """The call's name if it changes files, and the path of its descriptor; writes to pipes and terminals do not."""
        name = self.numbers.get(info.nr)
        if name is None or (info.nr in OPEN_FLAGS and not info.args[OPEN_FLAGS[info.nr]] & O_CREAT):
            return None
        if name not in ON_DESCRIPTOR:
            return name, ""
        try:
            place = str(Path(f"/proc/{pid}/fd/{info.args[0]}").readlink())
        except OSError:
            return None
        return (name, place) if place.startswith("/") and not place.startswith("/dev/") else None

    def strike(self, pid: int) -> None:
        if self.task.how == "error":
            skip(pid, self.task.code)
        elif self.task.how == "child":
            os.kill(pid, signal.SIGKILL)
        else:
            for each in self.alive:
                os.kill(each, signal.SIGKILL)


def process(thread: int) -> int:
    """The process that a thread is part of."""
    status = Path(f"/proc/{thread}/status").read_text("utf-8", "replace")
    return int(status.partition("Tgid:")[2].split(maxsplit=1)[0])


def skip(pid: int, code: int) -> None:
    """The call is not made and returns the error (x86_64 only: the harness asks for nothing else)."""
    ptrace(POKEUSER, pid, ORIG_RAX, (1 << 64) - 1)
    ptrace(POKEUSER, pid, RAX, (1 << 64) - code)


def main() -> None:
    task = Task(**json.loads(sys.argv[1]))
    tracer = Tracer(task)
    tracer.run()
    told = {"calls": tracer.calls, "places": tracer.places, "children": tracer.children}
    print("\n" + json.dumps({"code": tracer.code, **told}))


if __name__ == "__main__":
    main()
