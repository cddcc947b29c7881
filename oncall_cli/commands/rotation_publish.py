"""Announcing a quarter: publish."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.publication import Published
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import DryRun, app, listed
from oncall_cli.commands.weeks import running_said, weeks_shown
from oncall_cli.core.actor import check_manager
from oncall_cli.core.moment import weeks_of_quarter
from oncall_cli.core.schedule import Turn, may_publish, weeks_running
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from oncall_cli.session import Session


@verb(app, "publish", writes=True)
def publish(
    session: Session,
    quarter: Annotated[str, typer.Argument(help="A quarter, like 2027-Q1.")],
    dry_run: DryRun = False,
) -> Result:
    """Announce a quarter: its weeks keep their owners from now on."""
    check_manager(session.actor, "publish a quarter")
    name, weeks = weeks_of_quarter(quarter, session.now, session.timetable())
    schedule = session.schedule(weeks[0], weeks[-1])
    announced = [week for week in weeks if may_publish(week, schedule)]
    unreached = [week for week in weeks if schedule.owner(week) is None]
    if len(unreached) == len(weeks):
        raise Refused(
            f"no order reaches {name}, so there is nobody to publish",
            hint=f"oncall rotation set HANDLE... --from {weeks[0]}",
        )
    if not dry_run:
        session.store.policy_history.remember_holidays(
            session.policies.on(weeks[0]).holidays, range(weeks[0].year, weeks[-1].year + 2)
        )
        for week in announced:
            owner = schedule.owner(week)
            if owner:
                turn = Turn(week=week, person=owner, ordered=owner, cause="published", recorded=session.now)
                session.store.rotations.add_turn(turn)
        schedule = session.schedule(weeks[0], weeks[-1])
    answer = Published(
        timezone=session.policy.team.timezone,
        quarter=name,
        weeks=weeks_shown(session, schedule, weeks),
        announced=tuple(announced),
    )
    verb_ = "Would publish" if dry_run else "Published"
    line = f"{verb_} {name}: {len(announced)} weeks."
    if not announced:
        line = f"{name} is published already; nothing was changed."
    notes = [f"no order reaches {listed(unreached)}; nobody has it"] if unreached else []
    notes += _gap(session, weeks[0]) if announced else []
    if len({schedule.owner(week) for week in weeks}) > 1:
        notes += [running_said(*running) for running in weeks_running(announced, schedule)]
    return Done(answer, line, notes=tuple(notes), show=True)


def _gap(session: Session, first: date) -> list[str]:
    """A remark where weeks between now and a quarter are not published."""
    now = session.timetable().this_week(session.now)
    between = [now + step * WEEK for step in range((first - now) // WEEK)]
    if not between:
        return []
    schedule = session.schedule(between[0], between[-1])
    left = [week for week in between if schedule.owner(week) and week not in schedule.turns]
    return [f"{listed(left)} before it: not published"] if left else []
