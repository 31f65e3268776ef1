"""Who serves what: against trying every possibility."""

from itertools import product

from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from bookctl.engine.match import assign

IDS = "abcde"


@st.composite
def problems(draw):
    """Up to four demands with candidates, and what each costs."""
    count = draw(st.integers(1, 4))
    rows = [sorted(draw(st.sets(st.sampled_from(IDS), max_size=5))) for _ in range(count)]
    places = draw(st.integers(1, 3))
    costs = {
        (at, id_): tuple(draw(st.integers(0, 3)) for _ in range(places))
        for at, row in enumerate(rows)
        for id_ in row
    }
    return rows, costs


def best_of_all(rows, costs):
    """The cheapest of every assignment there is, by the documented order."""
    every = [ids for ids in product(*rows) if len(set(ids)) == len(ids)]

    def total(ids):
        parts = [costs[at, id_] for at, id_ in enumerate(ids)]
        return [sum(column) for column in zip(*parts, strict=True)], ids

    return min(every, key=total, default=None)


@given(problems())
@tries(max_examples=400, deadline=None)
def test_an_assignment_is_found_whenever_there_is_one_and_it_is_the_cheapest(problem):
    rows, costs = problem
    assert assign(rows, lambda at, id_: costs[at, id_]) == best_of_all(rows, costs)


def test_the_only_one_who_can_is_kept_for_what_only_they_can_do():
    assert assign([["anna", "ben"], ["anna"]], lambda _at, _id: (0,)) == ("ben", "anna")


def test_nothing_asked_is_nothing_taken():
    assert assign([], lambda _at, _id: (0,)) == ()


def test_large_loads_do_not_outweigh_what_counts_before_them():
    loads = {"anna": 10**9, "ben": 0}
    assert assign([["anna", "ben"]], lambda _at, id_: (int(id_ != "anna"), loads[id_])) == ("anna",)
    loads = {"a": 10**9, "b": 0, "c": 10**9}
    assert assign([["a", "b"], ["a", "b", "c"]], lambda _at, id_: (int(id_ == "b"), loads[id_])) == ("a", "c")
