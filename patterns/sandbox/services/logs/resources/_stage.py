"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "log_group": {"Type": "AWS::Logs::LogGroup"},
}
