"""PowerShell, 5.1 and 7: a native argument completer, which is handed the line as a syntax tree."""

from collections.abc import Iterable

from bookctl.cli.shells import table
from bookctl.cli.tree import ASKED, GENERAL, VERSION, Verb, commands, general, nouns, verbs, words

_SCRIPT = r"""# PowerShell completion for bookctl. Written by `bookctl completion powershell`; do not edit.

# Of each command: its options, those that take a value (NAME:KIND), and the kinds of its arguments.
$script:BookctlCommands = @{
@COMMANDS@
}
$script:BookctlVerbs = @{
@VERBS@
}
$script:BookctlAliases = @{
@ALIASES@
}
$script:BookctlWords = @{
@WORDS@
}
$script:BookctlNames = @(
@NAMES@
)

# Pairs of a word and its description.
function script:Get-BookctlOffers($kind, $word, $ledger) {
  if ($script:BookctlWords.ContainsKey($kind)) { return $script:BookctlWords[$kind] }
  if (@(@ASKED@) -contains $kind) {
    $before = $env:BOOKCTL_LEDGER
    try {
      if ($ledger) {
        $env:BOOKCTL_LEDGER = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ledger)
      }
      return @(bookctl _complete $kind $word 2>$null)
    } finally { $env:BOOKCTL_LEDGER = $before }
  }
  if ($kind -eq 'folder' -or $kind -eq 'file') {
    return @(Get-ChildItem -Path "$word*" -Directory:($kind -eq 'folder') -ErrorAction SilentlyContinue |
      ForEach-Object { $_.FullName })
  }
  return @()
}

# The kind of value that an option takes; nothing for a flag.
function script:Get-BookctlValue($option, $valued) {
  foreach ($pair in ($valued -split ' ')) {
    $name, $kind = $pair -split ':'
    if ($name -ceq $option) { return $kind }
  }
  return ''
}

Register-ArgumentCompleter -Native -CommandName bookctl -ScriptBlock {
  param($word, $ast, $at)
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $at } | ForEach-Object {
    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
  })
  $word = $word -replace '^[''"]', '' -replace '[''"]$', ''
  $path = ''; $ledger = ''; $kind = ''; $option = ''; $ended = $false; $place = 0
  $options, $valued, $kinds = $script:BookctlCommands['']
  foreach ($one in $typed) {
    if ($kind) {
      if ($option -ceq '-L' -or $option -ceq '--ledger') { $ledger = $one }
      $kind = ''
    } elseif (-not $ended -and $one -eq '--') { $ended = $true
    } elseif (-not $ended -and $one -cmatch '^(-L|--ledger)=(.*)$') { $ledger = $Matches[2]
    } elseif (-not $ended -and $one -like '-?*') {
      $option = $one; $kind = Get-BookctlValue $one $valued
    } elseif (-not $path -or $script:BookctlVerbs.ContainsKey($path)) {
      $path = "$path $one".Trim()
      if ($script:BookctlAliases.ContainsKey($path)) { $path = $script:BookctlAliases[$path] }
      if ($script:BookctlCommands.ContainsKey($path)) { $options, $valued, $kinds = $script:BookctlCommands[$path] }
    } else { $place++ }
  }
  $joined = ''; $asked = $false
  if ($kind) {
    $asked = $true
  } elseif (-not $ended -and $word -match '^(-[^=]*)=(.*)$') {
    $joined = $Matches[1] + '='; $word = $Matches[2]; $asked = $true
    $kind = Get-BookctlValue $joined.TrimEnd('=') $valued
  } elseif (-not $ended -and $word -like '-*') { $offers = $options -split ' '
  } elseif (-not $path) { $offers = $script:BookctlNames
  } elseif ($script:BookctlVerbs.ContainsKey($path)) { $offers = $script:BookctlVerbs[$path]
  } else {
    $asked = $true; $all = @($kinds -split ' ')
    if ($place -ge $all.Count -and $all[-1] -like '*+') { $place = $all.Count - 1 }
    $kind = if ($place -lt $all.Count) { $all[$place].TrimEnd('+') } else { '' }
  }
  if ($asked) { $offers = Get-BookctlOffers $kind $word $ledger }
  # The book decides what a name begins with; of the fixed words those are left out that begin otherwise.
  $filtered = -not (@(@ASKED@) -contains $kind) -and $kind -ne 'folder' -and $kind -ne 'file'
  foreach ($offer in $offers) {
    $value, $text = $offer -split "`t", 2
    if (-not $value -or ($filtered -and -not $value.StartsWith($word))) { continue }
    if (-not $text) { $text = $value }
    $inserted = if ($value -match '[^\w./:=+-]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
    [System.Management.Automation.CompletionResult]::new("$joined$inserted", $value, 'ParameterValue', $text)
  }
}
"""


def powershell() -> str:
    every = (*GENERAL, VERSION)
    lines = [f"  '' = @('{table.names(every)}', '{table.valued(every)}', '')"]
    lines += [_command(verb) for verb in verbs()]
    parts = {
        "@COMMANDS@": "\n".join(lines),
        "@VERBS@": "\n".join(
            f"  '{noun}' = @({_rows((v.path[1], v.help) for v in own)})" for noun, own in nouns().items()
        ),
        "@ALIASES@": "\n".join(f"  '{alias}' = '{name}'" for alias, name in table.aliases()),
        "@WORDS@": "\n".join(f"  '{kind}' = @({_rows(rows)})" for kind, rows in words().items()),
        "@NAMES@": "\n".join(f"  {_row(word, text)}" for word, text in commands()),
        "@ASKED@": ", ".join(f"'{kind}'" for kind in ASKED),
    }
    text = _SCRIPT
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _command(verb: Verb) -> str:
    options = (*verb.options, *general(verb.path))
    spelt, valued, kinds = table.names(options), table.valued(options), table.kinds(verb.arguments)
    return f"  '{' '.join(verb.path)}' = @('{spelt}', '{valued}', '{kinds}')"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return ", ".join(_row(word, text) for word, text in rows)


def _row(word: str, text: str) -> str:
    """In double quotes, for the tab; what PowerShell would read in them is escaped."""
    for sign in '`"$':
        text = text.replace(sign, f"`{sign}")
    return f'"{word}`t{text}"' if text else f"'{word}'"
