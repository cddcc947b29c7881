"""The private name of a member's published calendar."""

from oncall_cli.core.model import Frozen, Moment


class FeedLink(Frozen):
    """A name that nobody can guess (`token`, 32 hexadecimal digits), made for a member and, once `retired`,
    given up for another."""

    id: int
    person: str
    token: str
    made: Moment
    retired: Moment | None = None

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.token}.ics"
