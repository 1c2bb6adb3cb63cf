"""A question with answers of which one is chosen and committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script


class AskWidget(anywidget.AnyWidget):
    """Its browser side is static/ask.js. `sent` comes from there, the rest goes there."""

    _esm = script("ask.js")
    asked = traitlets.Unicode("{}").tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Ask(
    question: str,
    answers: Sequence[str],
    on_commit: Callable[[int], None],
    *,
    committed: int | None = None,
    closed: bool = False,
) -> None:
    """The question; what is committed stays.

    Args:
        question: any text.
        answers: any texts.
        on_commit: called with the number of an answer.
        committed: the one that is committed already.
        closed: whether it is too late.
    """

    def heard(sent: dict[str, Any]) -> None:
        number = sent.get("answer")
        if not isinstance(number, int) or isinstance(number, bool):
            return
        if 0 <= number < len(answers) and committed is None and not closed:
            on_commit(number)

    asked = {
        "question": question,
        "answers": list(answers),
        "committed": committed,
        "closed": closed,
    }
    AskWidget.element(asked=json.dumps(asked), on_sent=listener(heard))
