"""The completions in the shells themselves: what a TAB offers, and what arrives in the program after it."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from bookctl.cli.registry import BY_NAME
from bookctl.cli.shells import FILES, SHELLS, script
from bookctl.cli.tree import ASKED, general, nouns, verbs, words
from completion_kit import ASK, SCRIPTS, Desk, Terminal, bash_offers, shell
from conftest import environment

PAGES = {word for word, _ in words()["page"]}
VERBS = {verb.path[1] for verb in nouns()["resource"]}
JAMES = "James O'Connor"
# What is typed, and what a TAB then offers. SECOND is a ledger that only -L names; its one more resource is zora.
OFFERS = [
    ("bookctl ag", {"agenda"}),
    ("bookctl tod", {"today"}),
    ("bookctl resource ", VERBS),
    ("bookctl resources re", {"retire"}),
    ("bookctl resource retire w", {"wang"}),
    ("bookctl services show deep", {"deep-tissue-60", "deep-tissue-90"}),
    ("bookctl book 张", {"张伟 Zhang Wei"}),
    ("bookctl book c4", {"c4"}),
    ("bookctl book James", {JAMES}),
    ("bookctl book 'James O", {JAMES}),
    ('bookctl book "James O', {JAMES}),
    ("bookctl book James\\ O", {JAMES}),
    ("bookctl book X deep", {"deep-tissue-60", "deep-tissue-90"}),
    ("bookctl book X deep-tissue-60 ", set()),
    ("bookctl book 'X Y' deep-tissue-60 'fri 10:00' --status r", {"requested"}),
    ("bookctl move 7k", {"7k"}),
    ("bookctl note 7k2m", {"7k2m9q"}),
    ("bookctl mark 7k2m9q a", {"arrived"}),
    ("bookctl board --res", {"--resource"}),
    ("bookctl board -r li --resource wa", {"wang"}),
    ("bookctl board --format ", {"table", "plain", "json", "svg"}),
    ("bookctl agenda --format ", {"table", "plain", "json", "csv"}),
    ("bookctl agenda --format=j", {"json"}),
    ("bookctl --format json board tom", {"tomorrow"}),
    ("bookctl --vers", {"--version"}),
    ("bookctl resource show z", set()),
    ("bookctl -L SECOND resource show z", {"zora"}),
    ("bookctl resource --ledger=SECOND show z", {"zora"}),
    ("bookctl resource show -L SECOND z", {"zora"}),
    ("bookctl help ", PAGES),
    ("bookctl help da", {"dates"}),
    ("bookctl completion ", set(SHELLS)),
    ("bookctl check overlap past", {"past-open"}),
    ("bookctl nonsense ", set()),
]  # fmt: skip
# What is typed with a TAB at its end, and the last argument that the program then gets.
ARRIVES = [
    ("bookctl book James", JAMES),
    ("bookctl book 'James O", JAMES),
    ('bookctl book "James O', JAMES),
    ("bookctl book James\\ O", JAMES),
    ("bookctl book james", JAMES),
    ("bookctl book 张伟", "张伟 Zhang Wei"),
    ("bookctl book Cash", 'Cash: $5 = `five` (50%) & "more"!'),
    ("bookctl move 7k2m", "7k2m9q"),
    ("bookctl mark 7k2m9q ar", "arrived"),
    ("bookctl agenda --format=js", "--format=json"),
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(practice, tmp_path_factory):
    """The practice, `bookctl` on PATH (which writes down how it was called), and no index yet."""
    folder = tmp_path_factory.mktemp("desk")
    first = folder / "ledger"
    shutil.copytree(practice, first)
    (first / "customers" / "cx4q2z.toml").write_text(
        'name = "Cash: $5 = `five` (50%) & \\"more\\"!"\n', "utf-8"
    )
    shutil.copytree(first, folder / "second")
    (folder / "second" / "resources" / "zora.toml").write_text('name = "Zora"\nkind = "staff"\n', "utf-8")
    (folder / "home").mkdir()
    (folder / "bin").mkdir()
    program = folder / "bin" / "bookctl"
    program.write_text(
        f'#!/bin/sh\ncase $1 in _complete) exec {shlex.quote(sys.executable)} -m bookctl "$@" ;; esac\n'
        f"{{ printf '%s\\0' \"$@\"; printf '\\001'; }} >> {shlex.quote(str(folder / 'calls'))}\n",
        "utf-8",
    )
    program.chmod(0o755)
    env = environment(folder / "home", first)
    return Desk(folder, env | {"PATH": f"{folder / 'bin'}:{env['PATH']}", "TERM": "xterm"})


def wanted(desk: Desk, offers: set[str]) -> set[str]:
    """The offers, a beginning of ids being all ids of the book that begin so."""
    full: set[str] = set()
    for offer in offers:
        if re.fullmatch("c4|7k", offer):
            ids = re.compile(rf'(?m)^id = "({offer}\w*)"|^{offer}\w+$')
            pages = "\n".join(
                p.read_text("utf-8") for p in (desk.folder / "ledger" / "bookings").rglob("*.toml")
            )
            names = "\n".join(p.stem for p in (desk.folder / "ledger" / "customers").iterdir())
            text = names if offer == "c4" else pages
            full |= {found[1] or found[0] for found in ids.finditer(text)}
            assert full
        else:
            full.add(offer)
    return full


STARTS = {
    "bash": (["--noprofile", "--norc", "-i"], "bind 'set bell-style none'; source {}\r"),
    "zsh": (["-f", "-i"], "setopt no_bang_hist; autoload -Uz compinit && compinit -u -D; source {}\r"),
    "fish": (["--no-config", "-i"], "source {}\r"),
}


def plain(name: str, typed: str, offers: list[str]) -> set[str]:
    """Offers without what the shell adds: quotes in bash and zsh, in fish the option's name."""
    if name != "fish":
        quote = next((q for q in "'\"" if typed.count(q) % 2), "")
        return {shlex.split(f"{quote}{offer}{quote}")[0] for offer in offers}
    return {re.sub("^--format=", "", offer) for offer in offers}


