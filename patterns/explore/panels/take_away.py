"""What the reader walks off with: the line of Python, the command that deploys, the template and its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.takeaway import deploy_command, flat_parameter_file, parameter_file, python_line
from patterns.template.text import to_json


def _html(view: View) -> str:
    # As the reader brought it: the page looks at what transforms and packaging made of it.
    document = view.draft.document
    name = document.name
    python = python_line(view.source)
    if python and view.draft.decisions:
        python += "\n# Accepted findings are in the template's metadata, not in the pattern."
    return "".join(
        _block(title, text, file)
        for title, text, file in (
            ("This exact pattern, in Python", python, ""),
            ("The command that deploys it", deploy_command(document), ""),
            (f"{name}.yaml", document.text, f"{name}.yaml"),
            (f"{name}.json", to_json(document.body), f"{name}.json"),
            (f"{name}-parameters.json", parameter_file(document), f"{name}-parameters.json"),
            ("The same as a flat list: for deploy only", flat_parameter_file(document), f"{name}-overrides.json"),
        )
        if text
    )


def _block(title: str, text: str, file: str) -> str:
    tools = "".join(_tools(title, text, file))
    return (
        f'<section data-key="{escape(title)}"><div class="pc-take"><h4>{escape(title)}</h4>{tools}</div>'
        f'<pre class="pc-code" tabindex="0" aria-label="{escape(title)}" role="region">{escape(text)}</pre></section>'
    )


def _tools(title: str, text: str, file: str) -> Iterator[str]:
    yield f'<button type="button" class="pc-btn" data-copy="next" aria-label="Copy {escape(title)}">Copy</button>'
    if file:
        # In the address itself: a download needs no server and no network.
        address = f"data:text/plain;charset=utf-8,{quote(text)}"
        name = escape(file)
        yield f'<a class="pc-btn" download="{name}" href="{address}" aria-label="Download {name}">Download</a>'


PANEL = Panel("take-away", "Take away", 60, _html)
