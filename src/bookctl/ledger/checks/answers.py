from collections.abc import Iterator

from bookctl.engine.questions import Fault, parse_when, read
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.survey import Remark, Row, Spot, Survey
from bookctl.model.question import Question
from bookctl.model.service import Service


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    services = book.catalogue.services if book.catalogue else {}
    for id_, service in services.items():
        yield from _questions(f"services/{id_}.toml", service)
    rows: dict[str, Row] | None = None
    for id_, customer in book.customers.items():
        if customer.answer and rows is None:
            rows = book.by_id()
        for number, answer in enumerate(customer.answer):
            spot = Spot(f"customers/{id_}.toml", key=("answer", number, "question"))
            row = (rows or {}).get(answer.booking)
            service_ = services.get(row.service) if row else None
            if service_ is None:
                continue
            known = {question.id for question in service_.question}
            if answer.question not in known:
                text = f"{row.service if row else ''} asks no question {answer.question}"
                yield Remark(spot, text, help=did_you_mean(answer.question, known), warning=True)


def _questions(file: str, service: Service) -> Iterator[Remark]:
    before: dict[str, Question] = {}
    for number, question in enumerate(service.question):
        spot = Spot(file, key=("question", number))
        if question.id in before:
            yield Remark(_at(spot, "id"), f"two questions are called {question.id}")
        if question.type == "choice" and not question.choices:
            yield Remark(_at(spot, "type"), f"question {question.id} has no choices")
        if question.type != "choice" and question.choices:
            yield Remark(
                _at(spot, "choices"), f"question {question.id} has choices, but takes a {question.type}"
            )
        if question.min is not None and question.max is not None and question.min > question.max:
            yield Remark(_at(spot, "min"), f"question {question.id} asks for more than its most")
        if question.when is not None:
            yield from _when(_at(spot, "when"), question, before, service)
        before[question.id] = question


def _when(spot: Spot, question: Question, before: dict[str, Question], service: Service) -> Iterator[Remark]:
    """It reads, names a question before it, and an answer that this one can have."""
    when = parse_when(question.when or "")
    if when is None:
        text = f"{question.when!r} is no condition"
        yield Remark(spot, text, help='write when = "other-question = answer"')
    elif when.question not in before:
        later = any(one.id == when.question for one in service.question)
        text = f"{when.question} is asked later" if later else f"there is no question {when.question}"
        help_ = "a condition names a question before it" if later else did_you_mean(when.question, before)
        yield Remark(spot, text, help=help_)
    else:
        other = before[when.question]
        for value in when.values:
            fault = read(other, value)
            if when.op in {"=", "!="} and isinstance(fault, Fault):
                yield Remark(spot, f"{other.id} is never so: {fault.text}")


def _at(spot: Spot, *key: str | int) -> Spot:
    return spot._replace(key=(*spot.key, *key))


CHECK = Check(
    "answers",
    "every question can be asked and answered, and every answer has its question",
    "always",
    on_book=on_book,
)
