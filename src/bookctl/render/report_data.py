"""A report for programs and spreadsheets: tab-separated, comma-separated, JSON."""

from bookctl.render.figures import exact, for_json
from bookctl.render.table import csv_text, plain
from bookctl.reports.frame import Fact, Grid, Report, Table


def plain_report(made: Report, currency: str) -> list[str]:
    """Tab-separated: the part's key first, then a line a row; facts as `fact`, key, figure, and the one before if asked for."""
    rows = [["fact", fact.key, *_figures(fact, currency)] for fact in made.facts]
    for part in made.parts:
        rows += [[part.key, *cells] for cells in _exact(part, currency)]
    return plain(rows)


def _figures(fact: Fact, currency: str) -> list[str]:
    shown = [fact.value] if fact.before is None else [fact.value, fact.before]
    return [exact(value, fact.unit, currency) for value in shown]


def csv_report(made: Report, currency: str) -> str:
    """The first table of the report, as a spreadsheet takes it."""
    part = made.parts[0]
    header = [column.key for column in part.columns] if isinstance(part, Table) else ["", *part.across]
    return csv_text(header, _exact(part, currency))


def _exact(part: Table | Grid, currency: str) -> list[list[str]]:
    if isinstance(part, Table):
        return [
            [exact(value, column.unit, currency) for value, column in zip(row, part.columns, strict=True)]
            for row in part.rows
        ]
    return [
        [name, *(exact(value, part.unit, currency) for value in row)]
        for name, row in zip(part.down, part.values, strict=True)
    ]


def json_report(made: Report, currency: str, zone: str) -> dict[str, object]:
    return {
        "report": made.name,
        "title": made.title,
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "zone": zone,
        "currency": currency,
        "facts": [
            {
                "key": fact.key,
                "label": fact.label,
                "unit": fact.unit,
                "value": for_json(fact.value, fact.unit, currency),
                "before": for_json(fact.before, fact.unit, currency),
            }
            for fact in made.facts
        ],
        "parts": [_json_part(part, currency) for part in made.parts],
        "notes": list(made.notes),
    }


def _json_part(part: Table | Grid, currency: str) -> dict[str, object]:
    if isinstance(part, Grid):
        values = [[for_json(value, part.unit, currency) for value in row] for row in part.values]
        return {
            "key": part.key, "title": part.title, "unit": part.unit, "down": list(part.down),
            "across": list(part.across), "values": values, "note": part.note,
        }  # fmt: skip
    rows = [
        {
            column.key: for_json(value, column.unit, currency)
            for value, column in zip(row, part.columns, strict=True)
        }
        for row in ([*part.rows, part.total] if part.total else part.rows)
    ]
    return {
        "key": part.key,
        "title": part.title,
        "columns": [{"key": one.key, "title": one.title, "unit": one.unit} for one in part.columns],
        "rows": rows[: len(part.rows)],
        "total": rows[-1] if part.total else None,
        "note": part.note,
    }
