"""Replies on their way, on screen."""

from oncall_cli.answers.mail import MailDropped, MailList, MailOut, MailShown, MailsSent
from oncall_cli.core.mail import people_said
from oncall_cli.render.screen import Screen

TEXT_CUT = 20_000
"""How many characters of a reply's text are shown."""


def mails(screen: Screen, answer: MailList) -> None:
    """Replies as a table, each with why it is where it is below it."""
    if not answer.mails:
        screen.line("There is no reply." if answer.everything else "Every reply is sent.")
        return
    _table(screen, answer.mails)
    standing = {mail.state for mail in answer.mails}
    if "waiting" in standing:
        screen.line("oncall mail send sends what waits.")
    if standing & {"refused", "unsure"}:
        screen.line("What is refused or unsure goes out by oncall mail send ID --again alone.")


def _table(screen: Screen, listed: tuple[MailOut, ...]) -> None:
    rows = [
        [
            str(mail.id),
            mail.state,
            str(mail.attempts),
            screen.moment(mail.made),
            f"{mail.ticket}",
            people_said(mail.left or mail.got) + (f": {mail.why}" if mail.why else ""),
        ]
        for mail in listed
    ]
    screen.table(
        ["No.", "State", "Tries", "Since", "Ticket", "To, and why"],
        rows,
        right=["No.", "Tries", "Ticket"],
        whole=["No.", "State", "Since"],
    )


def mail(screen: Screen, answer: MailShown) -> None:
    """One reply: its head, its text, and every step it has taken."""
    screen.line(f"Reply {answer.id} about ticket {answer.ticket} is {answer.state}", "bold")
    if answer.why:
        screen.line(f"{answer.why}")
    head = [(header.name, header.value) for header in answer.headers]
    places = (("Was sent to", answer.got), ("Goes to", answer.left))
    screen.pairs([*head, *((name, ", ".join(people)) for name, people in places if people)])
    screen.line()
    screen.line(answer.text[:TEXT_CUT].rstrip())
    if len(answer.text) > TEXT_CUT:
        screen.line(f"… {len(answer.text) - TEXT_CUT:,} characters more: --json has them all", "dim")
    screen.line()
    rows = [
        [screen.moment(step.moment), step.state, step.person or "", step.why or ""] for step in answer.steps
    ]
    screen.table(["When", "State", "Who", "Why"], rows, whole=["When", "State"])


def sent(screen: Screen, answer: MailsSent) -> None:
    """What was sent and what is left."""
    _table(screen, (*answer.sent, *answer.left))


def dropped(screen: Screen, answer: MailDropped) -> None:
    """A reply that was given up."""
    _table(screen, (answer,))
