"""A report as one HTML page: no script, no font or picture from elsewhere, and it prints well."""

from html import escape

from bookctl.model.text import shown
from bookctl.render.figures import change, spoken
from bookctl.reports.frame import Fact, Grid, Report, Table, Value

WIDE, HIGH = 100, 12
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --dim: #5b6875; --line: #d5dbe1; --bar: #2f7d6b; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --dim: #9aa7b4; --line: #3a4652; --bar: #5cb8a2; --paper: #161c22; } }
body { font: 15px/1.45 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink);
  background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
p, figcaption { color: var(--dim); margin: .2rem 0; } figure { margin: 0; overflow-x: auto; }
dl { display: flex; flex-wrap: wrap; gap: 1.2rem 2.4rem; margin: 1.2rem 0; }
dt { color: var(--dim); } dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; } dd small { font-size: .9rem; color: var(--dim); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .8rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; } .n { text-align: right; } .n, .d { white-space: nowrap; }
tfoot td { font-weight: 600; border-top: 2px solid var(--line); }
.bar { min-width: 4rem; width: 12rem; } svg { display: block; margin: .25em 0; height: .8em; } svg rect { fill: var(--bar); }
.map td { text-align: center; border: 1px solid var(--paper); padding: .3rem .5rem; }
ul { margin: 0; padding-left: 1.1rem; } li { margin: .2rem 0; } li b { font-weight: 600; } li span { display: block; }
@media print {
  @page { size: A4; margin: 14mm; }
  :root { color-scheme: light; --ink: #000; --dim: #444; --line: #bbb; --bar: #555; --paper: #fff; }
  body { margin: 0; padding: 0; max-width: none; font-size: 9pt; line-height: 1.3; }
  h1 { font-size: 14pt; } h2 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; } dl { gap: 2mm 6mm; margin: 3mm 0; } dd { font-size: 12pt; }
  th, td { padding: .4mm 2mm .4mm 0; } thead { display: table-header-group; } tfoot { display: table-row-group; }
  tr, li, dl div { break-inside: avoid; } figure { overflow: visible; } figcaption { break-before: avoid; }
  .short { break-inside: avoid; } .map td { padding: .6mm 1mm; } svg rect, .map td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .month { font-size: 7.5pt; } .month dd { font-size: 10.5pt; } .month dd small { font-size: 7.5pt; } .month h2 { margin-top: 2.5mm; } .month dl { gap: 1mm 5mm; margin: 2mm 0; } .month li { margin: .4mm 0; }
  .month main { display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm; } .month .advice, .month .services, .month .staff,
  .month .weekday-hour { grid-column: 1 / -1; } .month .advice ul { columns: 2; column-gap: 8mm; } .month .bar { width: 24mm; }
}
"""
SHORT = 25  # rows that are kept on one page of paper
WORD = 16  # letters that are not broken over lines


def html(made: Report, currency: str, practice: str, language: str) -> str:
    days = made.first.isoformat() + (f" to {made.last.isoformat()}" if made.last != made.first else "")
    title = f"{made.title}, {days}"
    parts = [_part(part, currency) for part in made.parts]
    notes = [f"<p>{_text(note)}</p>" for note in made.notes]
    found = "".join(_fact(fact, currency) for fact in made.facts if fact.value is not None)
    facts = f"<dl>{found}</dl>" if found else ""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}, {_text(practice)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body class="{escape(made.name)}">\n'
        f"<p>{_text(practice)}</p>\n<h1>{_text(title)}</h1>\n{facts}\n<main>\n"
        + "\n".join([*parts, "</main>", *notes])
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
    there = part.rows if isinstance(part, Table) else part.down
    body = "<p>nothing in these days</p>"
    if there:
        body = _table(part, currency) if isinstance(part, Table) else _grid(part, currency)
    note = f"\n<figcaption>{_text(part.note)}</figcaption>" if part.note and there else ""
    short = " short" if len(there) <= SHORT else ""
    return f'<section class="{escape(part.key)}{short}">\n<h2>{_text(part.title)}</h2>\n<figure>\n{body}{note}\n</figure>\n</section>'


def _table(part: Table, currency: str) -> str:
    drawn = next((at for at, column in enumerate(part.columns) if column.bar), None)
    if part.listed and drawn is None:
        return "<ul>\n" + "\n".join(_point(part, row, currency) for row in part.rows) + "\n</ul>"
    largest = _largest(part, drawn)
    heads = "".join(f"<th{_side(column.unit)}>{_text(column.title)}</th>" for column in part.columns)
    rows = "\n".join(
        f"<tr>{_cells(part, row, currency)}{_bar(row[drawn], largest) if drawn is not None else ''}</tr>"
        for row in part.rows
    )
    extra = "" if drawn is None else "<td></td>"
    foot = f"\n<tfoot><tr>{_cells(part, part.total, currency)}{extra}</tr></tfoot>" if part.total else ""
    head = extra.replace("td", "th")
    return f"<table>\n<thead><tr>{heads}{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>{foot}\n</table>"


def _point(part: Table, row: tuple[Value, ...], currency: str) -> str:
    """The first cells as a heading, the last one below it."""
    texts = [spoken(value, column.unit, currency) for value, column in zip(row, part.columns, strict=True)]
    return f"<li><b>{_text(', '.join(texts[:-1]))}</b> <span>{_text(texts[-1])}</span></li>"


def _side(unit: str) -> str:
    words = dict.fromkeys(("word", "date", "moment"), ' class="d"')
    return {"text": "", **words}.get(unit, ' class="n"')


def _cells(part: Table, row: tuple[Value, ...], currency: str) -> str:
    made = ""
    for value, column in zip(row, part.columns, strict=True):
        text = spoken(value, column.unit, currency)
        side = _side("date" if column.unit == "text" and len(text) <= WORD else column.unit)
        made += f"<td{side}>{_indented(text)}</td>"
    return made


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
        f'<td class="bar"><svg width="100%" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none" role="presentation">'
        f'<rect width="{max(0.0, long):.1f}" height="{HIGH}"/></svg></td>'
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
