"""What every model of the program shares: frozen, closed, and with moments written one way."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

Moment = Annotated[datetime, PlainSerializer(lambda moment: moment.isoformat(), when_used="json")]
"""An aware datetime; in JSON it is ISO 8601 with its own offset, never a bare `Z`."""


class Frozen(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
