"""Revisions that go above what is out in the world already and this store did not write as it stands."""

from collections.abc import Mapping
from datetime import UTC, datetime

from oncall_cli.core.revision import Entry, Revised
from oncall_cli.core.stamp import Stamp, later_than


def raised(revised: Revised, above: Mapping[str, Stamp], now: datetime) -> Revised:
    """The revisions, each higher than the one that `above` names for its UID: that of other content which is
    out in the world already, as when a phone changed the event or the store was restored from a copy. A
    revision whose SEQUENCE is higher already keeps it, so that none is counted twice."""
    now = now.astimezone(UTC).replace(microsecond=0)
    entries = tuple(
        _raised(entry, above[entry.uid], now) if entry.uid in above else entry for entry in revised.entries
    )
    changed = dict(revised.changed)
    for entry, old in zip(entries, revised.entries, strict=True):
        if entry.revision != old.revision:
            changed[entry.uid] = entry.revision
    return Revised(entries=entries, changed=changed)


def apart(revised: Revised, out: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Of what is `out` in the world of a feed, what the store cannot have written as it now stands: a higher
    SEQUENCE than ours, or the same at another time."""
    ours = {entry.uid: entry.revision for entry in revised.entries}
    return {
        uid: stamp
        for uid, stamp in out.items()
        if uid in ours
        and stamp.sequence >= ours[uid].sequence
        and stamp != (ours[uid].sequence, ours[uid].modified)
    }


def _raised(entry: Entry, above: Stamp, now: datetime) -> Entry:
    revision = entry.revision
    if revision.sequence > above.sequence and revision.modified > above.modified:
        return entry
    told = {
        "sequence": max(revision.sequence, above.sequence + 1),
        "modified": max(later_than(revision.modified, now), later_than(above.modified, now)),
    }
    return entry.model_copy(update={"revision": revision.model_copy(update=told)})
