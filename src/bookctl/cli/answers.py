"""Answers as they are typed: ID=VALUE."""

from collections.abc import Iterable
from typing import Annotated

import typer

from bookctl.actions.problems import Usage

Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", "-q", metavar="ID=VALUE", help="An answer to a question (may be repeated)."),
]


def answers_of(typed: Iterable[str] | None) -> dict[str, str]:
    """By question; Usage where one does not read or is there twice."""
    made: dict[str, str] = {}
    for text in typed or ():
        id_, sign, value = text.partition("=")
        id_ = id_.strip()
        if not sign or not id_:
            raise Usage(f"{text!r} is no answer: write ID=VALUE, as in pressure=firm")
        if id_ in made:
            raise Usage(f"{id_} is answered twice")
        made[id_] = value
    return made
