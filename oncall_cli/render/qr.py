"""A link as a code that a phone's camera reads, two modules of it in every character."""

from rich.text import Text

from oncall_cli.render.screen import Screen

QUIET = 4
"""Light modules on every side, as many as the standard asks for."""

INK = "#000000 on #ffffff"
"""Exactly black on exactly white: what a terminal calls so is often neither."""

_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""What is dark, above and below."""
_SWAPPED = str.maketrans(" ▀▄█", "█▄▀ ")


def qr_lines(link: str) -> list[str]:
    """The code in lines of one width, dark where there are blocks, its quiet zone around it."""
    import segno

    made = segno.make(link, error="m", micro=False)
    rows = [tuple(row) for row in made.matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append((0,) * len(rows[0]))
    return [
        "".join(_BLOCKS[pair] for pair in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


def code(screen: Screen, link: str) -> None:
    """Draws the code, or says why not where the screen is too narrow.

    Where there are no colours the blocks are what is light: on a dark terminal, as most are, that is dark on
    light, and its edge is seen on any.
    """
    lines = qr_lines(link)
    width = len(lines[0])
    if width > screen.width:
        screen.line(f"No code to scan: it is {width} columns wide, and there are {screen.width}.")
        return
    for line in lines:
        if screen.has_colours:
            screen.line(Text(line, style=INK))
        else:
            screen.raw(line.translate(_SWAPPED) + "\n")
