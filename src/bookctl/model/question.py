from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookctl.model.fields import Name, Slug, Text

Asked = Literal["booking", "arrival"]


class Question(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[question]]` in `services/<id>.toml`: what customers are asked, in this order."""

    id: Annotated[Slug, Meta(description="as answers and other questions name it")]
    text: Annotated[Name, Meta(description="the question itself")]
    type: Annotated[
        Literal["text", "number", "yesno", "choice", "date"], Meta(description="what the answer must be")
    ] = "text"
    choices: Annotated[
        list[Name], Meta(max_length=50, description="with `choice`: the answers there are")
    ] = []
    required: Annotated[bool, Meta(description="true: whoever is asked must answer")] = False
    when: Annotated[
        Text | None,
        Meta(
            description="asked only if an earlier question was answered so: `id = value`, `id != value`, "
            "`id in value, value`, `id` or `not id`; absent: always"
        ),
    ] = None
    min: Annotated[int | float | None, Meta(description="with `number`: the least")] = None
    max: Annotated[int | float | None, Meta(description="with `number`: the most")] = None
    ask: Annotated[
        Asked, Meta(description="`booking`: must be answered to book; `arrival`: by the time they arrive")
    ] = "booking"
