"""How replies are sent and what they say, as a policy has it."""

from typing import Literal

from pydantic import Field

from oncall_cli.core.line import Address, Line, Words
from oncall_cli.core.model import Frozen

ReplyKind = Literal["on_it", "waiting", "done", "update", "escalated", "priority", "deferred"]
"""What a reply to everybody on a ticket's thread can say (T7, T8, T10)."""

Security = Literal["starttls", "tls", "none"]


class MailRules(Frozen):
    """`[mail]`: the server that sends, the address replies come from (left out: the member's own), who reads
    every reply (T7's watchers), and the words, by kind of reply."""

    server: Line | None = None
    port: int | None = Field(default=None, ge=1, le=65535, strict=True)
    security: Security = "starttls"
    user: Line | None = None
    sender: Address | None = None
    watchers: tuple[Address, ...] = ()
    templates: dict[ReplyKind, Words] = Field(default_factory=dict)
