"""Lists of customers: who is new, who is known, and what is wrong with a row."""

import io
import json
import tomllib

import pytest

HEADER = "姓名,手机,邮箱,生日,标签,备注,地址,来源,过敏,推荐人"
LIN = "林慧敏,13800138001,lin@example.com,1990/5/17,VIP、Deep Tissue,喜欢安静,上海市静安区,小红书,花生,张伟 Zhang Wei"
ZHANG = "张伟 Zhang Wei,10000000101,,1985-02-03,vip,,,,,"


def table(*rows, header=HEADER):
    return "\n".join([header, *rows, ""])


def put(book, data, name="customers.csv"):
    file = book.root.parent / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(file)


def take(book, data, *more, name="customers.csv"):
    """Imports the file; the result as it is told to programs."""
    done = book.run("customer", "import", put(book, data, name), "--yes", "--format", "json", *more)
    return done, json.loads(done.out)["result"] if done.out else {}


def record(book, id_):
    return tomllib.loads((book.root / "customers" / f"{id_}.toml").read_text("utf-8"))


def made(book, data, *more, name="customers.csv"):
    """The file of the one customer that is new."""
    done, result = take(book, data, *more, name=name)
    assert done.code == 0, done
    (row,) = [row for row in result["rows"] if row["what"] == "new"]
    return record(book, row["id"])


def commits(book):
    return len(book.git("log", "--format=%H").splitlines())


def reasons(result):
    return [(bad["line"], bad["text"]) for bad in result["bad"]]


def test_all_that_a_row_says_stands_in_the_customers_file(book):
    before = commits(book)
    new = made(book, table(LIN))
    (note,) = new.pop("note")
    assert (note["text"], note["by"]) == ("喜欢安静", "import")
    assert {key: str(value) for key, value in new.items()} == {
        "name": "林慧敏",
        "phone": "+86 138 0013 8001",
        "email": "lin@example.com",
        "birthday": "1990-05-17",
        "tags": "['vip', 'deep-tissue']",
        "address": "上海市静安区",
        "source": "小红书",
        "alert": "[{'text': '花生', 'kind': 'allergy'}]",
        "referrer": "c4f7qx",
        "created": "2026-11-24",
    }
    assert commits(book) == before + 1
    assert book.run("check").code == 0
    message = book.git("log", "-1", "--format=%B")
    assert "林慧敏" not in message
    assert "customer import 1" in message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(book, encoding, sign):
    text = "姓名,手机,邮箱\n欧阳慧敏,13800138001,lin@example.com\n".replace(",", sign)
    assert made(book, text.encode(encoding))["name"] == "欧阳慧敏"


def test_an_encoding_can_be_said(book):
    assert (
        made(book, "name,phone\nJosé,13800138001\n".encode("cp1252"), "--encoding", "cp1252")["name"]
        == "José"
    )
    done, _ = take(book, table(LIN), "--encoding", "klingon")
    assert (done.code, "klingon" in done.err) == (2, True)


def test_standard_input_is_a_file_too(book):
    book.ok("customer", "import", "-", "--yes", stdin=table(LIN))
    assert "林慧敏" in book.ok("customer", "list", "林慧敏")


def test_a_workbook_is_read_with_its_dates_and_numbers(book):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    from datetime import date

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    workbook.add_worksheet("other")
    sheet = workbook.add_worksheet("客户")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["姓名", "手机", "生日"])
    sheet.write(1, 0, "林慧敏")
    sheet.write_number(1, 1, 13800138001)
    sheet.write_datetime(1, 2, date(1990, 5, 17), day)
    workbook.close()
    new = made(book, out.getvalue(), "--sheet", "客户", name="customers.xlsx")
    assert (new["phone"], new["birthday"]) == ("+86 138 0013 8001", date(1990, 5, 17))
    done, _ = take(book, out.getvalue(), "--sheet", "nobody", name="customers.xlsx")
    assert (done.code, "客户" in done.err) == (1, True)


@pytest.mark.parametrize(
    "header",
    [
        "name,phone,email,birthday,tags",
        "Full Name,Mobile,E-mail,Date of Birth,Labels",
        "客户,电话,电子邮箱,出生日期,客户标签",
        "会员姓名,联系电话,邮箱,生日,分组",
        "ＮＡＭＥ,Phone number,EMAIL ADDRESS,DOB,Tag",
    ],
)
def test_columns_are_known_in_english_and_chinese(book, header):
    new = made(book, table("林慧敏,13800138001,lin@example.com,1990-05-17,vip", header=header))
    assert (new["phone"], new["email"], new["tags"]) == ("+86 138 0013 8001", "lin@example.com", ["vip"])


