"""The account on a port of this machine: the AWS CLI, SAM, the CDK and any SDK talk to it as to AWS.

Werkzeug's server, which moto brings, stands in front of the gateway, so that every call passes what it passes inside;
moto's own server would go past it. It reads requests side by side, each in a thread of its own, and hands them to the
gateway one after the other.
"""

from patterns.sandbox.endpoint.server import Endpoint

__all__ = ["Endpoint"]
