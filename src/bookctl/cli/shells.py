"""Completions for four shells, generated from the commands themselves.

Commands and options stand in the script, so that a TAB costs nothing; ids and names are asked of
`bookctl _complete`, which loads next to nothing.
"""

import shlex
from collections.abc import Callable

from bookctl.cli.registry import COMMANDS
from bookctl.cli.tree import WORDS, Verb, nouns, verbs

ASKED = ("booking", "customer", "service", "resource", "session", "page", "check")


def bash() -> str:
    cases = "\n".join(_bash_case(verb) for verb in verbs())
    groups = "\n".join(
        f"    {noun}) verbs={shlex.quote(' '.join(names))} ;;" for noun, names in nouns().items()
    )
    return f"""\
# bash completion for bookctl. Written by `bookctl completion bash`.
_bookctl_ask() {{
  local IFS=$'\\n' value text
  COMPREPLY=()
  while IFS=$'\\t' read -r value text; do
    [[ $value == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$value")")
  done < <(bookctl _complete "$1" "$cur" "$ledger" 2>/dev/null)
}}
_bookctl_offer() {{
  case $1 in
    {"|".join(ASKED)}) _bookctl_ask "$1" ;;
    folder) compopt -o nospace -o plusdirs 2>/dev/null; COMPREPLY=() ;;
    file) compopt -o default 2>/dev/null; COMPREPLY=() ;;
{_cases(lambda kind, words: f'    {kind}) COMPREPLY=($(compgen -W "{words}" -- "$cur")) ;;')}
    *) COMPREPLY=() ;;
  esac
}}
_bookctl() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} path="" verbs="" options="" valued="" ledger="" i word place=0
  local -a kinds=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    case $word in
      -L|--ledger) ledger=${{COMP_WORDS[i+1]}}; ((i++)); continue ;;
      -*) [[ " $valued " == *" $word:"* ]] && ((i++)); continue ;;
    esac
    if [[ -z $path ]]; then path=$word; verbs=""
      case $path in
{groups}
      esac
    elif [[ -n $verbs && " $verbs " == *" $word "* && $path != *" "* ]]; then path="$path $word"
    else ((place++)); continue
    fi
    case $path in
{cases}
    esac
  done
  if [[ -z $path ]]; then
    COMPREPLY=($(compgen -W "{" ".join(command.name for command in COMMANDS)} --ledger --version --help" -- "$cur"))
    return
  fi
  local before=${{COMP_WORDS[COMP_CWORD-1]}}
  if [[ $before == -* && " $valued " == *" $before:"* ]]; then
    local rest=${{valued#*"$before:"}}
    _bookctl_offer "${{rest%% *}}"
  elif [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $verbs && $path != *" "* ]]; then COMPREPLY=($(compgen -W "$verbs" -- "$cur"))
  else _bookctl_offer "${{kinds[place]:-${{kinds[-1]:-}}}}"
  fi
}}
complete -F _bookctl bookctl
"""


def _bash_case(verb: Verb) -> str:
    names = " ".join(name for option in verb.options for name in option.names)
    valued = " ".join(
        f"{name}:{option.kind}" for option in verb.options if option.kind is not None for name in option.names
    )
    kinds = " ".join(kind or "none" for kind in verb.arguments) or "none"
    return f'      "{" ".join(verb.path)}") options="{names}"; valued="{valued}"; kinds=({kinds}) ;;'


def _cases(line: Callable[[str, str], str]) -> str:
    return "\n".join(line(kind, " ".join(words)) for kind, words in WORDS.items())


def zsh() -> str:
    top = "\n".join(f"    {_zsh_text(command.name, command.help)}" for command in COMMANDS)
    cases = "\n".join(_zsh_case(verb) for verb in verbs())
    groups = "\n".join(
        f"    {noun}) if (( CURRENT == 2 )); then local -a verbs; verbs=({' '.join(names)}); _describe verb verbs; return; "
        f'fi; path="$path $words[2]"; shift words; (( CURRENT-- )) ;;'
        for noun, names in nouns().items()
    )
    return f"""\
#compdef bookctl
# zsh completion for bookctl. Written by `bookctl completion zsh`.
_bookctl_ask() {{
  local -a values shown
  local value text
  while IFS=$'\\t' read -r value text; do
    values+=("$value"); shown+=("$value  $text")
  done < <(bookctl _complete "$1" "${{(Q)PREFIX}}" "${{(Q)opt_args[--ledger]}}" 2>/dev/null)
  compadd -l -d shown -a values
}}
_bookctl() {{
  local -a commands
  local path context state state_descr line
  typeset -A opt_args
  commands=(
{top}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  shift words; (( CURRENT-- ))
  path=$words[1]
  case $path in
{groups}
  esac
  case $path in
{cases}
  esac
}}
_bookctl "$@"
"""


def _zsh_text(name: str, text: str) -> str:
    return "'" + f"{name}:{text}".replace("'", "") + "'"


def _zsh_case(verb: Verb) -> str:
    lines = []
    for option in verb.options:
        text = option.help.replace("'", "").replace("[", "(").replace("]", ")").replace(":", ".")
        lines += [f"'*{name}[{text}]{_zsh_action(option.kind)}'" for name in option.names]
    repeated = [
        ("*" if number == len(verb.arguments) else "") + _zsh_action(kind)
        for number, kind in enumerate(verb.arguments, 1)
    ]
    lines += [f"'{action}'" for action in repeated]
    return f'    "{" ".join(verb.path)}") _arguments {" ".join(lines)} ;;'


