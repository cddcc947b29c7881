"""Answers about tickets: one shape everywhere, with its clocks, documents, work and story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.attachment import AttachmentShown, attachments_shown
from oncall_cli.answers.escalation import EscalationShown, escalations_shown, second_call
from oncall_cli.answers.mail import MailOut, mail_out
from oncall_cli.core.attachment import Attachment
from oncall_cli.core.clock import Clock, TierTimes, clocks_of
from oncall_cli.core.mail import Mail
from oncall_cli.core.message import Mailbox
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pause import pauses_of
from oncall_cli.core.ticket import Channel, Status, Ticket, TicketEvent, Work, is_non_critical
from oncall_cli.core.ticket_story import as_corrected
from oncall_cli.core.ticket_work import WorkKind, form_week, kind_of
from oncall_cli.core.timetable import Timetable
from oncall_cli.policy.history import Policies


class Papers(Frozen):
    """The four documents of a call (T9): three references, and the week whose pay form it stands on."""

    help_desk: str | None
    contact_log: str | None
    work_order: str | None
    pay_form: date | None


class WorkShown(Frozen):
    """A span somebody worked, in elapsed minutes."""

    person: str
    start: Moment
    end: Moment
    minutes: int
    kind: WorkKind


class TicketShown(Answer):
    """One ticket, whole. `replies` are those that were to be sent, each as it stands; a draft is an event
    alone. `thread` is everybody a reply to all goes to, whoever wrote last first. `now` and `tier_name` are
    for people's screens alone."""

    id: int
    status: Status
    channel: Channel
    tier: int | None
    priority: int
    received: Moment
    caller: str
    phone: str | None
    email: str | None
    description: str
    assignee: str | None
    on_it_at: Moment | None
    done_at: Moment | None
    resolution: str | None
    workaround: str | None
    deferred_until: Moment | None
    non_critical: bool
    after_hours: bool
    clocks: tuple[Clock, ...]
    documents: Papers
    work: tuple[WorkShown, ...]
    escalations: tuple[EscalationShown, ...] = ()
    second_call: tuple[str, ...] = ()
    replies: tuple[MailOut, ...] = ()
    thread: tuple[Mailbox, ...] = ()
    attachments: tuple[AttachmentShown, ...] = ()
    events: tuple[TicketEvent, ...]
    requester: str | None
    tell: str | None
    customer: str | None
    location: str | None
    affected: str | None
    tried: str | None
    error: str | None
    first_time: bool | None
    reference: str | None
    rings: int | None
    now: Moment = Field(exclude=True)
    tier_name: str | None = Field(default=None, exclude=True)

    @property
    def is_late(self) -> bool:
        """Whether an open clock of it has run out."""
        return any(clock.state == "late" for clock in self.clocks)

    @property
    def is_deferred(self) -> bool:
        """Whether it is put off until a time to come (T3)."""
        return self.deferred_until is not None and self.now < self.deferred_until


class TicketList(Answer):
    """Tickets, and how many more there are, or that there are some where not all were `counted`; how many are
    left out as they are deferred. `title` and `none` say which ones to people."""

    tickets: tuple[TicketShown, ...]
    more: int
    counted: bool = True
    deferred: int = 0
    next_deferred: Moment | None = None
    now: Moment = Field(exclude=True)
    title: str = Field(exclude=True)
    none: str = Field(exclude=True)


class TicketsWritten(Answer):
    """How many tickets were written as a document, in which format, to which file."""

    tickets: int
    format: str
    out: str | None


@dataclass(frozen=True)
class Background:
    """What a ticket is shown against: the team's rules by date, its zone, and the time it is."""

    policies: Policies
    timetable: Timetable
    zone: ZoneInfo
    now: datetime

    def local(self, moment: datetime) -> datetime:
        """A moment on the team's wall clock."""
        return moment.astimezone(self.zone)


_MOMENTS = ("received", "on_it_at", "done_at", "deferred_until")
_SAME = [name for name in TicketShown.model_fields if name in Ticket.model_fields and name not in _MOMENTS]


@dataclass(frozen=True)
class Kept:
    """What there is about a ticket beside it: `mails` as they stand by now, `people` on a reply to all."""

    work: Sequence[Work]
    events: Sequence[TicketEvent]
    attachments: Sequence[Attachment]
    mails: Sequence[Mail]
    people: Sequence[Mailbox]


def shown(ticket: Ticket, kept: Kept, background: Background) -> TicketShown:
    """A ticket as answers show one, judged by the policy that held on the day it came in (Y2)."""
    timetable, local = background.timetable, background.local
    policy = background.policies.on(timetable.local_day(ticket.received))
    story = as_corrected(ticket, kept.events)
    tier = policy.tiers.get(ticket.tier) if ticket.tier else None
    times = TierTimes(tier.update_every, tier.response, tier.follow_up) if tier else TierTimes()
    clocks = clocks_of(ticket, policy.clocks, times, background.now, pauses_of(ticket, story))
    sent = {mail.id: mail.state == "sent" for mail in kept.mails}
    told = [_local_event(_as_sent(event, sent), background) for event in story]
    return TicketShown(
        **{field: getattr(ticket, field) for field in _SAME},
        received=local(ticket.received),
        on_it_at=local(ticket.on_it_at) if ticket.on_it_at else None,
        done_at=local(ticket.done_at) if ticket.done_at else None,
        deferred_until=local(ticket.deferred_until) if ticket.deferred_until else None,
        non_critical=is_non_critical(ticket.channel, ticket.tier, policy.line_tiers),
        after_hours=timetable.after_hours(ticket.received),
        clocks=tuple(_local_clock(clock, background) for clock in clocks),
        documents=Papers(
            help_desk=ticket.help_desk,
            contact_log=ticket.contact_log,
            work_order=ticket.work_order,
            pay_form=form_week([span.span for span in kept.work], timetable),
        ),
        work=tuple(_work(one, background) for one in kept.work),
        escalations=escalations_shown(told),
        second_call=second_call(told),
        replies=tuple(mail_out(mail, background.zone) for mail in kept.mails),
        thread=tuple(kept.people),
        attachments=attachments_shown(kept.attachments, background.zone),
        events=tuple(told),
        now=local(background.now),
        tier_name=tier.name if tier else None,
    )


def _local_clock(clock: Clock, background: Background) -> Clock:
    met = background.local(clock.met) if clock.met else None
    return clock.model_copy(update={"due": background.local(clock.due), "met": met})


def _as_sent(event: TicketEvent, sent: Mapping[int, bool]) -> TicketEvent:
    """The story tells of a reply when it is made; by one that is not sent, nobody was told anything (T8)."""
    about = event.about
    if about is None or about.mail is None or about.mail not in sent:
        return event
    return event.model_copy(update={"about": about.model_copy(update={"told": sent[about.mail]})})


def _local_event(event: TicketEvent, background: Background) -> TicketEvent:
    about = event.about
    if about and about.until:
        about = about.model_copy(update={"until": background.local(about.until)})
    return event.model_copy(update={"moment": background.local(event.moment), "about": about})


def _work(work: Work, background: Background) -> WorkShown:
    return WorkShown(
        person=work.person,
        start=background.local(work.start),
        end=background.local(work.end),
        minutes=work.span.minutes,
        kind=kind_of(work.span, background.timetable),
    )
