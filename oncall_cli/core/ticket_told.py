"""What was told to whom, and how: the words of follow-ups and status updates for the story (T5, T10)."""

from oncall_cli.core.text import one_line

HOWS = {"phone": "by phone", "email": "by email", "chat": "by chat", "in person": "in person"}
"""The usual ways to tell somebody something, with the words that the story says them in."""


def how_of(text: str, what: str) -> str:
    """The way that `text` names: "By phone" is phone; another one stays as it was said. BadValue where it is
    no line of text."""
    said = one_line(text, what)
    short = said.lower().removeprefix("by ").strip()
    return short if short in HOWS else said


def follow_up_said(whom: str, how: str | None, satisfied: bool | None, words: str | None) -> str:
    """A follow-up in the story's words: "with Dana, by phone, satisfied: it prints again"."""
    said = [f"with {whom}"]
    if how is not None:
        said.append(HOWS.get(how, how))
    if satisfied is not None:
        said.append("satisfied" if satisfied else "not satisfied")
    return ", ".join(said) + (f": {words}" if words else "")


def update_said(how: str | None, words: str | None, workaround: str | None) -> str:
    """A status update in the story's words, its workaround last."""
    told = "\n".join(filter(None, (words, workaround and f"Workaround: {workaround}")))
    return f"{HOWS.get(how, how)}: {told}" if how else told
