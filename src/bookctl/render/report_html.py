"""A report as one HTML page: no script, no font or picture from elsewhere, and it prints well."""

from html import escape

from bookctl.model.text import shown
from bookctl.render.figures import change, spoken
from bookctl.reports.frame import Fact, Grid, Report, Table, Value

WIDE, HIGH = 180, 12
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --dim: #5b6875; --line: #d5dbe1; --bar: #2f7d6b; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --dim: #9aa7b4; --line: #3a4652; --bar: #5cb8a2; --paper: #161c22; } }
body { font: 15px/1.45 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink);
  background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
p, figcaption { color: var(--dim); margin: .2rem 0; }
dl { display: flex; flex-wrap: wrap; gap: 1.2rem 2.4rem; margin: 1.2rem 0; }
dt { color: var(--dim); } dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; } dd small { font-size: .9rem; color: var(--dim); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .8rem .25rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--dim); font-weight: 600; } .n { text-align: right; } tfoot td { font-weight: 600; border-top: 2px solid var(--line); }
svg rect { fill: var(--bar); } .map td { text-align: center; border: 1px solid var(--paper); padding: .3rem .5rem; }
@media print { :root { color-scheme: light; } body { margin: 0; max-width: none; font-size: 10.5pt; }
  h2 { break-after: avoid; } table, figure { break-inside: avoid; } @page { margin: 16mm; } }
"""


def html(made: Report, currency: str, practice: str, language: str) -> str:
    days = made.first.isoformat() + (f" to {made.last.isoformat()}" if made.last != made.first else "")
    title = f"{made.title}, {days}"
    parts = [_part(part, currency) for part in made.parts]
    notes = [f"<p>{_text(note)}</p>" for note in made.notes]
    facts = "".join(_fact(fact, currency) for fact in made.facts)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}, {_text(practice)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<p>{_text(practice)}</p>\n<h1>{_text(title)}</h1>\n<dl>{facts}</dl>\n"
        + "\n".join([*parts, *notes])
        + "\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(shown(text))


def _fact(fact: Fact, currency: str) -> str:
    moved = change(fact.value, fact.before, fact.unit)
    beside = (
        f" <small>{_text(moved)}, was {_text(spoken(fact.before, fact.unit, currency))}</small>"
        if moved
        else ""
    )
    return f"<div><dt>{_text(fact.label)}</dt><dd>{_text(spoken(fact.value, fact.unit, currency))}{beside}</dd></div>"


def _part(part: Table | Grid, currency: str) -> str:
    body = _table(part, currency) if isinstance(part, Table) else _grid(part, currency)
    note = f"\n<figcaption>{_text(part.note)}</figcaption>" if part.note else ""
    return f'<h2>{_text(part.title)}</h2>\n<figure class="scroll" style="margin:0">\n{body}{note}\n</figure>'


def _table(part: Table, currency: str) -> str:
    if not part.rows:
        return "<p>nothing in these days</p>"
    drawn = next((at for at, column in enumerate(part.columns) if column.bar), None)
    largest = _largest(part, drawn)
    heads = "".join(f"<th{_side(column.unit)}>{_text(column.title)}</th>" for column in part.columns)
    rows = "\n".join(
        f"<tr>{_cells(part, row, currency)}{_bar(row[drawn], largest) if drawn is not None else ''}</tr>"
        for row in part.rows
    )
    foot = f"\n<tfoot><tr>{_cells(part, part.total, currency)}</tr></tfoot>" if part.total else ""
    extra = "<th></th>" if drawn is not None else ""
    return f"<table>\n<thead><tr>{heads}{extra}</tr></thead>\n<tbody>\n{rows}\n</tbody>{foot}\n</table>"


def _side(unit: str) -> str:
    return "" if unit in {"text", "date"} else ' class="n"'


def _cells(part: Table, row: tuple[Value, ...], currency: str) -> str:
    return "".join(
        f"<td{_side(column.unit)}>{_indented(spoken(value, column.unit, currency))}</td>"
        for value, column in zip(row, part.columns, strict=True)
    )


def _indented(text: str) -> str:
    """Leading spaces say how deep a category lies."""
    bare = text.lstrip(" ")
    return "&emsp;" * ((len(text) - len(bare)) // 2) + _text(bare)


def _largest(part: Table, drawn: int | None) -> float:
    if drawn is None:
        return 0.0
    figures = [float(value) for row in part.rows if isinstance(value := row[drawn], int | float)]
    return max([1.0 if part.columns[drawn].unit == "share" else 0.0, *figures])


def _bar(value: Value, largest: float) -> str:
    long = WIDE * float(value) / largest if isinstance(value, int | float) and largest else 0.0
    return (
        f'<td><svg width="{WIDE}" height="{HIGH}" role="presentation">'
        f'<rect width="{max(0.0, long):.1f}" height="{HIGH}" rx="2"/></svg></td>'
    )


def _grid(part: Grid, currency: str) -> str:
    figures = [float(value) for row in part.values for value in row if isinstance(value, int | float)]
    largest = max([0.0, *figures])
    heads = "".join(f"<th>{_text(name)}</th>" for name in part.across)
    rows = "\n".join(
        f"<tr><th>{_text(name)}</th>{''.join(_shade(value, largest, part, currency) for value in row)}</tr>"
        for name, row in zip(part.down, part.values, strict=True)
    )
    return (
        f'<table class="map">\n<thead><tr><th></th>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>'
    )


def _shade(value: Value, largest: float, part: Grid, currency: str) -> str:
    level = float(value) / largest if isinstance(value, int | float) and largest else 0.0
    text = "" if value is None else spoken(value, part.unit, currency)
    return f'<td style="background: color-mix(in srgb, var(--bar) {level * 75:.0f}%, transparent)">{_text(text)}</td>'
