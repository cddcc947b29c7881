"""Which revisions a calendar of ours that was published tells of its events."""

from datetime import UTC, datetime

from oncall_cli.core.stamp import Stamp, stamp_told


def stamps_in(data: bytes) -> dict[str, Stamp]:
    """What a file of ours says of the history of each event, by UID; nothing of what is no such file.

    Our lines of that kind are never folded, and the alarm comes after them.
    """
    found: dict[str, Stamp] = {}
    about: dict[bytes, bytes] = {}
    for line in data.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"BEGIN" and value == b"VEVENT":
            about = {}
        elif name == b"END" and value == b"VEVENT":
            found |= _stamp(about)
        else:
            about.setdefault(name, value)
    return found


def _stamp(about: dict[bytes, bytes]) -> dict[str, Stamp]:
    try:
        uid = about[b"UID"].decode()
        modified = datetime.strptime(about[b"LAST-MODIFIED"].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return {uid: stamp_told(int(about[b"SEQUENCE"]), modified)}
    except (KeyError, ValueError):
        return {}
