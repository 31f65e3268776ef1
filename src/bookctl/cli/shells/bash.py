"""bash, from version 3.2 on, which macOS still has: no associative arrays, no negative indices, compopt only if there."""

from bookctl.cli.shells import table
from bookctl.cli.tree import ASKED, GENERAL, VERSION, Verb, commands, general, nouns, verbs, words

_SCRIPT = r"""# bash completion for bookctl. Written by `bookctl completion bash`; do not edit.

# Ids and names, from the book. Quoted as it must be where the cursor stands.
_bookctl_ask() {
  local value text exact
  local -a values=() same=() rows=()
  while IFS=$'\t' read -r value text; do
    exact=''
    if [[ $value == "$current"* ]]; then exact=1; fi
    rows+=("$value  $text")
    case $open in
      \') value=${value//\'/\'\\\'\'} ;;
      \") value=${value//\\/\\\\}; value=${value//\"/\\\"}; value=${value//\$/\\\$}; value=${value//\`/\\\`} ;;
      *) printf -v value %q "$value"; value=${value//:/\\:}; value=${value//=/\\=}; value=${value//@/\\@} ;;
    esac
    values+=("$value")
    if [[ -n $exact ]]; then same+=("$value"); fi
  done < <(command bookctl _complete "$1" "$current" "$ledger" 2>/dev/null </dev/null)
  if [[ ${COMP_TYPE:-} == 63 && ${#values[@]} -gt 1 ]]; then
    COMPREPLY=("${rows[@]}")  # readline only lists, so it may say more than it would insert
  elif [[ ${#same[@]} -gt 0 ]]; then COMPREPLY=("${same[@]}")
  else COMPREPLY=("${values[@]}")  # what begins otherwise than it was typed: Zhang for zhang
  fi
}

_bookctl_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_bookctl_offer() {
  case $1 in
    @ASKED@) _bookctl_ask "$1" ;;
    folder) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$current")) ;;
    file) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$current")) ;;
@WORDS@
  esac
}

# What can follow a command: its options, those that take a value (NAME:KIND), the kinds of its arguments, its verbs.
_bookctl_command() {
  options='@GENERAL@' valued='@GENERAL_VALUED@' kinds='' verbs=''
  case $1 in
@COMMANDS@
  esac
}

_bookctl_alias() {
  case $1 in
@ALIASES@
    *) path=$1 ;;
  esac
}

# The kind of value that an option takes; false for a flag.
_bookctl_value() {
  local pair
  for pair in $valued; do
    if [[ ${pair%%:*} == "$1" ]]; then kind=${pair#*:}; return 0; fi
  done
  return 1
}

# The line up to the cursor as words without their quotes; `open` is the quote in which the last one stands.
_bookctl_split() {
  local line=${COMP_LINE:0:COMP_POINT} sign at begun=''
  for ((at = 0; at < ${#line}; at++)); do
    sign=${line:at:1}
    if [[ $sign == "$open" ]]; then open=''
    elif [[ $sign == \\ && $open != \' ]]; then ((++at)); current+=${line:at:1}; begun=1
    elif [[ -n $open ]]; then current+=$sign
    elif [[ $sign == [\'\"] ]]; then open=$sign; begun=1
    elif [[ $sign == [[:space:]] ]]; then
      if [[ -n $begun ]]; then typed+=("$current"); fi
      current='' begun=''
    else current+=$sign; begun=1
    fi
  done
}

_bookctl() {
  local IFS=$' \t\n' current='' open='' path='' ledger='' kind='' ended='' options valued kinds verbs word at place=0
  local -a typed=()
  COMPREPLY=()
  _bookctl_split
  _bookctl_command ''
  for ((at = 1; at < ${#typed[@]}; at++)); do
    word=${typed[at]} kind=''
    if [[ -z $ended ]]; then
      case $word in
        --) ended=1; continue ;;
        --ledger=*|-L=*) ledger=${word#*=}; continue ;;
        *[\<\>]) kind=file ;;
        -?*) _bookctl_value "$word" || continue ;;
      esac
    fi
    if [[ -n $kind ]]; then
      ((++at))
      if [[ $at -ge ${#typed[@]} ]]; then break; fi
      if [[ $word == -L || $word == --ledger ]]; then ledger=${typed[at]}; fi
      kind=''
    elif [[ -z $path ]]; then _bookctl_alias "$word"; _bookctl_command "$path"
    elif [[ -n $verbs ]]; then path="$path $word"; _bookctl_command "$path"
    else ((++place))
    fi
  done
  if [[ -n $kind ]]; then _bookctl_offer "$kind"
  elif [[ -z $ended && $current == -*=* ]] && _bookctl_value "${current%%=*}"; then
    current=${current#*=}
    _bookctl_offer "$kind"
  elif [[ -z $ended && $current == -* ]]; then
    _bookctl_words "$options"
  elif [[ -z $path ]]; then _bookctl_words '@NAMES@'
  elif [[ -n $verbs ]]; then _bookctl_words "$verbs"
  else
    for kind in $kinds; do
      if [[ $kind == *+ ]]; then place=0; fi
      if ((place-- == 0)); then _bookctl_offer "${kind%+}"; break; fi
    done
  fi
  return 0
}

# In the order of the book, where this bash can keep it.
complete -o nosort -F _bookctl bookctl 2>/dev/null || complete -F _bookctl bookctl
"""


def bash() -> str:
    offers = [f"    {kind}) _bookctl_words '{_list(found)}' ;;" for kind, found in words().items()]
    found = [_command(verb) for verb in verbs()]
    found += [f"    {noun}) verbs='{' '.join(v.path[1] for v in own)}' ;;" for noun, own in nouns().items()]
    first = f"{table.names((*GENERAL, VERSION))}"
    parts = {
        "@ASKED@": "|".join(ASKED),
        "@WORDS@": "\n".join(offers),
        "@GENERAL@": first,
        "@GENERAL_VALUED@": table.valued(GENERAL),
        "@COMMANDS@": "\n".join(found),
        "@ALIASES@": "\n".join(f"    {alias}) path={name} ;;" for alias, name in table.aliases()),
        "@NAMES@": _list(commands()),
    }
    text = _SCRIPT
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _list(found: list[tuple[str, str]]) -> str:
    return " ".join(word for word, _ in found)


def _command(verb: Verb) -> str:
    options = (*verb.options, *general(verb.path))
    return (
        f"    '{' '.join(verb.path)}')\n"
        f"      options='{table.names(options)}'\n"
        f"      valued='{table.valued(options)}'\n"
        f"      kinds='{table.kinds(verb.arguments)}' ;;"
    )
