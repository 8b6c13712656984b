"""What the reader walks off with: the command that deploys, the line of Python, and the template."""

from __future__ import annotations

from html import escape

from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.takeaway import deploy_command, python_line


def _html(view: View) -> str:
    line = python_line(view.source)
    python = _block("This exact pattern, in Python", line) if line else ""
    command = _block("The command that deploys it", deploy_command(view.source))
    return python + command + _block(f"{view.document.name}.yaml", view.document.text)


def _block(title: str, text: str) -> str:
    return (
        f'<section><div class="pc-take"><h4>{escape(title)}</h4>'
        f'<button class="pc-btn" data-copy="next">Copy</button></div><pre class="pc-code" tabindex="0">'
        f"{escape(text)}</pre></section>"
    )


PANEL = Panel("take-away", "Take away", 60, _html)
