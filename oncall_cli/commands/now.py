"""now"""

from oncall_cli.commands.frame import alone

app = alone()


def welcome(session): ...
