"""The private name of a member's published calendar."""

from typing import Annotated

from pydantic import Field

from oncall_cli.core.model import Frozen, Moment


class FeedLink(Frozen):
    """A name that nobody can guess (`token`, 32 hexadecimal digits), made for a member and, once `retired`,
    given up for another."""

    id: int
    person: str
    token: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    made: Moment
    retired: Moment | None = None

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.token}.ics"
