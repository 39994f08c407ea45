"""Each message as the bubble gets it and as Slack gets it, side by side in one file.

``python -m tests.bot.golden.drawing`` writes the files again after a wanted change, to be read before they are kept.
"""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.bubble import wire
from bot.engine.types import messages
from bot.slack.views import blocks
from core.chat.conversations import Line
from tests.bot.golden.messages import SAMPLES, Sample

FOLDER = Path(__file__).parent / "rendered"
SITE = "https://account.example"
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NUMBER = 7
UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would turn the file around for its reader


def drawn(sample: Sample) -> str:
    """Both drawings as text."""
    body = messages.to_json(sample.body)
    line = Line(number=NUMBER, author="bot", body=body, at=AT, staff_id=None, staff_name=None)
    slack = blocks.message(
        sample.body,
        number=NUMBER,
        language=sample.language,
        site_url=SITE,
        retired=bool(sample.chosen),
        chosen=sample.chosen,
        rated=sample.rated,
    )
    both: dict[str, Any] = {"bubble": wire.message(line, rating=sample.rated), "slack": asdict(slack)}
    text = json.dumps(both, indent=2, ensure_ascii=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


if __name__ == "__main__":
    for each in SAMPLES:
        (FOLDER / f"{each.name}.json").write_text(drawn(each), "utf-8")
