from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Remark, Spot, Survey
from bookctl.model.resource import Resource
from bookctl.model.service import Need, Service


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None or book.known["resource"] - book.catalogue.resources.keys():
        return  # what could meet the need may be in a file that does not read
    resources = {id_: one for id_, one in book.catalogue.resources.items() if one.retired is None}
    for id_, service in book.catalogue.services.items():
        for key, need in _needs(service):
            if service.retired is None and not any(_meets(need, *resource) for resource in resources.items()):
                yield Remark(
                    Spot(f"services/{id_}.toml", key=key), f"nothing can be the {_asked(need)}", warning=True
                )


def _needs(service: Service) -> Iterator[tuple[tuple[str | int, ...], Need]]:
    for number, need in enumerate(service.needs):
        yield ("needs", number), need
    for above, step in enumerate(service.step):
        for number, need in enumerate(step.needs):
            yield ("step", above, "needs", number), need


def _meets(need: Need, id_: str, resource: Resource) -> bool:
    return (
        need.resource in {None, id_}
        and need.kind in {None, resource.kind}
        and set(need.skills) <= set(resource.skills)
        and need.units <= resource.capacity
    )


def _asked(need: Need) -> str:
    asked = need.resource or need.kind or "resource"
    skills = f" with {', '.join(need.skills)}" if need.skills else ""
    return f"{asked}{skills}" + (f" of {need.units} units" if need.units > 1 else "")


CHECK = Check(
    "unused", "for every need of a service there is something that meets it", "strict", on_book=on_book
)
