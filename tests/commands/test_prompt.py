"""A person at a terminal is asked in so many words, and what they type follows."""

import io
import sys

import pytest

from oncall_cli.commands.frame import World


@pytest.mark.parametrize(
    ("question", "shown"),
    [("How was it resolved?", "How was it resolved?"), ("Caller", "Caller:")],
)
def test_a_colon_follows_what_is_no_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], question: str, shown: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("restarted\n"))
    assert World().prompt(question) == "restarted"
    assert capsys.readouterr().err.strip() == shown
