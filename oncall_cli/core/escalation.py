"""Escalation: whom to call when a ticket is an emergency, beyond scope, or unsure (T8)."""

from pydantic import Field

from oncall_cli.core.line import Line
from oncall_cli.core.model import Frozen


class EscalationRules(Frozen):
    """`[escalation]`: the levels in order, contacts of their own for topics, and whom an emergency goes to.

    Each names a contact: a member by handle, a role (whoever of the team has it), or somebody outside the
    team as "Name, telephone number or email address".
    """

    levels: tuple[Line, ...] = ()
    topics: dict[Line, Line] = Field(default_factory=dict)
    primary: Line | None = None
