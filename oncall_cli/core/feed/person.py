"""A member's feed: their weeks, and a short event for everything they must not forget in them (P1-P3, S2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from oncall_cli.core.cover import stretch_at
from oncall_cli.core.feed.model import FeedCover, FeedEvent, FeedWeek, Kind, event_order
from oncall_cli.core.feed.words import covers_said, described, name_of, told, when
from oncall_cli.core.reminder import before_handover, daily, first_evening, once_ended
from oncall_cli.core.span import Span
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK

SHORT = timedelta(minutes=15)
ON_CALL, PHONE, SWAP, PAY = "On call", "Support phone", "Swap", "Pay form"


def person_events(person: str, weeks: Sequence[FeedWeek]) -> tuple[FeedEvent, ...]:
    """The events of the member with the handle `person`, by time.

    A reminder goes to whoever is on call when it rings, cover included (C2); the one to hand the phone over
    to whoever has it at the week's last minute, and the pay form to all who stood by in the week. All of
    them ring when they begin, and a cover does so for those between whom the phone changes hands just then.
    """
    events = (
        event
        for week in weeks
        if week.concerns(person)
        for event in _Writer(person, week).events()
        if event.kind not in week.team.leave_out
    )
    return tuple(sorted(events, key=event_order))


class _Writer:
    """Writes what one week means to one member."""

    def __init__(self, person: str, week: FeedWeek) -> None:
        self.person = person
        self.week = week
        self.team = team = week.team
        self.owns = week.owner.handle == person
        self.line = f"the support line, {visible(team.line)}," if team.line else "the support line"
        self.answers = f"you answer {self.line} after hours"

    def events(self) -> Iterator[FeedEvent]:
        yield from self.covers()
        if self.owns:
            yield self.whole_week()
        if self.week.stands_by(self.person):
            if self.owns:
                yield self.swap_deadline()
            yield from self.handovers()
            yield from self.evenings()
            yield self.pay_form()

    def whole_week(self) -> FeedEvent:
        start, end = (when(moment, self.team) for moment in self.week.span)
        summary = "You are on call"
        says = f"Your on-call week for {visible(self.team.name)}, from {start} until {end}"
        if not self.week.stands_by(self.person):
            people = list(dict.fromkeys(name_of(cover.person) for cover in self.week.covers))
            summary = f"Your week: {' and '.join(people)} {'covers' if len(people) == 1 else 'cover'}"
            says = f"{says}, is covered: {covers_said(self.week)}"
        elif self.week.covers:
            says = f"{says}, but for this cover: {covers_said(self.week)}"
        return self.event("week", self.week.span, summary, ON_CALL, f"{says}.", alarm=False)

    def covers(self) -> Iterator[FeedEvent]:
        for cover in self.week.covers:
            if cover.person.handle == self.person:
                yield self.covering(cover)
                yield from self.hand_back(cover, f"Hand the support phone to {name_of(cover.taker)}")
            elif self.owns:
                yield self.covered(cover)
                if cover.taker == self.week.owner:
                    had = any(
                        one.person == self.person for one in self.week.stretches if one.span < cover.span
                    )
                    back = " back" if had else ""
                    summary = f"Take the support phone{back} from {name_of(cover.person)}"
                    yield from self.hand_back(cover, summary, f" From now on {self.answers}.")

    def covering(self, cover: FeedCover) -> FeedEvent:
        start, end = (when(moment, self.team) for moment in cover.span)
        takes = f"Take the support phone from {name_of(cover.giver)}: it is yours"
        has = cover.giver is None or cover.giver == cover.person
        if has:
            takes = "The support phone is yours"
        summary, says = f"You cover for {name_of(self.week.owner)}", f"{takes} from {start} until {end}"
        says = f"{says}, and {self.answers}."
        rings = self.begins_inside(cover) and not has
        return self.event("cover", cover.span, summary, ON_CALL, says, number=cover.number, alarm=rings)

    def covered(self, cover: FeedCover) -> FeedEvent:
        start, end = (when(moment, self.team) for moment in cover.span)
        person = name_of(cover.person)
        hands = self.begins_inside(cover) and cover.giver == self.week.owner
        summary, has = f"{person} covers for you", f"{person} has the support phone"
        if hands:
            summary = f"Hand the support phone to {person}, who covers for you"
            has = f"Hand the support phone to {person}, who has it"
        says = f"{has} from {start} until {end}."
        return self.event("cover", cover.span, summary, ON_CALL, says, number=cover.number, alarm=hands)

    def begins_inside(self, cover: FeedCover) -> bool:
        """Whether the phone changes hands for a cover; for one that begins with its week, it does so at the
        week's own handover."""
        return cover.span.start > self.week.span.start

    def hand_back(self, cover: FeedCover, summary: str, then: str = "") -> Iterator[FeedEvent]:
        """The end of a cover inside the week; one that ends with the week ends with its handover."""
        end = cover.span.end
        if end < self.week.span.end and cover.taker != cover.person:
            says = f"{summary}, with its charger. The cover ends {when(end, self.team)}.{then}"
            yield self.reminder("hand_back", end, summary, PHONE, says, number=cover.number)

    def swap_deadline(self) -> FeedEvent:
        deadline = when(self.week.swap_deadline, self.team)
        start = when(self.week.span.start, self.team)
        says = (
            f"Your week begins {start}. To switch it for another whole week, ask until {deadline}; "
            "that minute is in time, the next is late."
        )
        summary = f"Want to swap your week? Ask until {deadline}"
        rings = self.week.swap_deadline - self.team.times.swap_notice
        return self.reminder("swap_deadline", rings, summary, SWAP, says)

    def handovers(self) -> Iterator[FeedEvent]:
        week, times, zone = self.week, self.team.times, self.team.zone
        start, end = (when(moment, self.team) for moment in week.span)
        whose = "Your" if self.owns else "The"
        if self.holds(week.span.start):
            if not (week.giver and week.giver.handle == self.person):
                giver = f" from {name_of(week.giver)}" if week.giver else ""
                says = f"Take over the support phone{giver}, with its charger. {whose} week begins {start}."
                rings = before_handover(week.week, week.span.start, times.take_over, zone)
                yield self.reminder("take_over", rings, f"Take over the support phone{giver}", PHONE, says)
            until = when(min(week.stretches[0].span.end, week.span.end), self.team)
            says = f"From now until {until} {self.answers}."
            summary = "Your on-call week starts" if self.owns else "You are on call from now"
            yield self.reminder("starts", week.span.start, summary, ON_CALL, says)
        if self.holds(week.span.end):
            summary = f"Hand the support phone to {name_of(week.taker, 'whoever is next')}"
            rings = before_handover(week.week + WEEK, week.next_start, times.hand_over, zone)
            rings = max(rings, self.has_it_since())
            ended = "ends" if rings <= week.span.end else "ended"
            says = f"{summary}, with its charger. {whose} week {ended} {end}."
            if week.taker and week.taker.handle == self.person:
                owns_next = week.after == week.taker
                why = "the next week is yours too" if owns_next else "you are on call next, too"
                summary = f"Keep the support phone: {why}"
                says = "Nobody takes over this time: keep the phone with you and charged."
            yield self.reminder("hand_over", rings, summary, PHONE, says)

    def evenings(self) -> Iterator[FeedEvent]:
        week, times, zone = self.week, self.team.times, self.team.zone
        rings = first_evening(week.week, week.span, times.test_call, zone)
        if self.holds(rings):
            says = (
                f"Call {self.line} from another phone, and record that it reached you. "
                f"If it does not, tell {told(week)} now."
            )
            yield self.reminder("test_call", rings, "Call the support line from another phone", PHONE, says)
        for day, rings in enumerate(daily(week.week, week.span, times.carry, zone)):
            if self.holds(rings):
                says = "Keep the support phone with you, switched on. Never leave it in the office."
                yield self.reminder("carry", rings, "Carry the support phone", PHONE, says, number=day)
        for day, rings in enumerate(daily(week.week, week.span, times.charge, zone)):
            if self.holds(rings):
                says = "Charge the support phone, and keep it where you hear it."
                yield self.reminder("charge", rings, "Charge the support phone", PHONE, says, number=day)

    def pay_form(self) -> FeedEvent:
        week = self.week
        says = (
            f"The week that began {when(week.span.start, self.team)} has ended: turn in your pay form for it."
        )
        rings = once_ended(week.week, week.span, self.team.times.pay_form, self.team.zone)
        return self.reminder("pay_form", rings, "Turn in the pay form", PAY, says)

    def holds(self, moment: datetime) -> bool:
        """Whether the member is on call at a moment, which may lie after a week that a clock cuts short."""
        on = stretch_at(moment, self.week.stretches) if moment <= self.week.span.end else None
        return on is not None and on.person == self.person

    def has_it_since(self) -> datetime:
        """When whoever has the phone at the week's last minute got it, in the week."""
        *others, last = self.week.stretches
        ends = (one.span.end for one in reversed(others) if one.person != last.person)
        return next(ends, self.week.span.start)

    def reminder(
        self, kind: Kind, rings: datetime, summary: str, category: str, says: str, *, number: int = 0
    ) -> FeedEvent:
        span = Span(rings, rings + SHORT)
        return self.event(kind, span, summary, category, says, number=number)

    def event(
        self,
        kind: Kind,
        span: Span,
        summary: str,
        category: str,
        says: str,
        *,
        number: int = 0,
        alarm: bool = True,
    ) -> FeedEvent:
        return FeedEvent(
            kind=kind,
            slot=self.week.week,
            number=number,
            start=span.start,
            end=span.end,
            zone=self.team.zone.key,
            summary=summary,
            description=described(self.week, says, reader=self.person),
            category=category,
            alarm=alarm,
            tentative=not self.week.published,
        )