def test_two_parts_of_a_name_are_put_together(book):
    new = made(book, table("慧敏,林,13800138001", header="First Name,Last Name,Phone"))
    assert new["name"] == "林慧敏"


def test_a_file_without_names_is_refused(book):
    done, _ = take(book, table("13800138001", header="Phone"))
    assert (done.code, "no column is the customer's name" in done.err) == (1, True)


def test_the_same_file_twice_changes_nothing(book):
    take(book, table(LIN, ZHANG, "李无名,,,,,,,,,"), "--update")
    before = commits(book)
    done, result = take(book, table(LIN, ZHANG, "李无名,,,,,,,,,"), "--update")
    assert (done.code, result["rows"], result["same"], result["commit"]) == (0, [], 3, None)
    assert commits(book) == before


def test_bookctls_own_list_changes_nothing(book):
    text = book.ok("customer", "list", "--format", "csv")
    done, result = take(book, text, "--update")
    assert (done.code, result["rows"], result["same"]) == (0, [], len(text.splitlines()) - 1), done


@pytest.mark.parametrize(
    "row",
    ["王五,0086-10000000101,", "王五,,Zhang.Wei@Example.CN", "张伟  zhang WEI,,"],
)
def test_a_known_customer_is_known_by_number_address_or_name(book, row):
    _, result = take(book, table(row, header="name,phone,email"))
    assert [one["id"] for one in result["rows"]] in ([], ["c4f7qx"])
    assert result["same"] + len(result["rows"]) == 1
    assert "new" not in {one["what"] for one in result["rows"]}


def test_a_birthday_tells_namesakes_apart(book):
    header = "name,birthday"
    take(book, table("王芳,1990-01-01", "王芳,1991-01-01", header=header))
    _, result = take(book, table("王芳,1991-01-01", header=header))
    assert (result["rows"], result["same"]) == ([], 1)
    done, result = take(book, table("王芳,", header=header))
    assert done.code == 1
    assert "2 customers have this name: " in reasons(result)[0][1]


def test_what_the_book_lacks_is_told_and_only_filled_in_when_asked(book):
    before = (book.root / "customers/c4f7qx.toml").read_text("utf-8")
    row = "张伟 Zhang Wei,10000000101,other@example.cn,1985-02-03,vip,左肩,,baidu,花生,"
    done, result = take(book, table(row))
    (told,) = result["rows"]
    assert (done.code, told["what"]) == (0, "changed")
    assert told["remark"] == "has no birthday, tags, alert, note; other source, email"
    assert (book.root / "customers/c4f7qx.toml").read_text("utf-8") == before
    _, result = take(book, table(row), "--update")
    assert [one["what"] for one in result["rows"]] == ["updated"]
    now = record(book, "c4f7qx")
    assert (now["email"], now["source"]) == ("zhang.wei@example.cn", "wechat")
    assert (str(now["birthday"]), now["tags"]) == ("1985-02-03", ["regular", "desk-back", "vip"])
    assert [note["text"] for note in now["note"]][-1] == "左肩"
    _, result = take(book, table(row), "--overwrite")
    now = record(book, "c4f7qx")
    assert (now["email"], now["source"], now["phone"]) == ("other@example.cn", "baidu", "+86 100 0000 0101")
    _, result = take(book, table(row), "--overwrite")
    assert (result["rows"], result["same"]) == ([], 1)
    assert book.run("check").code == 0


def test_all_faults_are_told_at_once_and_nothing_is_written(book):
    before = commits(book)
    text = table(LIN, "王小明,+86 138,bad@,1990-13-40,常客,,,,,", ",13800138009,,,,,,,,", "赵六,1,,,")
    done, result = take(book, text)
    assert (done.code, commits(book)) == (1, before)
    assert sorted(reasons(result)) == [
        (3, "手机: is too short for China"),
        (3, "标签: '常客' is no tag: a-z, 0-9 and dashes; [tags] of a mapping says what it is called"),
        (3, "生日: is no date, as in 1990-05-17"),
        (3, "邮箱: has an impossible domain behind the @"),
        (4, "no name"),
        (5, "5 cells where the header has 10"),
    ]
    assert "customers.csv:3: 手机: is too short for China" in done.err
    assert "3 rows cannot be taken, 1 can; nothing was changed" in done.err
    done, result = take(book, text, "--skip")
    assert (done.code, [row["name"] for row in result["rows"]], commits(book)) == (6, ["林慧敏"], before + 1)


