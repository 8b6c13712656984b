"""The running stack: what the account reports, value by value, against what the template declares."""

from __future__ import annotations

from html import escape

from patterns.explore.panels import Panel
from patterns.explore.view import Deployment, View
from patterns.sandbox.stack import Row


def _html(view: View) -> str:
    trouble = f'<p class="pc-trouble" role="alert">{escape(view.trouble)}</p>' if view.trouble else ""
    if view.deployment is None:
        return (
            f'<p><button class="pc-btn pc-main-btn" data-action="deploy">Deploy</button> '
            f"into the account simulated in this process.</p>{trouble}"
        )
    return trouble + _deployed(view.deployment)


def _deployed(deployment: Deployment) -> str:
    report, waiting = deployment.report, len(deployment.pending)
    update = f"Update ({waiting} {'resource' if waiting == 1 else 'resources'})" if waiting else "Up to date"
    rows = "".join(_row(row) for row in report.rows)
    events = "".join(f"<li><code>{escape(str(event))}</code></li>" for event in deployment.events)
    return (
        f'<p><button class="pc-btn pc-main-btn" data-action="deploy"{"" if waiting else " disabled"}>{update}</button> '
        f'<button class="pc-btn" data-action="delete">Delete</button> '
        f"<b>{escape(report.stack_name)}</b> {escape(report.status)}</p>"
        '<table class="pc-tab"><thead><tr><th scope="col">Resource</th><th scope="col">Type</th>'
        '<th scope="col">Physical id</th><th scope="col">Read back</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        f"<details><summary>{len(deployment.events)} events</summary><ol>{events}</ol></details>"
    )


def _row(row: Row) -> str:
    notes = [f"{one}" for one in row.drifted] + [f"not simulated: {path}" for path in row.unsimulated]
    sign = "●" if not notes else "▲"
    details = "".join(f"<br><code>{escape(note)}</code>" for note in notes)
    return (
        f'<tr><th scope="row">{escape(row.logical_id)}</th><td class="pc-type">{escape(row.type)}</td>'
        f"<td><code>{escape(row.physical_id)}</code></td>"
        f"<td>{sign} {row.read_back} of {row.declared} as declared{details}</td></tr>"
    )


PANEL = Panel("stack", "Stack", 50, _html)
