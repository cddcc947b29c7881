"""What the README and the example show is what the program says, line by line."""

import pytest

from oncall_cli.policy.load import policy_of, policy_text
from tests.tour import BLOCK, ROOT, retold

STORIES = ["README.md", "examples/dealer-desk/WEEK.md"]


@pytest.mark.parametrize("name", STORIES)
def test_a_story_shows_what_the_program_says(name: str) -> None:
    path = ROOT / name
    told = retold(path)
    assert "a fault of the program" not in told
    assert told == path.read_text(encoding="utf-8"), "make tour writes the answers anew"


@pytest.mark.parametrize("name", STORIES)
def test_every_screen_of_a_story_fits_80_columns(name: str) -> None:
    for block in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")):
        lines = block.replace("\\\n", "").splitlines()
        assert all(len(line) <= 80 for line in lines if line.startswith(("─", " ", "~", "▶")))


def test_the_readme_names_the_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    gate = (ROOT / ".ci/run").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("make demo", "make test"):
        assert command in readme.split("## A tour")[0]
        assert f"\n{command.split()[1]}:" in makefile
    assert "make test" in gate


def test_the_dealer_desk_keeps_its_procedure() -> None:
    file = ROOT / "examples/dealer-desk/policy.toml"
    policy = policy_of(policy_text(file), "policy.toml")
    assert policy.team.timezone == "America/Los_Angeles"
    assert (policy.swap.notice_days, policy.swap.approval) == (5, "notice")
    assert f"{policy.rotation.start:%H:%M} {policy.rotation.end:%H:%M}" == "18:01 06:59"
