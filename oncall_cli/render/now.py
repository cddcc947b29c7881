"""Right now, on screen."""

from oncall_cli.answers.now import Now, NowShort, Welcome
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_clock import CLOCK_WORDS, late_said
from oncall_cli.render.ticket_queue import put_off, queue

FEW = 5
TO_DO = ("decide", "publish", "away", "ready")
"""Notices that ask whoever reads them to do something."""
REASON = 120
"""How much is said of why a form was sent back; its own page has all of it."""
MOST = 15
"""How many tickets fit on a screen with who is on call still in sight."""


def now(screen: Screen, answer: Now) -> None:
    """Who has the phone, what is open, what is late."""
    screen.line(f"{answer.team}, {screen.moment(answer.moment)}", "dim")
    if answer.person:
        phone = f"  {answer.phone}" if answer.phone else ""
        until = screen.moment(answer.until)
        has = "had" if answer.past else "has"
        covering = f", covering for {answer.owner_name}" if answer.cover else ""
        said = f"{answer.name} ({answer.person}) {has} the phone until {until}{covering}.{phone}"
        screen.line(said, "bold")
    elif answer.week:
        screen.line(f"Nobody has the week {answer.week}: oncall rotation set gives it to somebody.", "bold")
    else:
        screen.line(f"Handover day: nobody is on call until {screen.time(answer.until)}.", "bold")
    if answer.next:
        following = answer.next
        screen.line(f"Next: {following.name} ({following.person}), from {screen.moment(following.start)}.")
    if answer.holiday:
        screen.line(f"Today is {answer.holiday}; the office is closed.")
    elif answer.office_open:
        screen.line("The office is open and answers.")
    screen.line()
    _tickets(screen, answer)
    for count, one, several in (
        (answer.mail_refused, "reply was refused", "replies were refused"),
        (answer.mail_unsure, "reply may not have arrived", "replies may not have arrived"),
        (answer.mail_waiting, "reply waits to be sent", "replies wait to be sent"),
    ):
        if count:
            screen.line(f"! {count} {one if count == 1 else several}: oncall mail list", "yellow")
    if answer.overdue:
        screen.line(f"! {_late(answer)}", "bold red")
    _pay_forms(screen, answer)
    for notice in answer.notices:
        asks = notice.kind in TO_DO
        more = f" (oncall swap show {notice.swap})" if asks and notice.swap else ""
        screen.line(f"{'!' if asks else '-'} {notice.text}{more}", "yellow" if asks else "")


def _tickets(screen: Screen, answer: Now) -> None:
    """The queue as far as it fits, and how many tickets are deferred."""
    if answer.past:
        screen.line("That is past; which tickets were open then is not known.")
    elif answer.tickets:
        queue(screen, answer.tickets[:MOST])
        if len(answer.tickets) > MOST:
            screen.line(f"{len(answer.tickets) - MOST} more: oncall ticket list")
    else:
        screen.line("No ticket is to be answered." if answer.deferred else "No ticket is open.")
    put_off(screen, answer.deferred, answer.next_deferred, answer.moment)


def _pay_forms(screen: Screen, answer: Now) -> None:
    """The pay forms that are late, in one line, the reader's that were sent back, and how many they are to
    sign. Those of the week before
    and earlier are not counted: `now` does not look at all of them, as the list does."""
    if answer.pay_forms_late:
        last = answer.pay_forms_late[-1]
        people = ", ".join(last.people)
        more = "; more before it" if answer.pay_forms_late[1:] else ""
        said = f"Late pay form of week {last.week}: {people}{more}"
        screen.line(f"! {said} (oncall payform list)", "bold red")
    for back in answer.pay_forms_sent_back:
        which = f"week {back.week}" if back.week else f"{back.first} to {back.last}"
        reason = back.reason if len(back.reason) <= REASON else f"{back.reason[: REASON - 1]}…"
        more = f"(oncall payform show --form {back.form})"
        screen.line(f"! Your pay form of {which} was sent back: {reason} {more}", "yellow")
    count = len(answer.pay_forms_to_sign)
    if count:
        waits = "1 pay form waits" if count == 1 else f"{count} pay forms wait"
        screen.line(f"! {waits} for your signature: oncall payform list", "yellow")


def _late(answer: Now) -> str:
    """The tickets whose clocks have run out, with those clocks: ticket 2, answer late by 12 min. Open ones
    come first, as somebody waits for them; what a Done one lacks can be late for years."""
    there = {ticket.id for ticket in answer.tickets}
    clocks: dict[int, list[str]] = {}
    for overdue in sorted(answer.overdue, key=lambda overdue: overdue.ticket not in there):
        said = f"{CLOCK_WORDS[overdue.clock]} {late_said(overdue.minutes)}"
        clocks.setdefault(overdue.ticket, []).append(said)
    named = [f"ticket {ticket}, {', '.join(said)}" for ticket, said in clocks.items()]
    rest = len(named[FEW:]) + answer.overdue_more
    more = [f"and {rest:,} more: oncall ticket list --late"] if rest else []
    return "; ".join([*named[:FEW], *more])


def short(screen: Screen, answer: NowShort) -> None:
    """One line."""
    screen.raw(answer.line + "\n")


def welcome(screen: Screen, answer: Welcome) -> None:
    """How to begin."""
    for line in answer.lines:
        screen.raw(line + "\n")
