"""Answers to invitations as the usual programs write them."""

import base64

CUSTOMER = "zhang.wei@example.cn"
BOOKING = "7k2m9q"  # 张伟, today at 10:00, SEQUENCE 1


def google(state="ACCEPTED", *, sender=CUSTOMER, attendee=CUSTOMER, uid=f"{BOOKING}@bookctl.local", sequence=1,
           stamp="20261124T011500Z", cn=CUSTOMER, method="REPLY", extra=""):  # fmt: skip
    """Google Calendar: Sender is Google, three alternatives, the same once more attached."""
    ics = _lines(f"""\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:20261124T020000Z
DTEND:20261124T030000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Still Water:mailto:hello@stillwater.example
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={state};CN={cn};
 X-NUM-GUESTS=0:mailto:{attendee}
CREATED:20261120T011500Z
LAST-MODIFIED:20261124T011500Z
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:Deep tissue massage
TRANSP:OPAQUE
{extra}END:VEVENT
END:VCALENDAR
""")
    return _lines(f"""\
MIME-Version: 1.0
Reply-To: 张伟 <{sender}>
Sender: Google Calendar <calendar-notification@google.com>
Message-ID: <calendar-1@google.com>
Date: Tue, 24 Nov 2026 01:15:00 +0000
Subject: Accepted: Deep tissue massage @ Tue Nov 24, 2026 10am
From: "Zhang, Wei" <{sender}>
To: hello@stillwater.example
Content-Type: multipart/mixed; boundary="000000000000a"

--000000000000a
Content-Type: multipart/alternative; boundary="000000000000b"

--000000000000b
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

WmhhbmcgV2VpIGhhcyBhY2NlcHRlZA==
--000000000000b
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<html><body>has accepted</body></html>
--000000000000b
Content-Type: text/calendar; charset="UTF-8"; method={method}
Content-Transfer-Encoding: 8bit

""") + ics + _lines("""\
--000000000000b--
--000000000000a
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

""") + base64.encodebytes(ics) + b"--000000000000a--\r\n"  # fmt: skip


def outlook(state="TENTATIVE", stamp="20261124T012000Z"):
    """Outlook.com: no ORGANIZER, a Windows zone, MAILTO in capitals, a comment, base64."""
    ics = _lines(f"""\
BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={state};CN=张伟:MAILTO:Zhang.Wei@Example.CN
COMMENT;LANGUAGE=zh-CN:\\n
UID:{BOOKING}@bookctl.local
SUMMARY;LANGUAGE=zh-CN:Tentative: Deep tissue massage
DTSTART;TZID=China Standard Time:20261124T100000
DTEND;TZID=China Standard Time:20261124T110000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:1
LOCATION;LANGUAGE=zh-CN:
X-MICROSOFT-CDO-APPT-SEQUENCE:1
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
END:VEVENT
END:VCALENDAR
""")
    return _lines(f"""\
From: =?gb2312?B?1cXOsA==?= <{CUSTOMER}>
To: =?utf-8?B?U3RpbGwgV2F0ZXI=?= <hello@stillwater.example>
Subject: =?utf-8?B?VGVudGF0aXZlOiBEZWVwIHRpc3N1ZQ==?=
Thread-Topic: =?utf-8?B?RGVlcCB0aXNzdWU=?=
Date: Tue, 24 Nov 2026 01:20:00 +0000
Message-ID: <AM0PR01MB1@AM0PR01MB1.eurprd01.prod.exchangelabs.com>
Content-Language: zh-CN
Content-Type: multipart/alternative;
\tboundary="_000_AM0PR01_"
MIME-Version: 1.0

--_000_AM0PR01_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

DQo=
--_000_AM0PR01_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: base64

""") + base64.encodebytes(ics) + b"--_000_AM0PR01_--\r\n"  # fmt: skip


def apple(state="DECLINED", stamp="20261124T013000Z"):
    """Apple: the mbox line a mail pipe may add, quoted-printable, EMAIL as a parameter, a REQUEST-STATUS."""
    return _lines(f"""\
From {CUSTOMER} Tue Nov 24 01:30:00 2026
From: {CUSTOMER}
To: hello@stillwater.example
Subject: Declined: Deep tissue massage
Date: Tue, 24 Nov 2026 09:30:00 +0800
Mime-Version: 1.0 (Mac OS X Mail 16.0)
X-Mailer: iCloud Calendar
Content-Type: multipart/alternative; boundary="Apple-Mail-1"

--Apple-Mail-1
Content-Type: text/plain; charset=UTF-8

Zhang Wei has declined.
--Apple-Mail-1
Content-Type: text/calendar; charset=UTF-8; method=REPLY
Content-Transfer-Encoding: quoted-printable

BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:REPLY
PRODID:-//Apple Inc.//macOS 15.1//EN
VERSION:2.0
BEGIN:VEVENT
UID:{BOOKING}@bookctl.local
DTSTAMP:{stamp}
DTSTART;TZID=3DAsia/Shanghai:20261124T100000
DTEND;TZID=3DAsia/Shanghai:20261124T110000
SEQUENCE:1
SUMMARY:Deep tissue massage
ORGANIZER;CN=3D"Still Water":mailto:hello@stillwater.example
ATTENDEE;CN=3D"=E5=BC=A0=E4=BC=9F";CUTYPE=3DINDIVIDUAL;EMAIL=3D"{CUSTOMER}"=
;PARTSTAT=3D{state}:mailto:{CUSTOMER}
REQUEST-STATUS:2.0;Success
END:VEVENT
END:VCALENDAR
--Apple-Mail-1--
""")


def bare(**more):
    """Only the calendar of Google's mail."""
    mail = google(**more)
    return mail[mail.index(b"BEGIN:VCALENDAR") : mail.index(b"END:VCALENDAR")] + b"END:VCALENDAR\r\n"


def _lines(text):
    return text.encode().replace(b"\n", b"\r\n")
