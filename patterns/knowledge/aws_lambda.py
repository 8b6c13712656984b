"""AWS Lambda."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, Service, SeveralZones
from patterns.knowledge._facts import told

SERVICE = Service("Lambda", Family.COMPUTE)
_PRICES = "https://aws.amazon.com/lambda/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::Lambda::Alias": About(noun="alias", family=Family.COMPUTE, lost="calls by its ARN fail"),
    "AWS::Lambda::EventInvokeConfig": About(
        noun="retries",
        family=Family.COMPUTE,
        gives_up_to=("DestinationConfig",),
        references={"FunctionName": BELONGS_TO, "DestinationConfig.OnFailure.*": "failed events"},
        lost=DECLARED,
        free=_PRICES,
    ),
    "AWS::Lambda::EventSourceMapping": About(
        noun="event source",
        family=Family.COMPUTE,
        gives_up_to=("DestinationConfig",),
        # https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
        lost="how far it has read a stream is lost: another one starts at its StartingPosition",
    ),
    "AWS::Lambda::Function": About(
        noun="function",
        family=Family.COMPUTE,
        gives_up_to=("DeadLetterConfig",),
        asks=True,
        references={
            "Role": "as",
            "LoggingConfig.*": "logs",
            "DeadLetterConfig.*": "failed events",
            "KmsKeyArn": "encrypted by",
        },
        facts=(
            told("Runtime"),
            told("MemorySize", form="{} MB"),
            told("Timeout", form="{} s"),
            told("ReservedConcurrentExecutions", form="{} at once"),
        ),
        lost="calls by its old name or ARN fail",
        zones=SeveralZones(
            "interfaces of the function", "https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html"
        ),
    ),
    "AWS::Lambda::LayerVersion": About(
        noun="layer",
        family=Family.COMPUTE,
        # https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
        lost="functions that have it keep it, and no other function can take it",
        free=_PRICES,
    ),
    "AWS::Lambda::Permission": About(
        noun="permission",
        family=Family.COMPUTE,
        references={"FunctionName": BELONGS_TO, "SourceArn": None},
        lost=DECLARED,
        free=_PRICES,
    ),
    "AWS::Lambda::Url": About(
        noun="function URL",
        family=Family.COMPUTE,
        # https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html
        lost="its address stops answering and cannot be had back",
        free=_PRICES,
    ),
    "AWS::Lambda::Version": About(
        noun="version",
        family=Family.COMPUTE,
        lost="the code it was published with is lost, and calls by its number fail",
    ),
}
