"""AWS Systems Manager."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("SSM", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::SSM::Parameter": About(noun="parameter", family=Family.INTEGRATION, lost="its value and history are lost"),
}
