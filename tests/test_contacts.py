"""Telephone numbers and e-mail addresses: what may stand in the book, and which two are one."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.check import run
from bookctl.model.contact import BadContact, code_of, email, phone, phone_key
from bookctl.model.region import codes, country_name, region_of

phonenumbers = pytest.importorskip("phonenumbers")
NOW = 1_795_651_200  # 2026-11-26T00:00:00Z
UNUSUAL = {"AR"}  # a mobile number there is written in another order at home and from abroad


@pytest.fixture
def plain(monkeypatch):
    """As it is without the extra."""
    monkeypatch.setitem(sys.modules, "phonenumbers", None)


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("Asia/Shanghai", "CN"),
        ("PRC", "CN"),
        ("Europe/Berlin", "DE"),
        ("US/Pacific", "US"),
        ("Asia/Calcutta", "IN"),
        ("UTC", None),
        ("Etc/GMT-8", None),
    ],
)
def test_a_time_zone_says_the_country(zone, region):
    assert region_of(zone) == region


def test_every_country_that_the_library_knows_has_its_code():
    for region in phonenumbers.SUPPORTED_REGIONS:
        assert code_of(region) == str(phonenumbers.country_code_for_region(region))
        assert country_name(region)
    assert set(codes()) == set(phonenumbers.SUPPORTED_REGIONS)
    assert code_of(None) == ""


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("13812345678", "CN", "+86 138 1234 5678"),
        ("0086-138 1234-5678", "CN", "+86 138 1234 5678"),
        ("８６１３８１２３４５６７８", "CN", "+86 138 1234 5678"),
        ("010 8888 0000", "CN", "+86 10 8888 0000"),
        ("0171 5550101", "DE", "+49 171 5550101"),
        ("+49 (0)171 5550101", "CN", "+49 171 5550101"),
        ("+39 06 0000 0110", "CN", "+39 06 0000 0110"),
        ("+44 20 7946 0958", None, "+44 20 7946 0958"),
        ("138 1234 5678", None, "138 1234 5678"),
        ("+86 100 0000 0101", "CN", "+86 100 0000 0101"),
    ],
)
def test_a_number_is_kept_in_international_form(typed, region, kept):
    assert phone(typed, region) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+86 138", "is too short for China"),
        ("138001380001380", "is too long for China"),
        ("+44 123", "is too short for Britain"),
        ("+999 12345678", "begins with no country's code"),
        ("call me", "has no digits"),
        ("1-800-FLOWERS", "has signs that no telephone number has"),
        ("138+12345678", "has signs that no telephone number has"),
        ("1234", "has 4 digits: a number has 5 to 15"),
        ("1" * 19, "has 19 digits: a number has 5 to 15"),
        ("", "has no digits"),
    ],
)
def test_an_impossible_number_is_refused_with_the_reason(typed, why):
    with pytest.raises(BadContact) as fault:
        phone(typed, "CN")
    assert str(fault.value) == why


def test_without_the_extra_a_number_only_has_to_look_like_one(plain):
    assert phone("138 1234 5678", "CN") == "138 1234 5678"
    assert phone("+86 13812", "CN") == "+86 13812"
    with pytest.raises(BadContact, match="has 3 digits"):
        phone("+1 23", "CN")


@given(st.text(max_size=30), st.sampled_from(["CN", "DE", "US", "IT", None]))
def test_any_text_is_a_number_or_says_why_not(text, region):
    try:
        kept = phone(text, region)
    except BadContact:
        return
    assert phone(kept, region) == kept
    assert phone_key(kept, code_of(region)) == phone_key(text, code_of(region))


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS - UNUSUAL))
def test_every_country_s_ways_to_write_a_number_are_one_number(region):
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None:
            ways = [phonenumbers.format_number(number, way) for way in range(3)]
            assert len({phone_key(way, code_of(region)) for way in ways}) == 1, ways


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("13800138000", "+86 138 0013 8000", "86"),
        ("8613800138000", "0086 (138) 0013-8000", "86"),
        ("0171 5550101", "+49 (0) 171 5550101", "49"),
        ("8 912 345 67 89", "+7 912 345-67-89", "7"),
        ("1 202 555 0143", "(202) 555-0143", "1"),
    ],
)
def test_two_spellings_of_a_number_are_one(one, other, code):
    assert phone_key(one, code) == phone_key(other, code) != ""


def test_numbers_of_two_countries_are_two():
    assert phone_key("202 555 0143", "86") != phone_key("+1 202 555 0143", "86")


@pytest.mark.parametrize(
    "good",
    [
        "li@example.com",
        "li.na+x@a-b.example.com",
        "o'hara@example.com",
        "李娜@例子.中国",
        "δοκιμή@example.gr",
        "a@b.c",
    ],
)
def test_addresses_of_every_script_are_taken(good):
    assert email(f" {good} ") == good


@pytest.mark.parametrize(
    "bad",
    [
        "", "li", "li@", "@example.com", "li@example", "li@@example.com", "a b@example.com", "li@exa mple.com",
        "li@example..com", "li@.com", ".li@example.com", "li.@example.com", "li@-a.com", "li@a-.com", "a@b.c, d@e.f",
        "<li@example.com>", "li@127.0.0.1", "li\n@example.com", "li\u200b@example.com", '"li"@example.com',
        "a" * 65 + "@example.com", "li@" + "a." * 130 + "com", "li@" + "a" * 64 + ".com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(bad):
    with pytest.raises(BadContact) as fault:
        email(bad)
    assert len(bad) < 3 or bad not in str(fault.value)


def test_a_new_customers_number_is_checked_and_kept_one_way(book):
    done = book.run("customer", "add", "--name", "周小雨", "--phone", "+86 138")
    assert (done.code, "+86 138 is too short for China" in done.err) == (2, True)
    done = book.run("customer", "add", "--name", "周小雨", "--email", "rain@example")
    assert (done.code, "rain@example has an impossible domain" in done.err) == (2, True)
    book.ok("customer", "add", "--name", "周小雨", "--phone", "13800138000", "--email", "rain@example.com")
    assert "+86 138 0013 8000" in book.ok("customer", "list", "周小雨")


@pytest.mark.parametrize("typed", ["10000000101", "0086 100 0000 0101", "+86-100-0000-0101"])
def test_who_has_a_number_already_is_told(book, typed):
    done = book.run("customer", "add", "--name", "张三", "--phone", typed)
    assert (done.code, "c4f7qx has this number" in done.err) == (3, True)
    done = book.run("customer", "edit", "c2m7hb", "--phone", typed)
    assert done.code == 3
    book.ok("customer", "add", "--name", "张三", "--phone", typed, "--shared")


def test_who_has_an_address_already_is_told_and_nobody_is_told_of_themself(book):
    done = book.run("customer", "add", "--name", "张三", "--email", "Zhang.Wei@example.cn")
    assert (done.code, "c4f7qx has this address" in done.err) == (3, True)
    book.ok("customer", "edit", "c4f7qx", "--phone", "10000000101", "--email", "zhang.wei@EXAMPLE.cn")
    book.ok("customer", "retire", "c4f7qx")
    book.ok("customer", "add", "--name", "张三", "--phone", "10000000101")


def test_the_ledgers_country_can_be_another_than_its_time_zones(book):
    path = book.root / "bookctl.toml"
    path.write_text(path.read_text("utf-8").replace("timezone", 'region = "DE"\ntimezone', 1), "utf-8")
    book.ok("customer", "add", "--name", "Eva", "--phone", "0171 5550101")
    assert "+49 171 5550101" in book.ok("customer", "list", "Eva")
    path.write_text(path.read_text("utf-8").replace('"DE"', '"Germany"', 1), "utf-8")
    assert book.run("check").code == 1


@pytest.mark.parametrize(
    "typed", ["13800138000", "+8613800138000", "008613800138000", "138 0013 8000", "8613800138000", "0138000"]
)
@pytest.mark.parametrize("kept", ["13800138000", "+86 138 0013 8000", "0086-13800138000"])
def test_a_number_is_found_however_it_is_spelled(book, typed, kept):
    (book.root / "customers" / "cnew22.toml").write_text(f'name = "周小雨"\nphone = "{kept}"\n', "utf-8")
    assert [line.split("\t")[0] for line in book.ok("customer", "list", typed).splitlines()] == ["cnew22"]


def test_the_check_tells_of_contacts_that_do_not_read_and_of_those_that_are_shared(book):
    folder = book.root / "customers"
    (folder / "cnew22.toml").write_text('name = "A"\nphone = "+86 138"\nemail = "a@b"\n', "utf-8")
    (folder / "cnew33.toml").write_text('name = "B"\nphone = "0086 10000000101"\n', "utf-8")
    (folder / "cnew44.toml").write_text('name = "C"\nphone = "10000000101"\nretired = 2026-01-01\n', "utf-8")
    found = {
        (one.file, one.line, one.text) for one in run(book.root, NOW, {"contact"}) if one.code == "contact"
    }
    assert found == {
        ("customers/cnew22.toml", 2, "the phone is too short for China"),
        ("customers/cnew22.toml", 3, "the email has an impossible domain behind the @"),
        ("customers/cnew33.toml", 2, "customer c4f7qx has the same phone"),
    }


def test_the_library_is_only_loaded_when_a_number_is_checked(book):
    code = "import sys; from bookctl.cli import customer; print('phonenumbers' in sys.modules)"
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=book.env, check=True
    )
    assert done.stdout == "False\n"
