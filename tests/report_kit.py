"""A small book for reports: rows of bookings and payments in, an open source of figures out."""

from contextlib import contextmanager
from datetime import date

from bookctl.ledger.opened import reading
from bookctl.model.time import zone_of
from bookctl.reports.frame import Ask
from bookctl.reports.registry import BY_NAME
from bookctl.reports.source import Source

WEEK = Ask(date(2026, 11, 2), date(2026, 11, 8), "day")
DUE = "2026-11-02T08:00:00+01:00"
NOW = 1_794_222_000  # 2026-11-09T12:00+01:00
ROWS = (
    ("aaaaa2", "2026-11-02T09:00", 60, "completed", 100, "ann", "phone", "2026-10-30T09:00", "minutes = 75\nrating = 5\nrecommend = 10\n"),
    ("aaaaa3", "2026-11-02T11:00", 30, "completed", 40, "bo", "web", "2026-10-30T09:00", "rating = 2\nrecommend = 6\n"),
    ("aaaaa4", "2026-11-03T09:00", 60, "no-show", 100, "cy", "web", "2026-11-03T08:00", ""),
    ("aaaaa5", "2026-11-04T09:00", 60, "cancelled", 100, "bo", "web", "2026-11-01T09:00", "at:2026-11-04T07:00"),
    ("aaaaa6", "2026-11-05T10:00", 60, "cancelled", 100, "ann", "phone", "2026-11-01T09:00", "at:2026-11-02T10:00"),
    ("aaaaa7", "2026-11-06T10:00", 60, "confirmed", 100, "ann", "phone", "2026-10-20T09:00", ""),
    ("aaaaa8", "2026-11-10T10:00", 60, "confirmed", 100, "cy", "web", "2026-11-08T09:00", ""),
)  # fmt: skip
PAID = (
    ("p22222", "2026-11-02T10:20", "payment", 100, "aaaaa2", "ann"),
    ("p22223", "2026-11-02T10:20", "tip", 10, "aaaaa2", "ann"),
    ("p22224", "2026-11-02T12:00", "deposit", 30, "aaaaa3", "bo"),
    ("p22225", "2026-11-03T12:00", "refund", 5, "aaaaa3", "bo"),
)


def write(root, path, text):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(target.read_text() + text if target.exists() else text)


def block(row):
    id_, start, minutes, status, price, customer, source, made, rest = row
    hour, minute = divmod(int(start[11:13]) * 60 + int(start[14:]) + minutes, 60)
    end = f"{start[:11]}{hour:02d}:{minute:02d}"
    event = f'  {{ at = {rest[3:]}:00+01:00, status = "{status}" }},\n' if rest.startswith("at:") else ""
    offset, own = ("+02:00" if at < "2026-10-25" else "+01:00" for at in (made, start))
    return (
        f'[[booking]]\nid = "{id_}"\nservice = "cut"\ncustomer = "{customer}"\nstart = {start}:00{own}\n'
        f'end = {end}:00{own}\nuses = ["eva", {{ resource = "bay", to = {minutes + 15} }}]\nstatus = "{status}"\n'
        f'price = {price}\nsource = "{source}"\n{"" if event else rest}'
        f'history = [\n  {{ at = {made}:00{offset}, status = "confirmed" }},\n{event}]\n\n'
    )


MESSAGES = (
    ("aaaaa2", "sent", "mail"),
    ("aaaaa3", "failed", "mail"),
    ("aaaaa4", "sent", "text"),
    ("aaaaa7", "missed", "mail"),
    ("ann", "done", ""),
)
PEOPLE = (
    ("ann", "安娜 Ann", "birthday = 1990-11-10\n"),
    ("bo", "Bo", 'referrer = "ann"\n'),
    ("cy", "Cy", ""),
)


def lay(root, rows=ROWS, paid=PAID, settings=""):
    """The ledger's files: Eva works mon-fri 09:00-17:00, the bay is open mon-fri 09:00-21:00."""
    write(
        root,
        "bookctl.toml",
        f'format = 1\nname = "Quay"\ntimezone = "Europe/Berlin"\ncurrency = "EUR"\n{settings}',
    )
    write(root, "resources/eva.toml", 'name = "Eva"\nkind = "staff"\nhours = ["mon-fri 09:00-17:00"]\n')
    write(root, "resources/bay.toml", 'name = "Bay"\nkind = "room"\nhours = ["mon-fri 09:00-21:00"]\n')
    write(
        root,
        "services/cut.toml",
        'name = "Cut"\ncategory = ["Hair", "Short"]\nminutes = 60\nprice = 100\nneeds = [{ kind = "staff" }]\n',
    )
    for id_, name, more in PEOPLE:
        write(root, f"customers/{id_}.toml", f'name = "{name}"\nphone = "1"\nsource = "friend"\n{more}')
    for number, (about, state, channel) in enumerate(MESSAGES):
        by = f'channel = "{channel}"\n' if channel else ""
        text = f'[[message]]\nkey = "{number:016x}"\nrule = "day-before"\nabout = "{about}"\ndue = {DUE}\nat = {DUE}\nstate = "{state}"\n{by}\n'
        write(root, "messages/2026/2026-11-02.toml", text)
    for row in rows:
        write(root, f"bookings/{row[1][:4]}/{row[1][:10]}.toml", block(row))
    for id_, at, kind, amount, booking, customer in paid:
        text = f'[[payment]]\nid = "{id_}"\nat = {at}:00+01:00\nkind = "{kind}"\namount = {amount}\nbooking = "{booking}"\ncustomer = "{customer}"\n'
        write(root, f"payments/2026/{at[:10]}.toml", text)


@contextmanager
def looked(root, now=NOW):
    with reading(root, now, lambda _: None, everything=True) as opened:
        assert opened.index.broken() == []
        yield Source(root, opened.index, zone_of("Europe/Berlin"), now)


def build(source, name, ask=WEEK):
    return BY_NAME[name].build(source, ask)


def facts(report):
    return {fact.key: fact.value for fact in report.facts}


def rows(report, key):
    return next(part for part in report.parts if part.key == key).rows
