"""oncall: weekly on-call rotations, swaps, tickets, pay forms and calendars from the terminal."""

__version__ = "0.5.0"