def test_a_trial_shows_the_files_and_changes_nothing(book):
    before = commits(book)
    done = book.run("customer", "import", put(book, table(LIN)), "--dry-run", "--format", "table")
    assert done.code == 0
    assert '+name = "林慧敏"' in done.out
    assert "would be: 1 new" in done.err
    assert commits(book) == before
    assert book.git("status", "--porcelain") == ""


def test_many_changes_are_agreed_to_first(book):
    rows = [f"客人{n},1380013800{n},,,,,,,," for n in range(4)]
    done = book.run("customer", "import", put(book, table(*rows)))
    assert (done.code, "this makes or changes 4 customers" in done.err) == (2, True)
    assert book.ok("customer", "list", "客人") == ""
    book.ok("customer", "import", put(book, table(*rows)), "--yes")
    assert len(book.ok("customer", "list", "客人").splitlines()) == 4
    book.ok("undo", "--yes")
    assert book.ok("customer", "list", "客人") == ""


def test_one_number_under_two_names_is_asked_about(book):
    rows = ("李梅,13800138001", "李小宝,138 0013 8001")
    done, result = take(book, table(*rows, header="name,phone"))
    assert done.code == 1
    assert reasons(result) == [
        (3, "line 2 has this number or address and another name: --shared takes them as two people")
    ]
    done, result = take(book, table(*rows, header="name,phone"), "--shared")
    assert [row["name"] for row in result["rows"]] == ["李梅", "李小宝"]
    done, result = take(book, table(*rows, header="name,phone"))
    assert (done.code, result["same"]) == (0, 2)


def test_a_new_person_on_two_lines_is_one_and_must_not_be_told_two_ways(book):
    header = "name,phone,birthday,tags"
    done, result = take(book, table("李梅,13800138001,,a", "李梅,13800138001,1990-01-01,b", header=header))
    assert (done.code, len(result["rows"]), result["same"]) == (0, 1, 1)
    new = record(book, result["rows"][0]["id"])
    assert (str(new["birthday"]), new["tags"]) == ("1990-01-01", ["a", "b"])
    header = "name,phone,source"
    done, result = take(book, table("赵梅,13800138002,a", "赵梅,13800138002,b", header=header))
    assert reasons(result) == [(3, "line 2 is the same person with another source")]


def test_unknown_columns_are_told_and_can_be_kept(book):
    header = "姓名,手机,会员卡号,余额"
    done = book.run("customer", "import", put(book, table("林慧敏,13800138001,A1,120", header=header)), "-n")
    assert "columns that were not taken: 会员卡号, 余额" in done.err
    new = made(
        book, table("林慧敏,13800138001,A1,120", header=header), "--keep", "会员卡号=card", "--keep", "余额"
    )
    assert new["fields"] == {"card": "A1", "余额": "120"}
    new = made(book, table("李梅,13800138002,A2,0", header=header), "--keep", "*")
    assert new["fields"] == {"会员卡号": "A2", "余额": "0"}
    done, result = take(book, table("李梅,13800138002,A2,5", header=header), "--keep", "*", "--overwrite")
    assert [row["remark"] for row in result["rows"]] == ["fields.余额"]
    done, _ = take(book, table(LIN), "--keep", "nothing")
    assert (done.code, "there is no column" in done.err) == (2, True)


def test_a_known_column_can_go_to_the_own_fields_instead(book):
    new = made(book, table("林慧敏,13800138001,常客", header="姓名,手机,标签"), "--keep", "标签=分组")
    assert (new["fields"], "tags" in new) == ({"分组": "常客"}, False)


def test_a_date_that_may_be_two_days_is_refused_until_somebody_says_which(book):
    data = table("林慧敏,13800138001,03/04/1990", header="name,phone,birthday")
    _, result = take(book, data)
    assert reasons(result) == [(2, "birthday: may be two days: --dates day-first or month-first says which")]
    assert str(made(book, data, "--dates", "month-first")["birthday"]) == "1990-03-04"
    assert take(book, data, "--dates", "year-first")[0].code == 2


@pytest.mark.parametrize("day", ["2030-01-01", "1780-01-01", "5月17日", "17 May"])
def test_a_birthday_that_cannot_be_is_refused(book, day):
    assert take(book, table(f"林慧敏,13800138001,{day}", header="name,phone,birthday"))[0].code == 1


