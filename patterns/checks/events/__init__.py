"""Amazon EventBridge."""

PREFIX = "EVT"
