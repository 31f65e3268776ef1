"""What customers say of their visits: ratings from 1 to 5, and how likely they are to recommend the practice."""

from collections import defaultdict

from bookctl.model.persons import PEOPLE
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.pages import Visit, visits
from bookctl.reports.source import Source


def build(source: Source, ask: Ask) -> Report:
    found = [visit for visit in visits(source, ask) if visit.status == "completed"]
    rated = [visit for visit in found if visit.rating is not None]
    facts = (
        Fact("rating", "average rating, of 5", _mean(found), "number", good=1),
        Fact("nps", "net promoter score", _nps(found), "number", good=1),
        Fact("rated", "of the visits were rated", share(len(rated), len(found)), "share", good=1),
    )
    tables = (_spread(rated), _by_service(source, ask, found), _by_person(source, found))
    return Report("ratings", "Ratings", ask.first, ask.last, facts, tables)


def _mean(visits_: list[Visit]) -> float | None:
    ratings = [visit.rating for visit in visits_ if visit.rating is not None]
    return sum(ratings) / len(ratings) if ratings else None


def _nps(visits_: list[Visit]) -> float | None:
    """Percent of 9 and 10 less percent of 0 to 6 (Reichheld 2003), from -100 to 100."""
    scores = [visit.recommend for visit in visits_ if visit.recommend is not None]
    if not scores:
        return None
    return (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) * 100 / len(scores)


def _spread(rated: list[Visit]) -> Table:
    counts = [sum(visit.rating == stars for visit in rated) for stars in (5, 4, 3, 2, 1)]
    rows: list[tuple[Value, ...]] = [
        (str(stars), count, share(count, len(rated)))
        for stars, count in zip((5, 4, 3, 2, 1), counts, strict=True)
    ]
    columns = (
        Column("rating", "rating", "text"),
        Column("count", "visits"),
        Column("share", "share", "share", bar=True),
    )
    return Table("ratings", "How often each was given", columns, rows if rated else [])


def _by_service(source: Source, ask: Ask, found: list[Visit]) -> Table:
    groups: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in found:
        groups[source.services.get(visit.service, visit.service)].append(visit)
    return _table("service", "By service", groups, ask.top)


def _by_person(source: Source, found: list[Visit]) -> Table:
    people = {
        id_: source.resources[id_] for id_, one in source.catalogue.resources.items() if one.kind in PEOPLE
    }
    groups: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in found:
        for id_ in visit.resources:
            if id_ in people:
                groups[people[id_]].append(visit)
    return _table("person", "By person", groups, len(groups))


def _table(key: str, title: str, groups: dict[str, list[Visit]], top: int) -> Table:
    rows = [
        (name, sum(r.rating is not None for r in inside), _mean(inside), _nps(inside))
        for name, inside in groups.items()
    ]
    rows = sorted((row for row in rows if row[1]), key=lambda row: (-(row[2] or 0), row[0]))
    columns = (
        Column(key, key, "text"), Column("rated", "rated"), Column("rating", "average", "number", bar=True),
        Column("nps", "NPS", "number"),
    )  # fmt: skip
    return Table(f"{key}s", title, columns, [*rows[:top]])
