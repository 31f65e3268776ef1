"""What a customer says of a visit: figures on the booking, words with the person."""

from bookctl.actions.desk import Desk
from bookctl.actions.edit import change
from bookctl.actions.note import note
from bookctl.actions.outcome import Outcome, told
from bookctl.actions.problems import Refused, Usage
from bookctl.actions.requests import Note, Rate


def rate(desk: Desk, request: Rate) -> Outcome:
    """Refused unless the visit took place; a second rating replaces the first."""
    if request.rating is None and request.recommend is None and request.text is None:
        raise Usage("nothing was said: a rating, --recommend or --text")
    row = desk.row(request.booking)
    if row.kind != "booking":
        raise Refused(f"{row.id} is a session; rate one of its bookings")
    if row.status != "completed":
        raise Refused(
            f"{row.id} is {row.status}: only a completed visit is rated", help=f"bookctl mark {row.id} done"
        )
    given = {"rating": request.rating, "recommend": request.recommend}
    values = {key: value for key, value in given.items() if value is not None}
    if values:
        change(desk, row, None, **values)
    if request.text is not None:
        note(desk, Note(about=row.id, text=request.text, by=request.by))
    return Outcome(f"rate {row.id}", "rated", told(desk.row(row.id)) | values)
