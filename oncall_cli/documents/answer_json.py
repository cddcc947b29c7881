"""An answer as a file for programs: the JSON of its own model."""

import json

from oncall_cli.answers.answer import Answer
from oncall_cli.core.text import json_safe


def json_of(answer: Answer) -> bytes:
    """What `--json` prints, in lines."""
    shown = answer.model_dump(mode="json", by_alias=True)
    return (json_safe(json.dumps(shown, ensure_ascii=False, indent=2)) + "\n").encode()
