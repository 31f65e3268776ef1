"""A practice as its files, in a few words: the ledger that a test of rules is about."""

import json
import re

STAFF = 'name = "王芳"\nkind = "staff"\nskills = ["tuina"]\nhours = ["mon-sat 09:00-18:00"]\n'
FILES = {
    "resources/wang.toml": STAFF,
    "resources/chen.toml": STAFF.replace("王芳", "陈静"),
    "resources/room-1.toml": 'name = "Room 1"\nkind = "room"\n',
    "resources/room-2.toml": 'name = "Room 2"\nkind = "room"\n',
    "services/tuina-60.toml": (
        'name = "Tuina"\nminutes = 60\nneeds = [{ kind = "staff", skills = ["tuina"] }, { kind = "room" }]\nprice = 680.00\n'
    ),
    "services/oil.toml": 'name = "Warm oil"\naddon = true\nprice = 80.00\n',
    "customers/cna222.toml": 'name = "李娜"\nphone = "+86 138 0013 8000"\n',
    "customers/cwei22.toml": 'name = "张伟"\nphone = "+86 138 0013 8001"\n',
    "customers/cjing2.toml": 'name = "陈静怡"\nphone = "+86 138 0013 8002"\n',
}
NA, WEI, JING = "cna222", "cwei22", "cjing2"


class Practice:
    """Runs commands on the files; `rules` are lines of bookctl.toml behind its own keys."""

    def __init__(self, book, rules="", files=None):
        self.book = book
        self.write("bookctl.toml", _settings(rules))
        for path, text in {**FILES, **(files or {})}.items():
            self.write(path, text)

    def write(self, path, text):
        file = self.book.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def add(self, path, text):
        file = self.book.root / path
        file.write_text(file.read_text() + text)

    def ok(self, *words, **env):
        return self.book.ok(*words, **env)

    def refused(self, *words, code=3, **env):
        """The sentence on stderr."""
        done = self.book.run(*words, **env)
        assert done.code == code, (words, done)
        return done.err

    def result(self, *words, **env):
        return json.loads(self.book.ok(*words, "--format", "json", **env))["result"]

    def booked(self, *words, **env):
        """Books; the id."""
        return self.result("book", *words, **env)["id"]

    def record(self, id_):
        """The text of a booking's block on its page."""
        for page in sorted((self.book.root / "bookings").rglob("*.toml")):
            for block in re.split(r"(?m)^(?=\[\[)", page.read_text()):
                if f'id = "{id_}"' in block:
                    return block
        raise LookupError(id_)

    def status(self, id_):
        return re.search(r'(?m)^status = "(.*)"', self.record(id_))[1]

    def proven(self, **env):
        assert self.book.ok("check", **env) == ""


def _settings(rules):
    return (
        'format = 1\nname = "静水"\ntimezone = "Asia/Shanghai"\ncurrency = "CNY"\n\n[policy]\nhorizon = 365\n'
        'customer_overlap = "refuse"\n' + rules
    )
