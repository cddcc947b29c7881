"""Taking a publication back: which weeks it announced, and whether they can be projected again.

What belongs to a publication is what publishing that quarter recorded: weeks published or traded, and the
weeks after the quarter that they were traded for. A week of the quarter that was announced otherwise stays as
it is: one assigned or imported before, and one that an earlier quarter traded one of its own for. A later
quarter published around a week that was traded for is taken back first.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from oncall_cli.core.moment import quarter_of
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.errors import Refused

_ONE_BY_ONE = (
    "single weeks change by oncall swap request, or oncall rotation assign WEEK HANDLE --reason TEXT"
)


def by_week(turns: Iterable[Turn]) -> dict[date, list[Turn]]:
    """Recorded turns by their week, in the order they have."""
    found: dict[date, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn.week, []).append(turn)
    return found


def announced_turn(turns: Sequence[Turn]) -> Turn | None:
    """The turn by which publishing announced a week, of all its turns as they were recorded; nothing where it
    is projected, or came to be announced another way."""
    gone = [number for number, turn in enumerate(turns) if turn.cause == "withdrawn"]
    standing = turns[gone[-1] + 1 :] if gone else turns
    return standing[0] if standing and standing[0].cause in ("published", "traded") else None


def publication_of(quarter: Sequence[date], history: Mapping[date, Sequence[Turn]]) -> dict[date, Turn]:
    """The weeks that publishing a quarter announced, each by which turn; `history` has every turn."""
    announced: dict[date, Turn] = {}
    for week in quarter:
        turn = announced_turn(history.get(week, ()))
        if turn is None or (turn.other and turn.other < quarter[0]):
            continue
        announced[week] = turn
        if turn.other and turn.other > quarter[-1]:
            beyond = announced_turn(history.get(turn.other, ()))
            if beyond:
                announced[turn.other] = beyond
    return dict(sorted(announced.items()))


def check_withdrawable(
    name: str,
    announced: Mapping[date, Turn],
    history: Mapping[date, Sequence[Turn]],
    schedule: Schedule,
    moment: datetime,
) -> None:
    """Refused where there is nothing to take back, a week of it has begun, changed hands since or is covered,
    or a later quarter has been published around it; names the week."""
    if not announced:
        raise Refused(f"{name} is not published, so there is nothing to take back")
    for week, turn in announced.items():
        if schedule.timetable.span(week).start <= moment:
            raise Refused(
                f"week {week} has begun with {history[week][-1].person} on call, so {name} stays published",
                hint=_ONE_BY_ONE,
            )
        latest = history[week][-1]
        if latest is not turn:
            raise Refused(f"week {week} {_changed(latest)}, so {name} stays published", hint=_ONE_BY_ONE)
        for cover in schedule.covers.get(week, ()):
            raise Refused(
                f"week {week} has cover {cover.id} by {cover.person}, so {name} stays published",
                hint=f"oncall cover remove {cover.id} --reason TEXT takes the cover back",
            )
    for week in announced:
        later = quarter_of(week)
        if later > name and _is_published(later, announced, history):
            raise Refused(
                f"week {week}, traded for week {announced[week].other}, lies in {later}, which has been "
                f"published around it since",
                hint=f"oncall rotation publish {later} --undo comes first",
            )


def withdrawn_turns(name: str, announced: Mapping[date, Turn], moment: datetime) -> list[Turn]:
    """The turns that leave every week of a publication to the order again."""
    return [
        Turn(
            week=week,
            person=turn.person,
            ordered=turn.ordered,
            cause="withdrawn",
            reason=f"the publication of {name} was taken back",
            recorded=moment,
        )
        for week, turn in announced.items()
    ]


def _changed(turn: Turn) -> str:
    if turn.cause == "swapped":
        return f"went to {turn.person} by swap {turn.swap}"
    return f"was {turn.cause} to {turn.person}" if turn.cause == "assigned" else f"was {turn.cause} since"


def _is_published(
    quarter: str, announced: Mapping[date, Turn], history: Mapping[date, Sequence[Turn]]
) -> bool:
    """Whether publishing announced any other week of a quarter."""
    weeks = [week for week in history if quarter_of(week) == quarter and week not in announced]
    turns = [announced_turn(history[week]) for week in weeks]
    return any(turn and not (turn.other and quarter_of(turn.other) < quarter) for turn in turns)
