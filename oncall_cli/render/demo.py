"""The demo on screen: the pages that a team looks at first, one below the other."""

from oncall_cli.answers.demo import DemoMade
from oncall_cli.render.now import now
from oncall_cli.render.payform import form
from oncall_cli.render.payform_list import forms
from oncall_cli.render.rotation import rotation
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_queue import tickets


def demo(screen: Screen, answer: DemoMade) -> None:
    """What is in the folder, and what the main commands print of it."""
    screen.line(", ".join(answer.files))
    week = f"payform show --person {answer.form.person} --week {answer.form.period.first}"
    for command in ("now", "rotation show", "ticket list", "payform list --weeks 4", week):
        screen.line()
        screen.line(f"$ oncall {command}", "bold cyan")
        match command:
            case "now":
                now(screen, answer.now)
            case "rotation show":
                rotation(screen, answer.rotation)
            case "ticket list":
                tickets(screen, answer.tickets)
            case "payform list --weeks 4":
                forms(screen, answer.forms)
            case _:
                screen.line(answer.form.title)
                form(screen, answer.form)
    screen.line()
    screen.line(f"Look around in it: export ONCALL_STORE={answer.folder}/oncall.db, then oncall now.")
