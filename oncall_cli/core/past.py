"""What was recorded of weeks, and by whom: every order, every owner a week ever had, every cover (R6, Y1)."""

from oncall_cli.core.cover import Cover
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Turn


class By(Frozen):
    """Who recorded something: the member, whoever acted for them, the system's user, and when."""

    actor: str | None
    acted_by: str | None
    login: str
    moment: Moment


class OrderMade(Frozen):
    """An order and who made it."""

    order: Order
    by: By


class TurnTaken(Frozen):
    """A recorded owner of a week and who recorded it."""

    turn: Turn
    by: By


class CoverPut(Frozen):
    """A cover and who recorded it; `withdrawn` is why it was taken back, by `withdrawn_by`."""

    cover: Cover
    by: By
    withdrawn: str | None = None
    withdrawn_by: By | None = None
