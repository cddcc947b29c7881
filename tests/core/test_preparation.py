"""Ready and trained: which record counts, and for how long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.preparation import (
    Asked,
    Item,
    Preparation,
    Standing,
    item_of,
    item_text,
    items_named,
    lack_said,
    lacking,
    standings,
)
from oncall_cli.errors import BadValue

DAY = date(2026, 11, 24)
ASKED = Asked((Item("phone", "rings"), Item("code", "arrives")), timedelta(days=30))


def record(
    number: int, day: date = DAY, *, item: str = "phone", person: str = "ana", done: bool = True
) -> Preparation:
    return Preparation(id=number, person=person, kind="ready", item=item, day=day, done=done)


records = st.lists(
    st.builds(
        record,
        st.just(0),
        st.dates(DAY - timedelta(days=60), DAY + timedelta(days=60)),
        item=st.sampled_from(["phone", "code", "fax"]),
        person=st.sampled_from(["ana", "ben"]),
        done=st.booleans(),
    ),
    max_size=8,
).map(lambda made: [one.model_copy(update={"id": number}) for number, one in enumerate(made, 1)])


def phone(made: list[Preparation], day: date = DAY, asked: Asked = ASKED) -> Standing:
    return standings("ana", asked, made, day)[0]


@given(records)
def test_what_was_recorded_last_counts_whatever_was_before(before: list[Preparation]) -> None:
    assert phone([*before, record(99)]).state == "done"
    assert phone([*before, record(99, done=False)]).state == "undone"
    assert phone([record(99), *before]) == phone([*before, record(99)])


@given(records)
def test_what_is_somebody_elses_or_of_another_item_or_of_a_later_date_changes_nothing(
    before: list[Preparation],
) -> None:
    for other in (
        record(99, person="ben"),
        record(99, item="code"),
        record(99, DAY + timedelta(days=1)),
    ):
        assert phone([*before, other]) == phone(before)


@given(records, st.integers(0, 60))
def test_a_check_counts_for_as_long_as_the_policy_says_and_not_a_day_longer(
    before: list[Preparation], days: int
) -> None:
    made = [*(one for one in before if one.day <= DAY), record(99)]
    found = phone(made, DAY + timedelta(days=days))
    assert found.state == ("done" if days <= 30 else "too_old")
    assert (found.day, found.until) == (DAY, DAY + timedelta(days=30))
    forever = phone(made, DAY + timedelta(days=days), ASKED._replace(valid=None))
    assert (forever.state, forever.until) == ("done", None)


@given(records, st.dates(DAY, DAY + timedelta(days=90)))
def test_nothing_is_lacking_once_all_is_done_and_one_thing_once_it_is_not(
    before: list[Preparation], day: date
) -> None:
    everything = [*before, record(97, day), record(98, day, item="code")]
    assert lacking(standings("ana", ASKED, everything, day)) == ()
    assert lacking(standings("ana", ASKED, [*everything, record(99, day, done=False)], day)) == ("phone",)


def test_who_has_no_record_has_done_nothing() -> None:
    assert standings("ana", ASKED, [], DAY)[1] == Standing(item="code", what="arrives", state="never")
    assert standings("ana", Asked((), None), [record(1)], DAY) == ()


def test_what_is_lacking_is_said_in_words() -> None:
    assert lack_said(["ben"], "ready", ["computer", "code"]) == "ben is not ready: computer, code"
    assert lack_said(["ana", "ben", "cy"], "training", ["line"]) == "ana, ben and cy are not trained: line"


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("phone: rings", "phone", "rings"),
        (" van-2 :  its keys: at home ", "van-2", "its keys: at home"),
        ("x:ＡＮＡ 日本", "x", "ＡＮＡ 日本"),
    ],
)
def test_an_item_is_a_word_and_what_it_stands_for(text: str, key: str, what: str) -> None:
    assert item_of(text) == (key, what)
    assert item_of(item_text(item_of(text))) == (key, what)


@pytest.mark.parametrize(
    "text",
    [
        "", "phone", "phone:", ": rings", "Phone: rings", "2nd: rings", "a b: rings", f"{'a' * 21}: rings",
        "phone: \x1b[31m", "phone: a\nb", f"phone: {'x' * 201}", "--not: x", None, 3, ["phone", "rings"],
    ],
)  # fmt: skip
def test_what_is_no_item(text: object) -> None:
    with pytest.raises(ValueError, match=r"expected a word|text of phone"):
        item_of(text)


def test_items_are_named_once_each_whatever_their_capitals() -> None:
    assert items_named(["CODE", "phone ", "code"], "ready", ASKED) == (ASKED.items[1], ASKED.items[0])
    assert items_named([], "ready", ASKED) == ()


@pytest.mark.parametrize(
    ("asked", "word", "said", "hint"),
    [
        (ASKED, "fone", "the policy has no check 'fone'", "checks: phone, code"),
        (ASKED, "phon", "the policy has no check 'phon' (did you mean phone?)", "checks: phone, code"),
        (ASKED, "", "the policy has no check ''", "checks: phone, code"),
        (ASKED, "\x1b[2J" + "x" * 99, "the policy has no check '\\x1b[2Jxxx", "checks: phone, code"),
        (Asked((), None), "phone", "the policy asks for no check", "[ready] checks in the policy file"),
    ],
)
def test_a_word_that_names_no_item_is_answered_with_those_there_are(
    asked: Asked, word: str, said: str, hint: str
) -> None:
    with pytest.raises(BadValue) as refused:
        items_named([word], "ready", asked)
    assert refused.value.message.startswith(said)
    assert len(refused.value.message) < 200
    assert refused.value.hint
    assert refused.value.hint.startswith(hint)