@pytest.mark.parametrize(
    ("word", "consent"), [("是", ["marketing"]), ("yes", ["marketing"]), ("不同意", None), ("", None)]
)
def test_consent_is_yes_or_no(book, word, consent):
    new = made(book, table(f"林慧敏,13800138001,{word}", header="name,phone,营销同意"))
    assert new.get("consent") == consent
    assert take(book, table("李梅,13800138002,vielleicht", header="name,phone,consent"))[0].code == 1


def test_a_withdrawn_consent_is_told_and_taken_over_when_asked(book):
    made(book, table("林慧敏,13800138001,yes", header="name,phone,consent"))
    no = table("林慧敏,13800138001,no", header="name,phone,consent")
    _, result = take(book, no, "--update")
    assert [(row["what"], row["remark"]) for row in result["rows"]] == [("changed", "other consent")]
    _, result = take(book, no, "--overwrite")
    assert record(book, result["rows"][0]["id"]).get("consent", []) == []


def test_who_sent_somebody_may_stand_further_down(book):
    data = table("林慧敏,13800138001,13800138002", "李梅,13800138002,nobody", header="name,phone,推荐人")
    _, result = take(book, data)
    ids = {row["name"]: row["id"] for row in result["rows"]}
    assert record(book, ids["林慧敏"])["referrer"] == ids["李梅"]
    assert "referrer" not in record(book, ids["李梅"])
    assert result["notes"] == [{"line": 3, "text": "who sent them is not clear, and was left out"}]


def test_a_mapping_of_ones_own_names_columns_tags_and_fields(book):
    mapping = book.root.parent / "salon.toml"
    mapping.write_text(
        'region = "DE"\n[columns]\nname = "Kunde"\nphone = ["Telefon", "Handy"]\nbirthday = "Geboren"\n'
        'tags = "Gruppe"\n[tags]\n"Stammgast" = "regular"\n"egal" = ""\n[fields]\n"Karte" = "card"\n'
        '[formats]\ndate = ["%d.%m.%y"]\n',
        "utf-8",
    )
    data = table(
        "Eva Müller;0171 5550101;17.05.90;Stammgast,egal;A1", header="Kunde;Handy;Geboren;Gruppe;Karte"
    )
    new = made(book, data, "--mapping", str(mapping))
    assert (new["phone"], str(new["birthday"]), new["tags"]) == ("+49 171 5550101", "1990-05-17", ["regular"])
    assert new["fields"] == {"card": "A1"}
    mapping.write_text('[columns]\nnmae = "x"\n', "utf-8")
    done, _ = take(book, data, "--mapping", str(mapping))
    assert (done.code, "nmae" in done.err) == (2, True)
    done, _ = take(book, data, "--mapping", "nothing.toml")
    assert done.code == 4


def test_a_mapping_for_bookings_says_who_somebody_is(book):
    data = table("慧敏,林,13800138001,lin@example.com", header="First Name,Last Name,Phone,Email")
    assert made(book, data, "--mapping", "acuity")["name"] == "林慧敏"


@pytest.mark.parametrize(
    "name", ['"=HYPERLINK(""x"")"', "a\u202eb", "a\x1bb", "x" * 201, "@SUM(1)", '"a\nb"']
)
def test_a_name_that_could_do_harm_is_refused(book, name):
    done, result = take(book, table(f"{name},13800138001", header="name,phone"))
    assert (done.code, len(result["bad"])) == (1, 1)
    assert "\x1b" not in done.err


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b'name,phone\n"a,1\n', b"name,name\na,b\n"])
def test_a_file_that_is_no_table_is_refused(book, data):
    assert take(book, data)[0].code == 1


def test_thousands_of_customers_are_taken_in_one_commit(book):
    import time

    rows = [f"客人{n},138{n:08},u{n}@example.com" for n in range(2500)]
    before, began = commits(book), time.monotonic()
    done, result = take(book, table(*rows, header="name,phone,email"))
    assert (done.code, len(result["rows"]), commits(book)) == (0, 2500, before + 1)
    assert time.monotonic() - began < 60
    assert book.run("check").code == 0


def test_a_bar_is_drawn_for_many_on_a_terminal_only(capsys, monkeypatch):
    from bookctl.cli.progress import LONG, Bar

    with Bar("rows", LONG + 1) as bar:
        for _ in range(LONG + 1):
            bar()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Bar("rows", LONG) as bar:
        bar()
    assert capsys.readouterr().err == ""
    with Bar("rows", LONG + 1) as bar:
        for _ in range(LONG + 1):
            bar()
        bar.then("writing")
    shown = capsys.readouterr().err
    assert "[###############               ]  50%" in shown
    assert shown.rstrip(" \r").endswith("writing…")
