"""A kept mail as people read it: its headers and its text, out of its source."""

from email import message_from_bytes, message_from_string, policy

HEADERS = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To")


def headers_and_text(source: str) -> tuple[list[tuple[str, str]], str]:
    """The headers that say who, to whom and what about, and the text."""
    head = message_from_string(source, policy=policy.default)
    headers = [(name, str(head[name])) for name in HEADERS if head[name] is not None]
    body = message_from_bytes(source.encode("utf-8"), policy=policy.default).get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return headers, text.replace("\r\n", "\n")
