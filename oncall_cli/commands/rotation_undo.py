"""Taking the publication of a quarter back: what `publish --undo` does."""

from collections.abc import Sequence
from datetime import date

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.publication import TakenBack
from oncall_cli.commands.order_shown import keep_leavers_out
from oncall_cli.commands.rotation_frame import counted
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.weeks import weeks_shown
from oncall_cli.core.publication import by_week, check_withdrawable, publication_of, withdrawn_turns
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from oncall_cli.session import Session

QUARTER = 14 * WEEK
"""The longest that a quarter can be."""


def undone(session: Session, name: str, weeks: Sequence[date], *, dry_run: bool) -> Result:
    """Every week that publishing the quarter announced is left to the order again; Refused where that would
    change what somebody has relied on since."""
    last = weeks[-1] + len(session.store.members.all()) * WEEK
    schedule = session.schedule(weeks[0], last)
    history = by_week(session.store.rotations.every_turn(weeks[0], last + QUARTER))
    announced = publication_of(weeks, history)
    check_withdrawable(name, announced, history, schedule, session.now)
    for swap in open_swaps(session):
        for week in swap.weeks:
            if week in announced:
                raise Refused(
                    f"week {week} is in swap {swap.id}, which is {swap.state}, so {name} stays published",
                    hint=f"oncall swap refuse {swap.id} --reason TEXT ends it",
                )
    for turn in withdrawn_turns(name, announced, session.now):
        session.store.rotations.add_turn(turn)
    keep_leavers_out(session)
    after = session.schedule(weeks[0], max(announced))
    stay = [week for week in weeks if week in schedule.turns and week not in announced]
    warnings = [f"week {week} stays as it is: publishing {name} did not announce it" for week in stay]
    moved = [
        f"  {week}  {turn.person} → {after.owner(week) or 'nobody'}"
        for week, turn in announced.items()
        if after.owner(week) != turn.person
    ]
    preview = "\n".join(
        ["Weeks that change hands by it:", *moved] if moved else ["No week changes hands by it."]
    )
    if not dry_run:
        session.confirm(f"{preview}\nTake the publication of {name} back?")
    answer = TakenBack(
        timezone=session.policy.team.timezone,
        quarter=name,
        weeks=weeks_shown(session, after, weeks),
        withdrawn=tuple(announced),
        warnings=tuple(warnings),
    )
    verb = "Would take back" if dry_run else "Took back"
    count = f"{counted(len(announced))} {'is' if len(announced) == 1 else 'are'}"
    line = f"{verb} {name}: {count} projected again.\n{preview}"
    return Done(answer, line, notes=tuple(warnings), show=True)
