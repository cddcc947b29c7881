"""The changes of a zone as its own file in the tzdata package lists them (RFC 9636), without zoneinfo."""

import struct
from importlib import resources
from typing import NamedTuple


class Change(NamedTuple):
    """At so many seconds since 1970 the clocks go to so many seconds east of UTC."""

    at: int
    offset: int


def changes(key: str) -> list[Change]:
    """The changes that are listed one by one; after the last of them a yearly rule holds, or none."""
    data = resources.files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()
    at = _length(data, 0, seconds=4)  # what is written for readers of 32 bits comes first
    *_, listed, kinds, _ = _header(data, at)
    at += 44
    times = struct.unpack_from(f">{listed}q", data, at)
    which = data[at + 8 * listed : at + 9 * listed]
    offsets = [struct.unpack_from(">l", data, at + 9 * listed + 6 * kind)[0] for kind in range(kinds)]
    return [Change(time, offsets[kind]) for time, kind in zip(times, which, strict=True)]


def _header(data: bytes, at: int) -> tuple[int, ...]:
    return struct.unpack_from(">6l", data, at + 20)


def _length(data: bytes, at: int, seconds: int) -> int:
    utc, standard, leaps, listed, kinds, letters = _header(data, at)
    return 44 + listed * (seconds + 1) + kinds * 6 + letters + leaps * (seconds + 4) + standard + utc
