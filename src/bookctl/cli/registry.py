"""Every command, in the order and groups in which `bookctl help` lists them: the one place to add one."""

from typing import NamedTuple


class Command(NamedTuple):
    name: str
    help: str
    group: str
    aliases: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        name = self.name.replace("-", "_")
        return f"bookctl.cli.{name}_" if name == "import" else f"bookctl.cli.{name}"


DAILY, SAFETY, BOOK, PROGRAM = "Daily work", "Safety", "The practice", "Programs"

COMMANDS = (
    Command("agenda", "What is booked, day by day (also: bookctl alone)", DAILY, ("today",)),
    Command("board", "Days as lanes, one for each resource", DAILY),
    Command("free", "The next free times for a service", DAILY),
    Command("book", "Book a customer", DAILY),
    Command("why", "Why a time is free or refused", DAILY),
    Command("move", "Move a booking to another time", DAILY, ("reschedule",)),
    Command("cancel", "Cancel a booking", DAILY),
    Command("mark", "Arrived, done, no-show, confirm, decline", DAILY),
    Command("show", "One booking with its history, now or at an earlier time", DAILY),
    Command("find", "Search bookings", DAILY),
    Command("inbox", "What waits to be agreed to, paid or answered", DAILY),
    Command("price", "What a service costs, line by line", DAILY),
    Command("pay", "Payments, deposits, refunds and tips", DAILY),
    Command("rate", "What a customer says of a visit", DAILY),
    Command("answer", "Answers to a service's questions", DAILY),
    Command("note", "A remark on a booking or customer", DAILY),
    Command("resource", "People, rooms and devices", BOOK, ("resources",)),
    Command("service", "What can be booked", BOOK, ("services",)),
    Command("customer", "The people who book", BOOK, ("customers",)),
    Command("session", "Classes on a date, with seats", BOOK, ("sessions",)),
    Command("wait", "Who waits for a time or a seat that is taken", BOOK, ("waitlist",)),
    Command("series", "What comes again and again, and timetables of classes", BOOK),
    Command("plan", "Passes, stored value and memberships", BOOK, ("plans",)),
    Command("report", "Figures: utilisation, revenue, staff, customers", BOOK, ("reports",)),
    Command("check", "Prove the whole book right", SAFETY),
    Command("log", "What was changed, when and by whom", SAFETY),
    Command("undo", "Take back the last change", SAFETY),
    Command("redo", "Put back what undo took away", SAFETY),
    Command("adopt", "Take in what was edited by hand", SAFETY),
    Command("forget", "Erase a person, from the history too", SAFETY),
    Command("retain", "Erase whoever did not come for long", SAFETY),
    Command("doctor", "Is everything set up as it should be", SAFETY),
    Command("init", "Start a new ledger", PROGRAM),
    Command("apply", "Many requests as JSON lines, one commit", PROGRAM),
    Command("feed", "Calendars that others subscribe to", BOOK, ("feeds",)),
    Command("rule", "What happens by itself: reminders, follow-ups, nudges", BOOK, ("rules",)),
    Command("message", "What is sent to customers", BOOK, ("messages",)),
    Command("remind", "Send what is due: what cron runs", PROGRAM),
    Command("import", "Other calendars, other programs' bookings, answers to invitations", PROGRAM),
    Command("export", "Bookings for calendars, spreadsheets and accounts", PROGRAM),
    Command("serve", "Hand out feeds over HTTP", PROGRAM),
    Command("cron", "Have cron, systemd or launchd run bookctl", PROGRAM),
    Command("completion", "Completions for bash, zsh, fish and PowerShell", PROGRAM),
    Command("help", "The manual, page by page", PROGRAM),
)

BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
