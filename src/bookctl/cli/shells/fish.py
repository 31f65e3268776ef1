"""fish, from version 3.1 on: one function walks the line, instead of a condition for each of some 500 options."""

from collections.abc import Iterable

from bookctl.cli.shells import table
from bookctl.cli.tree import ASKED, GENERAL, VERSION, Option, Verb, commands, general, nouns, verbs, words

_SCRIPT = r"""# fish completion for bookctl. Written by `bookctl completion fish`; do not edit.

# What can follow a command: its options, those that take a value (NAME:KIND), the kinds of its arguments, its verbs.
function __bookctl_command --no-scope-shadowing
    set options $general
    set valued @VALUED@
    set kinds
    set verbs
    switch "$argv"
        case ''
            set -a options @VERSION@
@COMMANDS@
    end
end

function __bookctl_alias
    switch $argv[1]
@ALIASES@
        case '*'
            echo $argv[1]
    end
end

# The kind of value that an option takes; nothing for a flag. A command's own come first.
function __bookctl_value --no-scope-shadowing
    set -l found (string match -- "$argv[1]:*" $valued)
    string replace -r '^[^:]*:' '' -- $found[1]
end

# Candidates of a kind. What is joined to its value by = stands before each.
function __bookctl_offer --argument-names kind current joined ledger
    switch $kind
        case @ASKED@
            printf '%s\n' "$joined"(command bookctl _complete $kind "$current" "$ledger" 2>/dev/null </dev/null)
        case folder
            printf '%s\n' "$joined"(__fish_complete_directories "$current" '')
        case file
            printf '%s\n' "$joined"(__fish_complete_path "$current")
@WORDS@
    end
end

function __bookctl_complete
    set -l general @GENERAL@
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set current (string unescape -- $current 2>/dev/null; or echo -- $current)
    set -l path
    set -l kind
    set -l before
    set -l ledger ''
    set -l ended
    set -l place 1
    set -l options
    set -l valued
    set -l kinds
    set -l verbs
    __bookctl_command
    for word in $typed[2..-1]
        if test -n "$kind"
            contains -- $before -L --ledger
            and set ledger $word
            set kind
        else if test -n "$ended"; or not string match -q -- '-?*' "$word"
            if not set -q path[1]
                set path (__bookctl_alias "$word")
                __bookctl_command $path
            else if set -q verbs[1]
                set -a path "$word"
                __bookctl_command $path
            else
                set place (math $place + 1)
            end
        else if test "$word" = --
            set ended 1
        else if string match -qr -- '^(-L|--ledger)=' $word
            set ledger (string replace -r -- '^[^=]*=' '' $word)
        else
            set before $word
            set kind (__bookctl_value $word)
        end
    end
    if test -n "$kind"
        __bookctl_offer $kind "$current" '' "$ledger"
    else if test -z "$ended"; and string match -qr -- '^-.*=' "$current"
        set -l named (string replace -r -- '=.*' '' $current)
        set kind (__bookctl_value $named)
        __bookctl_offer "$kind" (string replace -r -- '^[^=]*=' '' $current) $named= "$ledger"
    else if test -z "$ended"; and string match -q -- '-*' "$current"
        printf '%s\n' $options
    else if not set -q path[1]
        printf '%s\n' @NAMES@
    else if set -q verbs[1]
        printf '%s\n' $verbs
    else if set -q kinds[1]
        if string match -q -- '*+' $kinds[-1]; and test $place -gt (count $kinds)
            set place (count $kinds)
        end
        __bookctl_offer (string trim -r -c + -- $kinds[$place]; or true) "$current" '' "$ledger"
    end
end

complete -c bookctl -e
complete -c bookctl -f -k -a '(__bookctl_complete)'
"""


def fish() -> str:
    found = [_command(verb) for verb in verbs()] + [_noun(noun, own) for noun, own in nouns().items()]
    parts = {
        "@VALUED@": table.valued(GENERAL),
        "@VERSION@": _options([VERSION]),
        "@COMMANDS@": "\n".join(found),
        "@ALIASES@": "\n".join(
            f"        case {alias}\n            echo {name}" for alias, name in table.aliases()
        ),
        "@ASKED@": " ".join(ASKED),
        "@WORDS@": "\n".join(
            f"        case {kind}\n            printf '%s\\n' \"$joined\"{_candidates(rows)}"
            for kind, rows in words().items()
        ),
        "@GENERAL@": _options(GENERAL),
        "@NAMES@": _rows(commands()),
    }
    text = _SCRIPT
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _candidates(rows: list[tuple[str, str]]) -> str:
    """A list that fish multiplies with what stands before it; (printf) is read line by line."""
    return f"(printf '%s\\n' {_rows(rows)})"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{word}\\t{_quoted(text)}" if text else word for word, text in rows)


def _options(options: Iterable[Option]) -> str:
    rows = [(name, option.help) for option in options for name in option.names]
    return _rows(sorted(rows, key=lambda row: not row[0].startswith("--")))


def _command(verb: Verb) -> str:
    lines = [f"        case '{' '.join(verb.path)}'"]
    if verb.options:
        lines.append(f"            set -p options {_options(verb.options)}")
    own = tuple(option for option in (*verb.options, *general(verb.path)) if option not in GENERAL)
    if table.valued(own):
        lines.append(f"            set -p valued {table.valued(own)}")
    if verb.arguments:
        lines.append(f"            set kinds {table.kinds(verb.arguments)}")
    return "\n".join(lines)


def _noun(noun: str, own: list[Verb]) -> str:
    return f"        case {noun}\n            set verbs {_rows((v.path[1], v.help) for v in own)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
