"""The checks, in the order of the manual: the one place to add one."""

from bookctl.ledger.checks.answers import CHECK as ANSWERS
from bookctl.ledger.checks.contact import CHECK as CONTACT
from bookctl.ledger.checks.cover import CHECK as COVER
from bookctl.ledger.checks.epoch import CHECK as EPOCH
from bookctl.ledger.checks.hours import CHECK as HOURS
from bookctl.ledger.checks.ids import CHECK as IDS
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.checks.lifecycle import CHECK as LIFECYCLE
from bookctl.ledger.checks.messages import CHECK as MESSAGES
from bookctl.ledger.checks.offset import CHECK as OFFSET
from bookctl.ledger.checks.overlap import CHECK as OVERLAP
from bookctl.ledger.checks.page import CHECK as PAGE
from bookctl.ledger.checks.past_open import CHECK as PAST_OPEN
from bookctl.ledger.checks.practice import CHECK as PRACTICE
from bookctl.ledger.checks.price import CHECK as PRICE
from bookctl.ledger.checks.references import CHECK as REFERENCES
from bookctl.ledger.checks.rules import CHECK as RULES
from bookctl.ledger.checks.seats import CHECK as SEATS
from bookctl.ledger.checks.segments import CHECK as SEGMENTS
from bookctl.ledger.checks.stray import CHECK as STRAY
from bookctl.ledger.checks.unused import CHECK as UNUSED
from bookctl.ledger.checks.waiting import CHECK as WAITING

# Found while the files are read, before any other check can run.
READING = (
    Check("file", "every file of the ledger can be read: no links, no devices, not too large", "always"),
    Check("conflict", "no file holds the markers of an unfinished merge", "always"),
    Check("parse", "every file is TOML", "always"),
    Check("format", "the ledger is not newer than this bookctl", "always"),
    Check("schema", "every record has the keys it needs, no others, and values that make sense", "always"),
    Check("busy", "the time in other calendars stands as bookctl writes it", "always"),
    Check("dropped", "no hand edit lost a booking that the last commit has", "always"),
)
CHECKS = (
    *READING,
    STRAY,
    IDS,
    REFERENCES,
    PAGE,
    OVERLAP,
    SEATS,
    LIFECYCLE,
    PRICE,
    COVER,
    PRACTICE,
    RULES,
    MESSAGES,
    WAITING,
    EPOCH,
    SEGMENTS,
    ANSWERS,
    HOURS,
    OFFSET,
    CONTACT,
    UNUSED,
    PAST_OPEN,
)
NAMES = frozenset(check.name for check in CHECKS)
