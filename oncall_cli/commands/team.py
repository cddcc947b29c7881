"""The members; every verb stands in a file beside this one."""

from oncall_cli.commands import team_away, team_join, team_leave, team_rate, team_ready, team_roster
from oncall_cli.commands.team_frame import app

__all__ = ["app", "team_away", "team_join", "team_leave", "team_rate", "team_ready", "team_roster"]
