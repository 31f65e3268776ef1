"""Rules, feeds, channels and journals as files: what reads, and what is said of what does not."""

import pytest

from bookctl.ledger.reading import record_from

THEN = '[[then]]\nsend = "reminder"\nchannel = ["email"]\n'
SETTINGS = 'format = 1\nname = "Quay"\ntimezone = "Europe/Berlin"\n'


def faults(kind, path, text):
    record, found = record_from(kind, path, text.encode())
    assert (record is None) == bool(found)
    return [(one.line, one.text) for one in found]


def rule(when, then=THEN):
    return faults("rule", "rules/r.toml", f'name = "R"\nwhen = {{ {when} }}\n{then}')


@pytest.mark.parametrize(
    "when",
    [
        'before = "24h"', 'before = "30m", of = "end"', 'after = "0m", of = "status", status = "confirmed"',
        'after = "2d", of = "end"', 'day = -1, at = "10:00"', "day = 3", 'pending = "30m"', "birthday = true",
        "quiet = 90", 'expiring = 14, at = "09:00"', 'after = "0m", of = "status", status = "moved"',
    ],
)  # fmt: skip
def test_a_rule_with_one_moment_reads(when):
    assert rule(when) == []


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (
            'of = "end"',
            "when needs exactly one of before, after, day, pending, birthday, quiet, expiring, not none",
        ),
        ('before = "1h", day = -1', "not before and day"),
        ('before = "1h", of = "created"', "nothing can be done before created: write after"),
        ('after = "0m", of = "status"', 'of = "status" and the key status go together'),
        ('before = "1h", at = "10:00"', "at goes with day, birthday, quiet or expiring"),
        ('before = "1 hour"', "before must be a length, as in 30m, 24h or 3d, not '1 hour'"),
        ('day = -1, at = "25:00"', "at must be a time of day, as in 09:30, not '25:00'"),
        ('befor = "1h"', "a when has no key befor"),
    ],
)
def test_a_moment_that_makes_no_sense_is_told(when, told):
    assert any(told in text and line == 2 for line, text in rule(when)), rule(when)


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("then = []\n", "the rule does nothing"),
        ('[[then]]\nsend = "x"\n', "a message needs a channel"),
        (
            '[[then]]\nmark = "cancel"\nrun = "x"\n',
            "then needs exactly one of send, mark, run and offer, not mark and run",
        ),
        ("[[then]]\n", "not none"),
    ],
)
def test_a_rule_that_does_nothing_or_two_things_at_once_is_told(then, told):
    assert any(told in text for _, text in rule('before = "1h"', then))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[feed.wang]\npath = "../wang.ics"\n', "'../wang.ics' is no path of a feed"),
        ('[feed.wang]\npath = "public/wang.ics"\n', "is no path of a feed"),
        ('[feed.wang]\npath = "wang.txt"\n', "is no path of a feed"),
        ('[feed."Wang Fang"]\n', "'Wang Fang' is no name: lower-case letters, digits and dashes"),
        ('[feed.wang]\nshow = "all"\n', "show must be one of full, names, busy, not 'all'"),
        ("[feed]\nwang = 1\n", "wang must be a table, not a whole number"),
        ('[channel.sms]\nkind = "sms"\n', "kind must be one of email, command, file, apprise"),
        ('[channel.email]\nkind = "email"\npassword = "x"\n', "a channel has no key password"),
        ('[reminders]\nquiet = "9pm-8am"\n', "'9pm-8am' are no quiet hours"),
        ("[reminders]\nowner = { email = 1 }\n", "email must be text, not a whole number"),
    ],
)
def test_a_feed_or_channel_that_does_not_read_is_told(text, told):
    assert any(told in said for _, said in faults("settings", "bookctl.toml", SETTINGS + text))


def test_a_whole_set_of_feeds_and_channels_reads():
    text = (
        '[feed.wang]\nquery = "resource:wang"\npath = "staff/wang.ifb"\n[channel.email]\nkind = "email"\n'
        '[channel.sms]\nkind = "command"\n[reminders]\nquiet = "21:00-08:00"\nowner = { email = "a@b.cn" }\n'
    )
    settings, found = record_from("settings", "bookctl.toml", (SETTINGS + text).encode())
    assert found == []
    assert (settings.channel["email"].repeats, settings.channel["sms"].repeats) == (True, False)
    assert (settings.channel["email"].contact, settings.channel["sms"].contact) == ("email", "phone")


def test_the_index_knows_rules_birthdays_and_what_was_touched(book):
    from bookctl.ledger.opened import reading

    (book.root / "rules").mkdir()
    (book.root / "rules" / "r.toml").write_text(f'name = "R"\nwhen = {{ before = "1h" }}\n{THEN}')
    (book.root / "customers" / "cnewborn.toml").write_text(
        'name = "二月"\nphone = "13800138000"\nbirthday = 1996-02-29\n'
    )
    with reading(book.root, 0, lambda _: None) as opened:
        assert opened.index.rules()["r"].when.before == "1h"
        assert [one.id for one in opened.index.birthdays(["02-29", "02-28"])] == ["cnewborn"]
        rows = opened.index.rows(0, 4_000_000_000)
        newest = max(row.created or 0 for row in rows)
        assert {row.id for row in rows if row.created == newest} <= {
            row.id for row in opened.index.touched(newest)
        }
        assert opened.index.touched(4_000_000_000) == []


def test_check_reads_journals_and_says_who_is_missing(book):
    path = book.root / "payments" / "2026" / "2026-11-24.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '[[purchase]]\nid = "p7k2m9"\ncustomer = "nobody"\nplan = "ten"\nat = 2026-11-24T10:00:00+08:00\n'
    )
    (book.root / "messages" / "2026").mkdir(parents=True)
    (book.root / "messages" / "2026" / "2026-11-24.toml").write_text('[[message]]\nkey = "x"\n')
    found = book.run("check", "--format", "concise").out
    assert "payments/2026/2026-11-24.toml:3:1: error: there is no customer nobody [references]" in found
    assert (
        "messages/2026/2026-11-24.toml:2:1: error: key must be 16 hexadecimal digits, not 'x' [schema]"
        in found
    )


def test_check_says_when_invitations_name_no_channel_for_e_mail(book):
    settings = book.root / "bookctl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[reminders]\n", '[reminders]\ninvitations = "emial"\n'), "utf-8")
    found = book.run("check", "--format", "full").out
    assert "error: there is no e-mail channel emial [rules]" in found
    assert "did you mean email?" in found
