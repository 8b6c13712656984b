"""CloudWatch looks at the name and the widgets of a dashboard before it keeps it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
Not here: what the properties of a widget may be, of which AWS says more than an error or two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

KINDS = frozenset({"metric", "text", "log", "alarm", "explorer", "custom"})
LIMITS = {"x": (0, 23), "y": (0, None), "width": (1, 24), "height": (1, 1000)}
MOST_WIDGETS = 500
_NAME = re.compile("[A-Za-z0-9_-]{1,255}")


def install(account: Account) -> None:
    """Stand before the call that keeps a dashboard."""
    account.gateway.judge(account, "cloudwatch", {"PutDashboard": _check})


def _check(account: Account, call: Call) -> None:
    name = call.params.get("DashboardName", "")
    if not _NAME.fullmatch(name):
        told = f"The value {name} for field DashboardName contains invalid characters. It can only contain "
        raise Refused("InvalidParameterValue", f"{told}alphanumerics, dash (-) and underscore (_).", 400)
    try:
        body = json.loads(call.params.get("DashboardBody", ""))
    except ValueError:
        return  # moto says so
    errors = [{"dataPath": path, "message": message} for path, message in _wrong(body)]
    if errors:
        told = (
            f"The dashboard body is invalid, there are {len(errors)} validation errors:\n{json.dumps(errors, indent=2)}"
        )
        raise Refused("InvalidParameterInput", told, 400)


def _wrong(body: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        yield "", "Should be object"
        return
    widgets = body.get("widgets")
    if not isinstance(widgets, list):
        yield "", "Should have required property 'widgets'" if widgets is None else "Should be array"
        return
    if len(widgets) > MOST_WIDGETS:
        yield "/widgets", f"Should NOT have more than {MOST_WIDGETS} items"
    for number, widget in enumerate(widgets):
        yield from ((f"/widgets/{number}{path}", message) for path, message in _wrong_widget(widget))


def _wrong_widget(widget: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(widget, dict):
        yield "", "Should be object"
        return
    if widget.get("type") not in KINDS:
        yield "/type", "Should be equal to one of the allowed values" if "type" in widget else "Should have it"
    if not isinstance(widget.get("properties"), dict):
        yield "", "Should have required property 'properties'"
    for name, (least, most) in LIMITS.items():
        value = widget.get(name, least)
        if not isinstance(value, int) or value < least or (most is not None and value > most):
            yield f"/{name}", f"Should be >= {least}" + (f" and <= {most}" if most is not None else "")
