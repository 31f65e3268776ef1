"""zsh, by its own _arguments. No variable here may be called path, options, commands, words or status: zsh has them."""

from collections.abc import Iterable, Iterator

from bookctl.cli.registry import BY_NAME
from bookctl.cli.tree import (
    ASKED,
    GENERAL,
    VERSION,
    Argument,
    Option,
    Verb,
    commands,
    general,
    nouns,
    verbs,
    words,
)

_SCRIPT = r"""#compdef bookctl
# zsh completion for bookctl. Written by `bookctl completion zsh`; do not edit.

# Ids and names, from the book. What begins otherwise than it was typed (Zhang for zhang) is offered in a menu.
_bookctl_ask() {
  local value text
  local -a rows
  while IFS=$'\t' read -r value text; do
    rows+=("${${value//\\/\\\\}//:/\\:}:$text")
  done < <(command bookctl _complete "$1" "${(Q)PREFIX}" "$bookctl_ledger" 2>/dev/null </dev/null)
  (( $#rows )) || return 1
  _describe -V -t "$1" "$1" rows && return 0
  _describe -V -t "$1" "$1" rows -U && compstate[insert]=menu
}

# The ledger that the line names, wherever it does.
_bookctl_find_ledger() {
  local at
  for (( at = 2; at < CURRENT; at++ )); do
    case $words[at] in
      -L|--ledger) (( at + 1 < CURRENT )) && bookctl_ledger=${(Q)words[at+1]} ;;
      -L=*|--ledger=*) bookctl_ledger=${(Q)words[at]#*=} ;;
    esac
  done
}

_bookctl_first() {
  local -a rows=(
@NAMES@
  )
  _describe -t commands command rows
}

@WORDS@

_bookctl() {
  local curcontext=$curcontext state state_descr line bookctl_ledger='' ret=1
  local -A opt_args
  local -a general=(
@GENERAL@
  )
  _bookctl_find_ledger
  _arguments -C -s $general @VERSION@ '(-)1: :_bookctl_first' '(-)*:: :->command' && ret=0
  [[ $state == command ]] || return ret
  case $words[1] in
@COMMANDS@
  esac
  return ret
}

if [[ $funcstack[1] == _bookctl ]]; then
  _bookctl "$@"
else
  compdef _bookctl bookctl
fi
"""


def zsh() -> str:
    singles = [_single(verb) for verb in verbs() if len(verb.path) == 1]
    groups = [_group(noun, own) for noun, own in nouns().items()]
    parts = {
        "@NAMES@": _rows(commands()),
        "@WORDS@": "\n\n".join(_words(kind, found) for kind, found in words().items()),
        "@GENERAL@": "\n".join(f"    {spec}" for spec in _specs(GENERAL)),
        "@VERSION@": " ".join(_specs([VERSION])),
        "@COMMANDS@": "\n".join([*singles, *groups]),
    }
    text = _SCRIPT
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _words(kind: str, found: list[tuple[str, str]]) -> str:
    return (
        f"_bookctl_{kind}() {{\n  local -a rows=(\n{_rows(found)}\n  )\n  _describe -t {kind} {kind} rows\n}}"
    )


def _rows(found: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        "    " + _quoted(f"{_escaped(word)}:{text}" if text else _escaped(word)) for word, text in found
    )


def _single(verb: Verb) -> str:
    return f"    {_named(verb.path[0])})\n{_call(verb, '      ')} ;;"


def _group(noun: str, own: list[Verb]) -> str:
    """The verb is the first argument behind the noun; then everything is the verb's."""
    rows = _rows((verb.path[1], verb.help) for verb in own).replace("\n", "\n    ")
    cases = "\n".join(f"        {verb.path[1]})\n{_call(verb, '          ')} ;;" for verb in own)
    return f"""\
    {_named(noun)})
      local -a verbs=(
    {rows}
      )
      state=''
      _arguments -C -s $general '(-)1: :{{_describe -t verbs verb verbs}}' '(-)*:: :->verb' && ret=0
      [[ $state == verb ]] || return ret
      case $words[1] in
{cases}
      esac ;;"""


def _named(command: str) -> str:
    return "|".join(name for name, found in BY_NAME.items() if found.name == command)


def _call(verb: Verb, indent: str) -> str:
    """`general` as it stands, unless this command takes one of these options in its own way."""
    shared = "$general" if general(verb.path) == GENERAL else None
    specs = [*_specs(verb.options), *_arguments(verb.arguments)]
    specs = [shared, *specs] if shared else [*_specs(general(verb.path)), *specs]
    return indent + f" \\\n{indent}  ".join(["_arguments -s -S :", *specs]) + " && ret=0"


def _specs(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        first = "*" if option.many else f"({' '.join(option.names)})" if len(option.names) > 1 else ""
        for name in option.names:
            value = "" if option.kind is None else _value(option.kind, name.lstrip("-"))
            joined = "=" if value and name.startswith("--") else ""
            yield _quoted(f"{first}{name}{joined}[{_escaped(option.help, '[]')}]{value}")


def _arguments(arguments: Iterable[Argument]) -> Iterator[str]:
    for place, argument in enumerate(arguments, 1):
        yield _quoted(f"{'*' if argument.many else place}{_value(argument.kind, argument.name)}")


def _value(kind: str, name: str) -> str:
    """`:MESSAGE:ACTION`; an action that begins with a blank is called as it stands."""
    action = {"folder": "_files -/", "file": "_files", "": " "}.get(kind)
    if action is None:
        action = f" _bookctl_ask {kind}" if kind in ASKED else f" _bookctl_{kind}"
    return f":{name}:{action}"


def _escaped(text: str, more: str = "") -> str:
    for sign in "\\:" + more:
        text = text.replace(sign, "\\" + sign)
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
