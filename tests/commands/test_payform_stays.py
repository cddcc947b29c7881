"""What was turned in stays as it was, byte for byte: whatever changes afterwards is a difference."""

import json
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.documents.payform import FORMATS
from oncall_cli.policy.load import policy_of
from oncall_cli.store.door import Act
from tests.commands.test_payform import PAY
from tests.commands.test_payform_life import SHOW, SUBMIT, desk, longer, moment
from tests.conftest import Cli

__all__ = ["desk"]

GOLDEN = Path(__file__).parent / "golden" / "payform.json"


def policy_from(desk: Cli, day: str, text: str) -> None:
    """Another policy from a date on, which may be past: what was turned in stays whatever the store holds."""
    policy = policy_of(text, "more.toml", timezone="America/Chicago")
    store = desk.store()
    with store.door.transaction(Act("dee", None, "dee", desk.now)):
        store.policy_history.apply(date.fromisoformat(day), "more.toml", text, policy)
    store.door.close()


def test_a_later_policy_is_a_difference_and_the_form_stays(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    policy_from(desk, "2026-11-02", PAY.replace('"300.00"', '"310.00"'))
    shown = desk(*SHOW, "--json").json
    assert (shown["total"], shown["policy"]) == ("345.00", "policy 2, from 2026-10-20 (pay.toml)")
    assert [(one["what"], one["label"], one["was"], one["now"]) for one in shown["differences"]] == [
        ("policy", "Policy", "policy 2, from 2026-10-20 (pay.toml)", "policy 3, from 2026-11-02 (more.toml)"),
        ("line", "Standby, whole week", "1 week at 300.00: 300.00", "1 week at 310.00: 310.00"),
        ("total", "Total", "345.00 USD", "355.00 USD"),
    ]
    screen = desk(*SHOW).out
    assert "Otherwise by today's tickets and rules" in screen
    assert max(map(len, screen.splitlines())) <= 80


def test_a_policy_of_the_morning_it_was_turned_in_is_one(desk: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "more.toml"
    policy.write_text(PAY.replace('"20.00"', '"22.00"'), encoding="utf-8")
    desk.at("2026-11-30T08:00:00-06:00")(*SUBMIT, "--as", "ben")
    desk("policy", "apply", policy, "--from", "2026-11-30", "--as", "dee")
    (one,) = desk(*SHOW, "--json").json["differences"]
    assert (one["what"], one["now"]) == ("policy", f"{one['was']}; policy 3, from 2026-11-30 (more.toml)")
    note = desk("payform", "approve", "1", "--as", "dee").err
    assert (
        "pay form 1 would differ, with the same total: oncall payform show --form 1 names 1 difference"
        in note
    )


def test_a_policy_that_does_not_touch_the_period_is_no_difference(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    policy_from(desk, "2026-12-07", PAY.replace('"300.00"', '"310.00"'))
    assert desk(*SHOW, "--json").json["differences"] == []


def test_a_correction_in_another_currency_is_refused(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    policy_from(desk, "2026-11-02", PAY.replace("[pay]", '[pay]\ncurrency = "EUR"'))
    refused = desk(*SUBMIT, "--as", "ben", "--correction", "x", code=1).err
    assert "pay form 1 is in USD, and a correction in EUR cannot be set off against it" in refused
    desk("payform", "send-back", "1", "--reason", "we pay in EUR", "--as", "dee")
    desk(*SUBMIT, "--as", "ben")
    second = desk(*SHOW, "--json").json
    assert (second["currency"], second["replaces"]) == ("EUR", None)


def exported(desk: Cli, tmp_path: Path, number: str, formats: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of a form in each format."""
    found = {}
    for name in formats:
        out = tmp_path / f"form.{name}"
        desk("payform", "export", "--form", number, "--out", out)
        found[name] = out.read_bytes()
        out.unlink()
    return found


def test_whatever_changes_a_form_that_was_turned_in_stays_byte_for_byte(desk: Cli, tmp_path: Path) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    formats = tuple(FORMATS)
    before = exported(desk, tmp_path, "1", formats)
    longer(desk)
    desk("ticket", "edit", "1", "--caller", "Somebody Else", "--as", "ben")
    for handle, name in (("ben", "Benjamin"), ("dee", "Deirdre")):
        desk("team", "edit", handle, "--name", name, "--payroll", "P-9", "--as", "dee")
    policy_from(desk, "2026-11-02", PAY.replace('"300.00"', '"310.00"').replace("Dealer", "Other"))
    desk.at("2027-03-01T09:00:00-06:00")
    assert exported(desk, tmp_path, "1", formats) == before
    assert len(set(before.values())) == len(formats)


def test_notes_that_are_only_so_today_are_not_turned_in(desk: Cli) -> None:
    november = ("--person", "ben", "--period", "2026-11-01/2026-11-24", "--json")
    desk.at("2026-11-25T09:00:00-06:00")
    draft = desk("payform", "show", *november).json
    assert "runs until" in draft["notes"][0]
    desk("payform", "submit", "--period", "2026-11-01/2026-11-24", "--as", "ben")
    shown = desk("payform", "show", *november).json
    assert shown["notes"] == []
    assert {week["stage"] for week in shown["weeks"]} == {"ended"}
    assert shown["lines"] == draft["lines"]


def test_a_number_says_which_form(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    assert desk("payform", "show", "--form", "1", "--json").out == desk(*SHOW, "--json").out
    assert "there is no pay form 7" in desk("payform", "show", "--form", "7", code=3).err
    assert "--form N says which" in desk(*SHOW, "--form", "1", code=2).err
    assert desk("payform", "show", "--form", "0", code=2).err.startswith("oncall: error: ")


def test_the_log_names_the_steps_without_the_form(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    said = " ".join(desk("store", "log", "--noun", "payform").out.split())
    assert "ben payform 1 added: person ben, week 2026-11-23" in said
    assert "total 345.00" in said
    assert "dee payform 1 changed: state submitted → approved" in said
    assert "{" not in said
    told = desk("store", "log", "--noun", "payform", "--json").json["changes"]
    assert json.loads(told[0]["after"]["form"])["total"] == "345.00"


def test_a_damaged_form_is_said_to_be(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    store = desk.store()
    store.door.db.conn.execute("DROP TRIGGER payform_stays")
    for text in ("[]", "{}"):
        store.door.db.conn.execute("UPDATE payform SET form = ?", [text])
        store.door.db.conn.execute("COMMIT") if store.door.db.conn.in_transaction else None
        assert "pay form 1 in the store" in desk("payform", "show", "--form", "1", code=4).err


def holds(whole: Any, part: Any) -> bool:
    """Whether all of `part` stands in `whole`, which may say more."""
    if isinstance(part, dict):
        return all(name in whole and holds(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool(whole == part)


def test_a_form_that_this_release_kept_is_read_for_ever(desk: Cli, tmp_path: Path) -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    kept = json.loads(text)
    row = TurnedIn(
        id=0, person="ben", week=date(2026, 11, 23), first=date(2026, 11, 23), last=date(2026, 11, 30),
        start=moment("2026-11-23T18:01"), end=moment("2026-11-30T07:00"), state="submitted",
        currency="USD", total=Decimal("308.25"), form=text, submitted=moment("2026-12-01T08:00"),
    )  # fmt: skip
    store = desk.store()
    with store.door.transaction(Act("ben", None, "ben", row.submitted)):
        store.payforms.add(row)
    store.door.close()
    desk.opened.clear()
    shown = desk("payform", "show", "--form", "1", "--json").json
    kept["period"] = {"from": kept["period"]["first"], "to": kept["period"]["last"]}
    assert holds(shown, kept)
    paper = exported(desk, tmp_path, "1", ("md",))["md"].decode()
    for word in ("Zoë Łukasz", "308.25", "Thanksgiving Day", "Anlage steht", "covered by cy"):
        assert word in paper, word


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payform SET total = '1.00'",
        "UPDATE payform SET form = '{}'",
        "UPDATE payform SET submitted_by = 'dee'",
        "UPDATE payform SET approved_name = 'Somebody'",
        "UPDATE payform SET state = 'submitted'",
        "UPDATE payform SET state = 'sent_back', sent_back = approved, sent_back_because = 'x'",
        "DELETE FROM payform",
    ],
)
def test_no_program_changes_what_was_signed(desk: Cli, change: str) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    with pytest.raises(sqlite3.IntegrityError):
        desk.store().door.db.conn.execute(change)
