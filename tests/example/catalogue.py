"""The example ledger's settings, resources and services, as a person would write them."""

SETTINGS = """\
# Still Water 静水: a small wellness studio in Shanghai. Everybody in this book is invented.
format = 1
name = "Still Water 静水"
timezone = "Asia/Shanghai"
currency = "CNY"
locale = "zh"
email = "hello@stillwater.example"
phone = "+86 21 5555 0137"
address = "Lane 47, 12 Wukang Road, Shanghai 上海市武康路12弄47号"

[policy]
notice = 30      # minutes: nobody can undress, shower and be on the table in less
horizon = 90     # days; the rota is not fixed further ahead
step = 15
grid = "clock"
hold = 30

[[closed]]
date = 2026-11-26
name = "Staff training day 员工培训"

[[closed]]
date = 2027-01-01
name = "New Year's Day 元旦"

# The holiday itself is 6 February; most customers are away well before.
[[closed]]
date = 2027-02-03
to = 2027-02-12
name = "Spring Festival 春节"

# Calendars to subscribe to: bookctl feed build writes them into public/.
[feed.studio]
title = "Still Water 静水"
show = "names"

[feed.wang]
title = "王芳 Wang Fang"
query = "resource:wang"
show = "names"
path = "staff/wang.ics"

# For the partner hotel's front desk: when the rooms are taken, and nothing else.
[feed.rooms]
query = "resource:room-1,room-2"
path = "rooms.ics"

[channel.email]
kind = "email"
sender = "Still Water 静水 <hello@stillwater.example>"

[reminders]
quiet = "21:30-08:00"
owner = { email = "owner@stillwater.example" }
"""

RESOURCES = {
    "wang": """\
name = "王芳 Wang Fang"
kind = "staff"
skills = ["massage", "deep-tissue", "tuina", "intake"]
hours = [
  "mon-fri 09:00-12:30 13:30-18:00",
  "sat 10:00-15:00",
]

[[away]]
from = 2026-11-17T15:30:00
to = 2026-11-17T18:00:00
reason = "First-aid course 急救培训"
""",
    "li": """\
name = "李明 Li Ming"
kind = "staff"
skills = ["massage", "tuina", "feet"]
hours = [
  "tue,thu,fri 10:00-13:00 14:00-19:00",
  "wed 12:00-16:00 17:00-22:00", # the late evening: people come after work
  "sun 10:00-16:00",
]

# Stands in for Anna, who is in Hangzhou that weekend.
[[open]]
from = 2026-11-28T10:00:00
to = 2026-11-28T14:00:00
""",
    "anna": """\
name = "陈安娜 Anna Chen"
kind = "staff"
skills = ["massage", "facial", "yoga", "intake"]
hours = [
  "mon,wed,fri 08:00-12:00 13:00-17:00",
  "tue 09:00-12:00 13:00-17:30",
  "sat,sun 08:30-14:00",
]

[[away]]
from = 2026-11-28
to = 2026-11-29
reason = "Hangzhou 杭州"
""",
    "room-1": """\
name = "Bamboo 竹"
kind = "room"
hours = ["daily 08:00-22:30"]
after = 15 # fresh linen, open the window
""",
    "room-2": """\
name = "Lotus 莲"
kind = "room"
skills = ["floor"] # eight mats fit when the table is folded away
hours = ["daily 08:00-22:30"]
after = 15
""",
    "infrared-lamp": """\
name = "Infrared lamp 红外灯"
kind = "device"
before = 5 # it has to warm up
""",
}

SERVICES = {
    "deep-tissue-60": """\
name = "Deep tissue massage 深层按摩, 60 min"
category = ["Body", "Massage", "Deep tissue"]
minutes = 60
needs = [{ kind = "staff", skills = ["deep-tissue"] }, { kind = "room" }]
price = 680.00
addons = ["head-massage", "infrared"]
description = "Slow and firm, for backs that sit at desks. 缓慢有力，适合久坐的人。"
""",
    "deep-tissue-90": """\
name = "Deep tissue massage 深层按摩, 90 min"
category = ["Body", "Massage", "Deep tissue"]
minutes = 90
needs = [{ kind = "staff", skills = ["deep-tissue"] }, { kind = "room" }]
price = 960.00
addons = ["head-massage", "infrared"]
""",
    "swedish-60": """\
name = "Swedish massage 瑞典式按摩"
category = ["Body", "Massage", "Relaxing"]
minutes = 60
needs = [{ kind = "staff", skills = ["massage"] }, { kind = "room" }]
price = 520.00
addons = ["head-massage", "infrared"]
""",
    "tuina-45": """\
name = "Tuina 推拿"
category = ["Body", "Massage", "Tuina"]
minutes = 45
needs = [{ kind = "staff", skills = ["tuina"] }, { kind = "room" }]
price = 380.00
addons = ["infrared"]
""",
    "foot-reflexology-45": """\
name = "Foot reflexology 足底按摩"
category = ["Body", "Feet", "Reflexology"]
minutes = 45
needs = [{ kind = "staff", skills = ["feet"] }, { kind = "room", after = 10 }]
price = 280.00
""",
    "cupping-30": """\
name = "Cupping under the lamp 拔罐"
category = ["Body", "Heat", "Cupping"]
minutes = 30
needs = [
  { kind = "staff", skills = ["tuina"] },
  { kind = "room" },
  { resource = "infrared-lamp" },
]
price = 260.00
""",
    "signature-facial": """\
name = "Still Water facial 静水面部护理"
category = ["Face", "Facial", "Signature"]
price = 880.00
description = "Cleansing, a mask to doze under, and a long finish by the same hands."

[[step]]
minutes = 30
needs = [{ kind = "staff", skills = ["facial"] }, { kind = "room" }]
name = "Cleanse 清洁"

# Nobody has to sit there while the mask dries: the therapist is free for twenty minutes.
[[step]]
minutes = 20
needs = [{ kind = "room" }]
name = "Mask 面膜"

[[step]]
minutes = 25
needs = [{ kind = "staff", skills = ["facial"] }, { kind = "room" }]
name = "Finish 收尾"
""",
    "express-facial": """\
name = "Express facial 快速面部护理"
category = ["Face", "Facial", "Express"]
minutes = 30
needs = [{ kind = "staff", skills = ["facial"] }, { kind = "room" }]
price = 320.00
""",
    "morning-yoga": """\
name = "Morning yoga 晨间瑜伽"
category = ["Movement", "Yoga", "Flow"]
minutes = 60
needs = [{ kind = "staff", skills = ["yoga"] }, { kind = "room", skills = ["floor"] }]
price = 120.00
seats = 8
min_seats = 3
""",
    "first-talk": """\
name = "First talk 初次咨询"
category = ["Talk", "Consultation", "First visit"]
minutes = 20
needs = [{ kind = "staff", skills = ["intake"] }]
price = 0.00
description = "Free, at the tea table: no room is needed. 免费，茶桌边聊一聊。"

[policy]
notice = 120
""",
    "head-massage": """\
name = "Head massage 头部按摩"
category = ["Body", "Massage", "Extras"]
minutes = 15 # by the same hands, on the same table
price = 120.00
addon = true
""",
    "infrared": """\
name = "Infrared warmth 红外热敷"
category = ["Body", "Heat", "Extras"]
needs = [{ resource = "infrared-lamp" }]
price = 80.00
addon = true
""",
}
