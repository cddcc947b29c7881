"""Builds the wheel, installs it alone into a new environment, and uses the program as its user would."""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUIET = ("--quiet", "--disable-pip-version-check")


def check(folder: Path) -> None:
    """Raises where the wheel does not give a working program with its policy and its examples."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *QUIET, "--no-deps", "-w", folder, ROOT], check=True
    )
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([folder / "venv/bin/python", "-m", "pip", "install", *QUIET, wheel], check=True)
    oncall = folder / "venv/bin/oncall"
    home = {**os.environ, "HOME": str(folder), "ONCALL_STORE": str(folder / "oncall.db"), "ONCALL_AS": ""}
    for words in (["init"], ["demo", "demo"], ["policy", "show"], ["now"]):
        subprocess.run([oncall, *words], check=True, cwd=folder, env=home, stdout=subprocess.DEVNULL)
    for file in ("oncall.db", "team.ics", "policy.toml", "payroll.xlsx", "calendars/index.html"):
        assert (folder / "demo" / file).stat().st_size, file
    with zipfile.ZipFile(wheel) as packed:
        shipped = {Path(name).name for name in packed.namelist()}
    assert {path.name for path in (ROOT / "oncall_cli/documents/templates").iterdir()} <= shipped


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        check(Path(made))
    print("the wheel gives a working oncall")
