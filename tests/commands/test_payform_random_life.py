"""Pay forms whatever is done in whatever order, beside a small model of what may be and what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncall_cli.core.span import overlap
from tests.commands.test_payform_life import desk, longer
from tests.commands.test_payform_stays import exported
from tests.conftest import Cli

__all__ = ["desk"]

WEEK = ("--week", "2026-11-23")
PERIODS = {
    "week": WEEK,
    "across": ("--period", "2026-11-01/2026-11-25"),
    "beside": ("--period", "2026-12-01/2026-12-17"),
}
OVERLAPS = {("week", "across"), ("across", "week")}

steps = st.lists(
    st.tuples(st.sampled_from(["submit", "submit", "correct"]), st.sampled_from(list(PERIODS) + ["week"] * 2))
    | st.tuples(st.sampled_from(["approve", "approve", "back"]), st.integers(1, 5))
    | st.tuples(st.just("longer"), st.none()),
    min_size=8,
    max_size=16,
)


@dataclass
class Turned:
    """A form of the model: for which period, and how long the call was when it was turned in."""

    period: str
    call: int
    state: str = "submitted"

    @property
    def stands(self) -> bool:
        return self.state in ("submitted", "approved")


@dataclass
class Model:
    """What should be there."""

    forms: list[Turned] = field(default_factory=list)
    call: int = 0

    def takes(self, step: str, what: Any) -> bool:
        """Whether a step may be taken; where it may, it is."""
        if step in ("submit", "correct"):
            return self._turns_in(what, is_correction=step == "correct")
        form = self.forms[what - 1] if what <= len(self.forms) else None
        if form is None or form.state != "submitted":
            return False
        if step == "approve":
            for paid in self._standing(form.period):
                paid.state = "replaced" if paid.state == "approved" else paid.state
        form.state = {"approve": "approved", "back": "sent_back"}[step]
        return True

    def _turns_in(self, period: str, *, is_correction: bool) -> bool:
        standing = self._standing(period)
        others = [form for form in self.forms if form.stands and (form.period, period) in OVERLAPS]
        alike = [form for form in standing if form.call == self.call or period != "week"]
        if bool(standing) is not is_correction or others or alike:
            return False
        for form in standing:
            form.state = "replaced" if form.state == "submitted" else form.state
        self.forms.append(Turned(period, self.call))
        return True

    def _standing(self, period: str) -> list[Turned]:
        return [form for form in self.forms if form.stands and form.period == period]

    def speaks(self, period: str) -> int | None:
        """The number of the form that is shown for a period."""
        numbers = [
            number for number, form in enumerate(self.forms, start=1) if form.stands and form.period == period
        ]
        return numbers[-1] if numbers else None


def words_of(step: str, what: Any) -> tuple[str, ...]:
    if step in ("submit", "correct"):
        reason = ("--correction", "it went on") if step == "correct" else ()
        return ("payform", "submit", *PERIODS[what], *reason, "--as", "ben")
    if step == "approve":
        return ("payform", "approve", str(what), "--as", "dee")
    return ("payform", "send-back", str(what), "--reason", "no", "--as", "dee")


def kept(desk: Cli) -> Iterator[tuple[int, str]]:
    """Every form's frozen text. No instant of one member is paid on two forms."""
    store = desk.store()
    rows = store.door.rows("SELECT id FROM payform ORDER BY id")
    forms = [form for row in rows if (form := store.payforms.find(row["id"]))]
    store.door.close()
    desk.opened.clear()
    paid = [form.span for form in forms if form.state == "approved"]
    assert not [1 for place, span in enumerate(paid) for other in paid[:place] if overlap(span, other)]
    return ((form.id, form.form) for form in forms)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_any_life(desk: Cli, tmp_path: Path, taken: list[tuple[str, Any]]) -> None:
    before = desk.path.read_bytes()
    try:
        lives(desk, tmp_path, taken)
    finally:
        desk.path.write_bytes(before)
        desk.at("2026-12-18T09:00:00-06:00")


def lives(desk: Cli, folder: Path, taken: list[tuple[str, Any]]) -> None:
    model, frozen = Model(), dict[int, str]()
    for step, what in taken:
        if step == "longer":
            model.call += 1
            longer(desk, f"03:{model.call:02}")
            continue
        may = model.takes(step, what)
        answer = desk(*words_of(step, what), code=None)
        assert (answer.code == 0) is may, (step, what, answer.err)
        now = dict(kept(desk))
        assert now.items() >= frozen.items()
        frozen = now
    assert len(frozen) == len(model.forms)
    for period, words in PERIODS.items():
        shown = desk("payform", "show", "--person", "ben", *words, "--json").json
        number = model.speaks(period)
        assert shown["form"] == number
        differs = number is not None and period == "week" and model.forms[number - 1].call != model.call
        assert bool(shown["differences"]) is differs
    papers = [exported(desk, folder, str(number), ("json", "md")) for number in frozen]
    longer(desk, "04:00")
    desk.at("2027-12-18T09:00:00-06:00")
    assert [exported(desk, folder, str(number), ("json", "md")) for number in frozen] == papers