def _zsh_action(kind: str | None) -> str:
    if kind is None:
        return ""
    if kind in ASKED:
        return f":{kind}:_bookctl_ask {kind}"
    if kind in WORDS:
        return f":{kind}:({' '.join(WORDS[kind])})"
    return {"folder": ":folder:_files -/", "file": ":file:_files"}.get(kind, ":value: ")


def fish() -> str:
    lines = [
        "# fish completion for bookctl. Written by `bookctl completion fish`.",
        "function __bookctl_ask; bookctl _complete $argv[1] (commandline -ct | string unescape) 2>/dev/null; end",
        "function __bookctl_words; commandline -opc | string match -v -- '-*'; end",
        "function __bookctl_at; set -l w (__bookctl_words); set -e w[1];",
        '  test (count $w) -ge (count $argv); and test "$w[1..(count $argv)]" = "$argv"; end',
        "function __bookctl_none; test (count (__bookctl_words)) -eq 1; end",
        "function __bookctl_only; test (count (__bookctl_words)) -eq 2; and __bookctl_at $argv; end",
        "complete -c bookctl -f",
    ]
    lines += [f"complete -c bookctl -n __bookctl_none -a {c.name} -d {shlex.quote(c.help)}" for c in COMMANDS]
    lines += [
        f"complete -c bookctl -n '__bookctl_only {noun}' -a {shlex.quote(' '.join(names))}"
        for noun, names in nouns().items()
    ]
    for verb in verbs():
        lines += _fish_verb(verb)
    return "\n".join(lines) + "\n"


def _fish_verb(verb: Verb) -> list[str]:
    at = f"'__bookctl_at {' '.join(verb.path)}'"
    lines = [
        f"complete -c bookctl -n {at} {_fish_names(option.names)} -d {shlex.quote(option.help)}{_fish_value(option.kind)}"
        for option in verb.options
    ]
    lines += [
        f"complete -c bookctl -n {at}{_fish_value(kind).replace(' -x', '')}"
        for kind in dict.fromkeys(verb.arguments)
        if kind
    ]
    return lines


def _fish_names(names: tuple[str, ...]) -> str:
    return " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in names)


def _fish_value(kind: str | None) -> str:
    if kind is None:
        return ""
    if kind in ASKED:
        return f" -x -a '(__bookctl_ask {kind})'"
    if kind in WORDS:
        return f" -x -a {shlex.quote(' '.join(WORDS[kind]))}"
    return {"folder": " -x -a '(__fish_complete_directories)'", "file": " -r"}.get(kind, " -x")


def powershell() -> str:
    rows = []
    for verb in verbs():
        names = " ".join(name for option in verb.options for name in option.names)
        valued = " ".join(f"{n}:{o.kind}" for o in verb.options if o.kind is not None for n in o.names)
        rows.append(
            f"  '{' '.join(verb.path)}' = @('{names}', '{valued}', '{' '.join(k or 'none' for k in verb.arguments)}')"
        )
    verb_rows = "\n".join(f"  '{noun}' = '{' '.join(names)}'" for noun, names in nouns().items())
    table = "\n".join(rows)
    return f"""\
# PowerShell completion for bookctl. Written by `bookctl completion powershell`.
$script:BookctlVerbs = @{{
{table}
}}
$script:BookctlNouns = @{{
{verb_rows}
}}
$script:BookctlWords = @{{
{_cases(lambda kind, words: f"  '{kind}' = '{words}'")}
}}
Register-ArgumentCompleter -Native -CommandName bookctl -ScriptBlock {{
  param($word, $ast, $at)
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ "$_" }})
  if ($word -ne '') {{ $typed = @($typed | Select-Object -SkipLast 1) }}
  $plain = @($typed | Where-Object {{ $_ -notlike '-*' }})
  function Offer($kind) {{
    if ($script:BookctlWords.ContainsKey($kind)) {{ return $script:BookctlWords[$kind] -split ' ' }}
    if ('{" ".join(ASKED)}' -split ' ' -contains $kind) {{
      return @(bookctl _complete $kind $word 2>$null | ForEach-Object {{ ($_ -split "`t")[0] }})
    }}
    return @()
  }}
  $offers = @()
  if ($plain.Count -eq 0) {{ $offers = '{" ".join(command.name for command in COMMANDS)}' -split ' ' }}
  else {{
    $path = $plain[0]; $rest = @($plain | Select-Object -Skip 1)
    if ($script:BookctlNouns.ContainsKey($path)) {{
      if ($rest.Count -eq 0) {{ $offers = $script:BookctlNouns[$path] -split ' ' }}
      else {{ $path = "$path $($rest[0])"; $rest = @($rest | Select-Object -Skip 1) }}
    }}
    if ($offers.Count -eq 0 -and $script:BookctlVerbs.ContainsKey($path)) {{
      $options, $valued, $kinds = $script:BookctlVerbs[$path]
      $value = @($valued -split ' ' | Where-Object {{ $typed.Count -gt 0 -and $_ -like "$($typed[-1]):*" }})
      if ($value.Count -gt 0) {{ $offers = Offer(($value[0] -split ':')[1]) }}
      elseif ($word -like '-*') {{ $offers = $options -split ' ' }}
      else {{ $all = @($kinds -split ' '); $offers = Offer($all[[Math]::Min($rest.Count, $all.Count - 1)]) }}
    }}
  }}
  $offers | Where-Object {{ $_ -like "$word*" }} | ForEach-Object {{
    $text = if ($_ -match '[\\s''"]') {{ "'" + ($_ -replace "'", "''") + "'" }} else {{ $_ }}
    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
  }}
}}
"""


SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}


def script(shell: str) -> str:
    return SHELLS[shell]()
