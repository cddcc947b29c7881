"""What work on tickets pays: a minute of one ticket once, whatever the rule for merging."""

from pathlib import Path
from typing import Any

import pytest

PAY = """
[team]
timezone = "America/Chicago"

[pay]
base_rate = "60.00"

[pay.callout]
merge = "{merge}"
"""


@pytest.mark.parametrize("merge", ["separate", "absorb", "extend", "pool"])
def test_work_told_twice_on_one_ticket_is_paid_once(team: Any, tmp_path: Path, merge: str) -> None:
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY.format(merge=merge), encoding="utf-8")
    team.at("2026-11-20T09:00:00-06:00")("policy", "apply", policy, "--from", "2026-11-23", "--as", "dee")
    team.at("2026-11-24T06:00:00-06:00")
    log = ("ticket", "log", "-c", "phone", "-n", "Jo", "-p", "555", "-d", "down", "--received", "02:10")
    team(*log, "--as", "ben")
    team(*log, "--as", "ben")
    for ticket, span in (("1", "02:10/02:40"), ("1", "02:30/02:50"), ("1", "02:15/02:20")):
        said = team("ticket", "work", ticket, span, "--as", "ben")
    assert "that overlaps 02:10 to 02:40; pay counts a minute once" in said.err
    form = ("payform", "show", "--person", "ben", "--week", "2026-11-23", "--json")
    answer = team(*form).json
    assert [(call["worked"], call["ticket"]) for call in answer["calls"]] == [(40, 1)]
    assert answer["total"] == "40.00"
    assert team("ticket", "work", "2", "02:10/02:40", "--as", "ben").err == ""
    assert team(*form).json["total"] == {"separate": "70.00"}.get(merge, "40.00")
