"""Which resource serves which demand."""

from collections.abc import Callable, Sequence

Cost = tuple[int, ...]


def assign(candidates: Sequence[Sequence[str]], prefer: Callable[[int, str], Cost]) -> tuple[str, ...] | None:
    """A distinct resource for each demand, in the order of the demands; None where there are too few.

    `prefer(demand, resource)` is a tuple of whole numbers >= 0, of one length throughout. Among all complete
    assignments the one is taken whose tuples, added up place by place, are the lexicographically
    smallest; of equals the one whose ids, in the order of the demands, come first.
    """
    if any(not options for options in candidates):
        return None
    costs = [{id_: prefer(number, id_) for id_ in options} for number, options in enumerate(candidates)]
    greedy = tuple(min((cost, id_) for id_, cost in options.items())[1] for options in costs)
    return greedy if len(set(greedy)) == len(greedy) else _cheapest(costs)


def _cheapest(costs: Sequence[dict[str, Cost]]) -> tuple[str, ...] | None:
    ids = sorted({id_ for options in costs for id_ in options})
    if len(ids) < len(costs):
        return None
    weights = _weights(costs, ids)
    never = 1 + sum(max(row.values()) for row in weights)
    columns = _hungarian([[row.get(id_, never) for id_ in ids] for row in weights])
    found = tuple(ids[column] for column in columns)
    return found if all(id_ in row for id_, row in zip(found, weights, strict=True)) else None


def _hungarian(weights: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row in the cheapest assignment (Kuhn and Munkres, with potentials); rows <= columns.

    Row and column 0 stand for none, so the real ones count from 1.
    """
    columns = range(1, len(weights[0]) + 1)
    row_price, column_price = [0] * (len(weights) + 1), [0] * (len(columns) + 1)
    row_at = [0] * (len(columns) + 1)
    for row, costs in enumerate(weights, start=1):
        row_at[0], column, seen = row, 0, {0}
        slack = [0, *(costs[other - 1] - row_price[row] - column_price[other] for other in columns)]
        way = [0] * len(slack)
        while row_at[column]:
            open_columns = [other for other in columns if other not in seen]
            here = row_at[column]
            for other in open_columns:
                reduced = weights[here - 1][other - 1] - row_price[here] - column_price[other]
                if reduced < slack[other]:
                    slack[other], way[other] = reduced, column
            column = min(open_columns, key=slack.__getitem__)
            step = slack[column]
            for other in seen:
                row_price[row_at[other]] += step
                column_price[other] -= step
            for other in open_columns:
                slack[other] -= step
            seen.add(column)
        while column:
            row_at[column], column = row_at[way[column]], way[column]
    return [row_at.index(row, 1) - 1 for row in range(1, len(weights) + 1)]


def _weights(costs: Sequence[dict[str, Cost]], ids: Sequence[str]) -> list[dict[str, int]]:
    """Each cost, with the ids as the last word, as one number that adds up and compares in the same way."""
    rank = {id_: place for place, id_ in enumerate(ids)}
    rows = [
        {
            id_: (*cost, *(rank[id_] if at == number else 0 for at in range(len(costs))))
            for id_, cost in row.items()
        }
        for number, row in enumerate(costs)
    ]
    base = 1 + len(costs) * max(part for row in rows for cost in row.values() for part in cost)
    return [{id_: _number(cost, base) for id_, cost in row.items()} for row in rows]


def _number(digits: Cost, base: int) -> int:
    number = 0
    for digit in digits:
        number = number * base + digit
    return number
