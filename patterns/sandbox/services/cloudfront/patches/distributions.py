"""Moto's distributions keep what they are asked for: it forgets functions, access controls, signers."""

from __future__ import annotations

import copy
from typing import Any


def apply() -> None:
    """Answer with the configuration as it came, and with moto's for what was left out."""
    from moto.cloudfront.models import DistributionConfig, OriginAccessControl

    DistributionConfig.__init__ = _whole(DistributionConfig.__init__)
    OriginAccessControl.update = _replaced


def _whole(init: Any) -> Any:
    def keep(self: Any, config: dict[str, Any]) -> None:
        asked = copy.deepcopy(config)
        init(self, config)
        vars(self).update(asked)

    return keep


def _replaced(self: Any, config: dict[str, Any]) -> None:
    """Take a configuration as a whole; moto keeps the description that is left out."""
    self.name, self.description = config["Name"], config.get("Description")
    self.signing_protocol, self.signing_behavior = config["SigningProtocol"], config["SigningBehavior"]
    self.origin_type = config["OriginAccessControlOriginType"]
