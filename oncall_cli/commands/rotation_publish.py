"""Announcing a quarter: publish."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.publication import HolidayWeeks, Published
from oncall_cli.answers.publication import Trade as TradeShown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.prepared import unprepared
from oncall_cli.commands.rotation_frame import DryRun, app, counted, listed
from oncall_cli.commands.rotation_undo import undone
from oncall_cli.commands.turns import record_turns
from oncall_cli.commands.weeks import holidays_in, running_said, weeks_shown
from oncall_cli.core.actor import check_manager
from oncall_cli.core.balance import LOOKED_BACK, balanced
from oncall_cli.core.deal import Trade, table_of, traded_around_away, turns_dealt
from oncall_cli.core.moment import weeks_of_quarter
from oncall_cli.core.schedule import Schedule, may_publish, weeks_running
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session


@verb(app, "publish", writes=True)
def publish(
    session: Session,
    quarter: Annotated[str, typer.Argument(help="A quarter, like 2027-Q1.")],
    balance: Annotated[
        str | None,
        typer.Option("--balance", metavar="holidays", help="Even out who has the holiday weeks."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the publication back.")] = False,
    dry_run: DryRun = False,
) -> Result:
    """Announce a quarter; turns are traded around time away.

    Its weeks keep their owners from now on. --undo takes it back while none has begun or changed hands.
    """
    check_manager(session.actor, "publish a quarter")
    if balance not in (None, "holidays"):
        raise BadValue(f"'{balance}' cannot be balanced", hint="--balance holidays")
    if balance and undo:
        raise BadValue("--undo takes a whole publication back; leave --balance out")
    if dry_run:
        session.rehearse()
    name, weeks = weeks_of_quarter(quarter, session.now, session.timetable())
    if undo:
        return undone(session, name, weeks, dry_run=dry_run)
    before = session.schedule(weeks[0], weeks[-1])
    unreached = [week for week in weeks if before.owner(week) is None]
    if len(unreached) == len(weeks):
        raise Refused(
            f"no order reaches {name}, so there is nobody to publish",
            hint=f"oncall rotation set HANDLE... --from {weeks[0]}",
        )
    in_quarter = [week for week in weeks if may_publish(week, before)]
    trades = _traded(session, weeks, balance=balance is not None) if in_quarter else []
    announced, over = _announce(session, weeks, in_quarter, trades)
    schedule = session.schedule(weeks[0], max([*weeks, *announced]))
    shown = _trades_shown(trades)
    warnings = [f"no order reaches {listed(unreached)}; nobody has it"] if unreached else []
    if announced:
        warnings += [*over, *_warnings(session, weeks, announced, schedule)]
    answer = Published(
        timezone=session.policy.team.timezone,
        quarter=name,
        weeks=weeks_shown(session, schedule, weeks),
        traded=shown,
        announced=tuple(announced),
        holidays=_holidays(weeks, schedule),
        warnings=tuple(warnings),
    )
    if trades and not dry_run:
        lines = [f"  {trade.week}  {trade.before} → {trade.after}  {trade.why}" for trade in shown]
        session.confirm("\n".join([f"{name} is dealt with these trades:", *lines, "Publish it so?"]))
    said = _announced_said(len(in_quarter), announced)
    line = f"{'Would publish' if dry_run else 'Published'} {name}: {said}."
    if not announced:
        line = f"{name} is published already; nothing was changed."
    return Done(answer, line, notes=tuple(warnings), show=True)


def _announced_said(in_quarter: int, announced: Sequence[date]) -> str:
    said = counted(in_quarter)
    beyond = len(announced) - in_quarter
    return f"{said}, and {beyond} after it that turns were traded for" if beyond else said


def _traded(session: Session, weeks: Sequence[date], *, balance: bool) -> list[Trade]:
    """What has to be traded, and what is for the holidays' sake."""
    members = session.store.members.all()
    first, last = weeks[0] - LOOKED_BACK * WEEK, weeks[-1] + len(members) * WEEK
    schedule = session.schedule(first if balance else weeks[0], last)
    away = session.store.aways.between(weeks[0], last + 2 * WEEK)
    leaves = {member.handle: member.leaves for member in members if member.leaves}
    table = table_of(weeks, schedule, session.now, away, leaves)
    trades = traded_around_away(table)
    if balance:
        known = [first + step * WEEK for step in range((weeks[-1] - first) // WEEK + 1)]
        holidays = {week for week in known if holidays_in(schedule, week)}
        trades += balanced(table, weeks, holidays, trades)
    return trades


def _announce(
    session: Session, weeks: Sequence[date], in_quarter: Iterable[date], trades: Iterable[Trade]
) -> tuple[list[date], list[str]]:
    """Records who has which week from now on; answers which weeks those are, and which covers end with it."""
    turns = turns_dealt(in_quarter, trades, session.schedule(weeks[0], weeks[-1]), session.now)
    announced = [turn.week for turn in turns]
    if announced:
        rules = session.policies.on(weeks[0]).holidays
        last = max(weeks[-1], announced[-1])
        session.store.policy_history.remember_holidays(rules, range(weeks[0].year, last.year + 2))
        over = record_turns(session, turns, session.schedule(weeks[0], last))
        return announced, over
    return [], []


def _trades_shown(trades: Iterable[Trade]) -> tuple[TradeShown, ...]:
    """Both weeks of every trade, by week."""
    shown = [
        TradeShown(
            week=week, other=other, before=trade.owners[other], after=trade.owners[week], why=trade.why
        )
        for trade in trades
        for week, other in ((trade.week, trade.other), (trade.other, trade.week))
    ]
    return tuple(sorted(shown, key=lambda trade: trade.week))


def _holidays(weeks: Iterable[date], schedule: Schedule) -> tuple[HolidayWeeks, ...]:
    """Who has which weeks with a holiday, by the first of them."""
    owned: dict[str, list[date]] = {}
    for week in weeks:
        owner = schedule.owner(week)
        if owner and holidays_in(schedule, week):
            owned.setdefault(owner, []).append(week)
    return tuple(
        HolidayWeeks(
            person=person,
            weeks=tuple(theirs),
            names=tuple(name for week in theirs for name in holidays_in(schedule, week)),
        )
        for person, theirs in owned.items()
    )


def _warnings(
    session: Session, weeks: Sequence[date], announced: Sequence[date], schedule: Schedule
) -> list[str]:
    """What somebody should look at before the quarter begins."""
    said = [
        f"week {week} lies after it and is announced too: it was traded for {schedule.turns[week].other}"
        for week in announced
        if week > weeks[-1]
    ]
    said += _gap(session, weeks[0])
    if len({schedule.owner(week) for week in weeks}) > 1:
        said += [running_said(*running) for running in weeks_running(announced, schedule)]
    owners = [schedule.turns[week].person for week in announced]
    return said + unprepared(session, sorted(set(owners)), session.today)


def _gap(session: Session, first: date) -> list[str]:
    """A remark where weeks between now and a quarter are not published."""
    now = session.timetable().this_week(session.now)
    between = [now + step * WEEK for step in range((first - now) // WEEK)]
    if not between:
        return []
    schedule = session.schedule(between[0], between[-1])
    left = [week for week in between if schedule.owner(week) and week not in schedule.turns]
    return [f"{listed(left)} before it: not published"] if left else []
