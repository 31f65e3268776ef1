"""What a booking costs: rules in files, prices and lines on the page. Now is Tue 24 Nov 2026, 09:00."""

import pytest

from practice_kit import JING, NA, WEI, Practice

RULES = """
[[tier]]
id = "gold"
tag = "vip"
discount = "10%"

[[price]]
id = "off-peak"
change = "-20%"
hours = ["mon-fri 09:00-12:00"]

[[price]]
id = "golden-week"
change = "+100"
from = 2026-12-01
to = 2026-12-07

[[price]]
id = "spring-sale"
coupon = "spring"
change = "-50"
uses = 2
each = 1
"""
VIP = {"customers/cwei22.toml": 'name = "张伟"\nphone = "1"\ntags = ["vip"]\n'}


@pytest.fixture
def it(empty):
    made = Practice(empty, RULES, VIP)
    made.add("services/tuina-60.toml", 'addons = ["oil"]\n')
    return made


@pytest.mark.parametrize(
    ("words", "price", "lines"),
    [
        ([NA, "fri 14:00"], "680.00", ["tuina-60 680.00"]),
        ([NA, "fri 09:00"], "544.00", ["tuina-60 680.00", "off-peak -136.00"]),
        ([NA, "fri 11:45"], "544.00", ["tuina-60 680.00", "off-peak -136.00"]),
        ([NA, "fri 12:00"], "680.00", ["tuina-60 680.00"]),
        ([NA, "sat 10:00"], "680.00", ["tuina-60 680.00"]),
        ([WEI, "fri 14:00"], "612.00", ["tuina-60 680.00", "gold -68.00"]),
        # 680 + 80, a tenth off, then a fifth off that: 760 - 76 = 684, - 136.80
        ([WEI, "fri 10:00", "-a", "oil"], "547.20", ["tuina-60 680.00", "oil 80.00", "gold -76.00", "off-peak -136.80"]),
        ([NA, "2026-12-01 14:00"], "780.00", ["tuina-60 680.00", "golden-week 100.00"]),
        ([NA, "2026-12-07 14:00"], "780.00", ["tuina-60 680.00", "golden-week 100.00"]),
        ([NA, "2026-12-08 14:00"], "680.00", ["tuina-60 680.00"]),
        ([NA, "fri 14:00", "--coupon", "SPRING"], "630.00", ["tuina-60 680.00", "spring-sale -50.00"]),
        ([NA, "fri 10:00", "--price", "500"], "500.00", []),
    ],
)  # fmt: skip
def test_the_lines_that_made_the_price(it, words, price, lines):
    who, when, *rest = words
    told = it.ok("price", "tuina-60", when, "-c", who, *rest).splitlines() if "--price" not in rest else []
    assert told[-1:] in ([], [f"total\t{price}"])
    made = it.booked(who, "tuina-60", when, *rest)
    record = it.record(made)
    assert f"price = {price}\n" in record
    for line in lines:
        of, amount = line.split()
        assert f'{{ of = "{of}", amount = {amount} }}' in record
    assert ("lines = [" in record) == bool(lines)
    it.proven()


def test_a_coupon_is_used_up_by_customer_and_in_all(it):
    it.booked(NA, "tuina-60", "fri 14:00", "--coupon", "spring")
    told = it.refused("book", NA, "tuina-60", "mon 14:00", "--coupon", "spring")
    assert "used up by this customer: 1 of 1" in told
    other = it.booked(JING, "tuina-60", "mon 14:00", "--coupon", "spring")
    assert "used up: 2 of 2" in it.refused("book", WEI, "tuina-60", "mon 16:00", "--coupon", "spring")
    it.ok("cancel", other)
    it.booked(WEI, "tuina-60", "mon 16:00", "--coupon", "spring")  # what is cancelled gives it back


def test_a_coupon_that_is_unknown_or_not_for_this_says_so(it):
    it.add("bookctl.toml", '\n[[price]]\nid = "late"\ncoupon = "late"\nchange = "-10%"\nto = 2026-11-25\n')
    assert "there is no coupon sping" in it.refused("book", NA, "tuina-60", "fri 10:00", "--coupon", "sping")
    told = it.refused("book", NA, "tuina-60", "fri 10:00", "--coupon", "late")
    assert "the coupon late was good until 2026-11-25 (rule: price.3.coupon in bookctl.toml:" in told


def test_a_price_never_falls_below_nothing(it):
    it.add("bookctl.toml", '\n[[price]]\nid = "gift"\ncoupon = "gift"\nchange = "-1000"\n')
    assert "price = 0.00\n" in it.record(it.booked(NA, "tuina-60", "fri 14:00", "--coupon", "gift"))


def test_a_reward_in_minutes_where_they_are_free(empty):
    it = Practice(empty, '\n[[price]]\nid = "longer"\nminutes = 15\nhours = ["mon-fri 09:00-12:00"]\n')
    made = it.result("book", NA, "tuina-60", "fri 10:00")
    assert (made["start"][11:16], made["end"][11:16], made["price"]) == ("10:00", "11:15", 680.0)
    for who, name in ((WEI, "wang"), (JING, "chen")):
        it.booked(who, "tuina-60", "fri 11:15", "-r", name)
    it.write("customers/cxin22.toml", 'name = "新"\nphone = "2"\n')
    done = it.book.run("book", "cxin22", "tuina-60", "fri 10:15")
    assert done.code == 0
    assert "the 15 min on top are not free: booked without them" in done.err
    it.proven()


def test_a_price_made_by_the_rules_moves_with_them_and_an_agreed_one_stays(it):
    ruled, agreed = (
        it.booked(NA, "tuina-60", "fri 10:00"),
        it.booked(JING, "tuina-60", "fri 10:00", "--price", "600"),
    )
    done = it.book.run("move", ruled, "fri 14:00")
    assert "note: the price is 680.00 CNY then" in done.err
    assert "price = 680.00\n" in it.record(ruled)
    assert 'lines = [{ of = "tuina-60", amount = 680.00 }]' in it.record(ruled)
    assert "lines" not in it.record(agreed)
    it.ok("move", agreed, "fri 15:00")
    assert "price = 600.00\n" in it.record(agreed)
    it.proven()


def test_a_class_is_paid_by_the_seat(it):
    it.write("services/yoga.toml", 'name = "Yoga"\nminutes = 60\nseats = 8\nprice = 90.00\n')
    it.ok("session", "add", "yoga", "fri 18:00")
    made = it.booked(WEI, "yoga", "fri 18:00", "--seats", "2")
    assert "price = 162.00\n" in it.record(made)  # 2 x 90, a tenth off
