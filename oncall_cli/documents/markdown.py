"""Text in Markdown: whatever a name or a description holds, it is shown as it is and steers nothing."""

from oncall_cli.core.text import visible

_STEERS = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_[]|~#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def plain(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    return visible(" ".join(text.split("\n"))).translate(_STEERS)