@pytest.mark.shell
@pytest.mark.parametrize("name", ASK)
def test_a_tab_offers_what_fits(desk, name):
    lines = [desk.line(typed) for typed, _ in OFFERS]
    found = ASK[name](desk, lines)
    assert len(found) == len(OFFERS)
    told = {typed: plain(name, typed, offers) for (typed, _), offers in zip(OFFERS, found, strict=True)}
    assert told == {typed: wanted(desk, offers) for typed, offers in OFFERS}


@pytest.mark.shell
@pytest.mark.parametrize("name", ASK)
def test_what_was_completed_arrives_as_one_word(desk, name):
    calls = desk.folder / "calls"
    calls.write_bytes(b"")
    words_, start = STARTS[name]
    with Terminal([shell(name), *words_], desk.env, desk.folder) as terminal:
        terminal.type(start.format(shlex.quote(str(SCRIPTS / FILES[name]))))
        for number, (typed, last) in enumerate(ARRIVES, 1):
            terminal.type(f"{typed}\t\r")
            terminal.until(lambda many=number: calls.read_bytes().count(b"\1") >= many)
            got = calls.read_bytes().split(b"\1")[-2].split(b"\0")[:-1]
            assert got[-1].decode() == last, (typed, got)


@pytest.mark.shell
@pytest.mark.parametrize(("name", "ledger"), [("bash", ""), ("zsh", "/nowhere"), ("fish", "relative")])
def test_without_a_ledger_nothing_is_offered_and_nothing_said(desk, name, ledger):
    lines = ["bookctl book c", "bookctl move ", "bookctl -L /nowhere board -r ", "bookctl ag"]
    assert ASK[name](desk, lines, BOOKCTL_LEDGER=ledger) == [[], [], [], ["agenda"]]


@pytest.mark.shell
def test_a_list_in_bash_says_more_than_would_be_inserted(desk):
    (rows,) = bash_offers(desk, ["bookctl resource show room"], kind="63")
    assert rows == ["room-1  Bamboo 竹", "room-2  Lotus 莲"]


def test_what_was_just_booked_completes(book):
    new = book.ok("book", "张伟", "tuina-45", "2026-12-03 11:00", "--format", "json")
    id_ = re.search(r'"id": "(\w+)"', new)[1]
    assert book.spawn("_complete", "booking", id_[:4]).stdout.startswith(f"{id_}\tThu 03 Dec 11:00")
    book.ok("customer", "add", "--name", "Zoë Zed")
    assert book.spawn("_complete", "customer", "Zoë").stdout.startswith("Zoë Zed\t")


def test_a_first_tab_needs_no_command_before_it(book):
    asked = book.spawn("_complete", "entry", "7k2")
    assert asked.stdout == "7k2m9q\tTue 24 Nov 10:00 张伟 Zhang Wei Deep tissue massage 深层按摩, 60 min\n"


@pytest.mark.parametrize(
    "words_", [[], ["nonsense"], ["customer", "\udcff"], ["booking", "%"], ["check", ""]]
)
def test_a_question_that_makes_no_sense_has_no_answer(book, words_):
    done = book.spawn("_complete", *words_)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_tab_loads_next_to_nothing(book):
    book.ok("agenda")
    code = (
        "import sys; from bookctl.cli.complete import answer; answer(['customer', '张'])\n"
        "print(*{'typer', 'rich', 'msgspec', 'toml_rs', 'tomllib', 'subprocess'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=book.env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0].startswith("张伟 Zhang Wei\t")
    assert done.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize("name", SHELLS)
def test_the_files_are_what_the_program_prints(book, name):
    path = SCRIPTS / FILES[name]
    if os.environ.get("BOOKCTL_UPDATE"):
        path.write_text(script(name), "utf-8")
    assert path.read_text("utf-8") == script(name), "BOOKCTL_UPDATE=1 writes it anew"
    assert book.ok("completion", name) == script(name)


@pytest.mark.parametrize("name", SHELLS)
def test_every_command_verb_and_option_stands_in_the_script(name):
    text = script(name)
    missing = [part for verb in verbs() for part in verb.path if not re.search(rf"\b{part}\b", text)]
    missing += [o for verb in verbs() for option in verb.options for o in option.names if o not in text]
    missing += [alias for alias in BY_NAME if not re.search(rf"\b{alias}\b", text)]
    assert missing == []
    assert re.findall("@[A-Z]+@", text) == []


@pytest.mark.parametrize("path", [("board",), ("check",), ("agenda",)])
def test_the_formats_offered_are_printed(book, path):
    (option,) = (o for o in general(path) if "--format" in o.names)
    for shape, _ in words()[option.kind]:
        assert book.run(*path, "--format", shape).code in {0, 1}, shape


def test_every_kind_is_known_and_every_verb_says_what_it_does():
    kinds = {a.kind for v in verbs() for a in v.arguments} | {o.kind for v in verbs() for o in v.options}
    assert kinds <= {*ASKED, *words(), "folder", "file", "", None}
    assert [verb.path for own in nouns().values() for verb in own if not verb.help] == []


def test_powershell_is_balanced():
    bare = re.sub(r"(?m)^\s*#.*$", "", script("powershell"))
    bare = re.sub(r"'(?:[^']|'')*'|\"(?:[^\"`]|`.)*\"", "", bare)
    assert "'" not in bare
    assert '"' not in bare
    for opening, closing in ("()", "{}", "[]"):
        assert bare.count(opening) == bare.count(closing)
