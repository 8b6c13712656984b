"""The names one AWS service goes by. Not where its code lies: that is `services`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """What CloudFormation, boto3, moto and ARNs call a service; empty where one of them does not know it."""

    boto3: str
    moto: str
    cloudformation: str = ""
    arn: str = ""
