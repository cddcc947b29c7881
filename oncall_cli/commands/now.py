"""Who has the phone, until when, who is next; open tickets with their clocks; what is overdue."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result, Watched
from oncall_cli.answers.now import NextOn, Now, NowShort, Overdue, SwapWaiting, Welcome
from oncall_cli.answers.rotation import OnDuty
from oncall_cli.answers.ticket import TicketShown
from oncall_cli.commands.frame import alone, verb
from oncall_cli.commands.notices import notices_now
from oncall_cli.commands.payform_late import of_last_weeks, to_sign
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.ticket_shown import shown_all
from oncall_cli.commands.weeks import on_duty, schedule_at
from oncall_cli.core.mail import as_of
from oncall_cli.core.member import Member
from oncall_cli.core.pause import put_off
from oncall_cli.core.said import clock_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import MINUTE
from oncall_cli.core.ticket import Ticket, queue_key
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

app = alone()

LATE_DONE = 100
"""Of how many Done tickets the documents that are late are named."""


@verb(app, "now")
def now(
    session: Session,
    at: Annotated[str | None, typer.Option("--at", help="Another moment than now.")] = None,
    short: Annotated[bool, typer.Option("--short", help="One line, for a prompt or a status bar.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Show it anew every few seconds.")] = False,
) -> Result:
    """Who has the phone, what is open, and what is due."""
    page = _now(session, at)
    answer = _short(session, page) if short else _whole(session, page)
    return Watched(answer) if watch else answer


def welcome(session: Session) -> Result:
    """`now` where there is a store, else how to begin."""
    if os.path.lexists(session.store_path):
        return _whole(session, _now(session, None))
    return Welcome(
        store=str(session.store_path),
        lines=(
            "There is no store yet. To begin: oncall init",
            "then oncall team add ana --name 'Ana Ruiz', and oncall rotation set ana --from this.",
            "Or look around in a sample team's quarter first: oncall demo",
        ),
    )


def _now(session: Session, at: str | None) -> Now:
    moment, schedule = schedule_at(session, at)
    duty = on_duty(session, moment, schedule)
    members = {member.handle: member for member in session.store.members.all()}
    after = members.get(duty.after or "")
    there, deferred = _open_tickets(session, duty.moment)
    tickets = shown_all(session, there, duty.moment)
    return Now(
        moment=duty.moment,
        past=duty.moment < session.now,
        team=session.policy.team.name,
        week=duty.week,
        person=duty.person,
        name=duty.name,
        phone=members[duty.person].phone if duty.person else None,
        owner=duty.owner,
        owner_name=duty.owner_name,
        cover=duty.cover,
        until=duty.until,
        next=_next_on(session, after, duty, schedule) if after else None,
        after_hours=duty.after_hours,
        office_open=duty.office_open,
        holiday=duty.holiday,
        tickets=tickets,
        overdue=_overdue(tickets, duty.moment),
        swaps=_swaps_waiting(session),
        deferred=len(deferred),
        next_deferred=next(
            (session.local(ticket.deferred_until or duty.moment) for ticket in deferred), None
        ),
    )


def _next_on(session: Session, after: Member, duty: OnDuty, schedule: Schedule) -> NextOn:
    """Who has the phone next: from the end of this stretch, or from when the next week begins."""
    timetable = schedule.timetable
    if duty.week and duty.until < timetable.span(duty.week).end:
        start = duty.until
    else:
        following = duty.week + WEEK if duty.week else timetable.next_week(duty.moment)
        start = session.local(timetable.span(following).start)
    return NextOn(person=after.handle, name=after.name, start=start)


def _whole(session: Session, page: Now) -> Now:
    """The page with what else is to be looked after, and what whoever asks must know next; of a past moment
    there is nothing that comes next."""
    if page.past:
        return page
    papers, more = _papers_overdue(session, page.moment)
    mails = session.store.mails.not_sent()
    pay_forms = of_last_weeks(session)
    states = Counter(as_of(mail, session.present).state for mail in mails)
    return page.model_copy(
        update={
            "overdue": tuple(sorted([*page.overdue, *papers], key=_longest_first)),
            "overdue_more": more,
            "mail_waiting": states["waiting"],
            "mail_unsure": states["unsure"],
            "mail_refused": states["refused"],
            "notices": notices_now(session),
            "pay_forms_late": pay_forms.late,
            "pay_forms_sent_back": pay_forms.sent_back,
            "pay_forms_to_sign": to_sign(session),
        }
    )


def _open_tickets(session: Session, moment: datetime) -> tuple[list[Ticket], list[Ticket]]:
    """The queue as at a moment that is now or to come, and what is deferred then. Of a past moment nobody
    knows which tickets were open, as steps can be told afterwards; `ticket show` has each one's story."""
    if moment < session.now:
        return [], []
    return put_off(sorted(session.store.tickets.not_done(), key=queue_key), moment)


def _overdue(tickets: Sequence[TicketShown], moment: datetime) -> tuple[Overdue, ...]:
    """The clocks that have run out, the longest late first."""
    late = [
        Overdue(ticket=ticket.id, clock=clock.name, due=clock.due, minutes=(moment - clock.due) // MINUTE)
        for ticket in tickets
        for clock in ticket.clocks
        if clock.state == "late"
    ]
    return tuple(sorted(late, key=_longest_first))


def _longest_first(overdue: Overdue) -> datetime:
    return overdue.due


def _papers_overdue(session: Session, moment: datetime) -> tuple[tuple[Overdue, ...], int]:
    """The documents that Done tickets lack past their time (T9): of those `LATE_DONE` that came in first, and
    how many more there are. The others are counted, not worked out, by the time that the policy gives now, so
    that a long past of which nothing was ever filed keeps nobody waiting."""
    tickets = session.store.tickets.undocumented(moment, LATE_DONE)
    late = _overdue(shown_all(session, tickets, moment), moment)
    if len(tickets) < LATE_DONE:
        return late, 0
    before = moment - session.policy.clocks.documents
    return late, session.store.tickets.count_undocumented(before, tickets[-1])


def _swaps_waiting(session: Session) -> tuple[SwapWaiting, ...]:
    actor = session.actor
    waiting = []
    for swap in open_swaps(session):
        if swap.state == "requested" and swap.partner == actor.handle:
            waiting.append(SwapWaiting(id=swap.id, waits_for=f"{swap.requester} asks you: accept or decline"))
        if swap.state == "accepted" and actor.member and actor.is_manager:
            waiting.append(SwapWaiting(id=swap.id, waits_for="a manager: approve or refuse"))
    return tuple(waiting)


def _short(session: Session, answer: Now) -> NowShort:
    late = len({overdue.ticket for overdue in answer.overdue})
    until = f"{answer.until:%a} {clock_said(answer.until, session.policy.team.clock)}"
    who = f"{answer.person} until {until}" if answer.person else f"handover until {until}"
    if answer.week and not answer.person:
        who = f"nobody until {until}"
    following = f", then {answer.next.person}" if answer.next else ""
    return NowShort(
        person=answer.person,
        until=answer.until,
        next=answer.next.person if answer.next else None,
        open=len(answer.tickets),
        late=late,
        line=f"{who}{following}; {len(answer.tickets)} open" + (f", {late} late" if late else ""),
    )
