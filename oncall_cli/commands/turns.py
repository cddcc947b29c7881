"""New owners of weeks, recorded; several verbs give weeks to somebody, and all record it the same."""

from collections.abc import Iterable

from oncall_cli.commands.payform_touched import touched
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.session import Session


def record_turns(session: Session, turns: Iterable[Turn], schedule: Schedule) -> list[str]:
    """Records turns of weeks that the schedule knows. A cover by a week's new owner is taken back with it,
    for they are on in all of the week now; each is said in words. So are pay forms that were turned in before
    a week that has begun got its owner."""
    said = []
    for turn in turns:
        session.store.rotations.add_turn(turn)
        for cover in schedule.covers.get(turn.week, ()):
            if cover.person == turn.person:
                session.store.covers.withdraw(cover, f"week {turn.week} is {turn.person}'s own now")
                said.append(f"cover {cover.id} is over: week {turn.week} is {turn.person}'s own now")
        held = schedule.timetable.held(turn.week)
        if held.start < session.now:
            said += touched(session, turn.person, held)
    return said
