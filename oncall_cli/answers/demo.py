"""What the demo made, with the screens that a team looks at first."""

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.now import Now
from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payform_list import PayFormList
from oncall_cli.answers.rotation import Rotation
from oncall_cli.answers.ticket import TicketList


class DemoMade(Answer):
    """A folder with a sample team's store and documents."""

    folder: str
    files: tuple[str, ...]
    rotation: Rotation
    now: Now
    tickets: TicketList
    forms: PayFormList
    form: PayForm
