"""Arguments of calls to AWS Systems Manager, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceType": "Parameter",
}
