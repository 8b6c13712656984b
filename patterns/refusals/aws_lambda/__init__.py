"""What Lambda refuses of functions, aliases and mappings that it is asked to make, as far as it shows in what is asked.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
Not here: roles, code, queues and streams, and the day on which a runtime ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.aws_lambda import aliases, images, settings, sources
from patterns.refusals.aws_lambda.settings import INVALID

PRINCIPAL = re.compile(r"(?!amazonaws\.com$)(\*|\d{12}|arn:aws[\w-]*:[\w-]+:.+|[\w-]+(\.[\w-]+)+)")
MANDATORY = "Runtime and Handler are mandatory parameters for functions created with deployment packages."
PACKAGE: tuple[Question, ...] = (images.wrong_package, images.wrong_image)
SETTINGS: tuple[Question, ...] = (
    settings.wrong_texts, settings.wrong_numbers, settings.wrong_variables, settings.wrong_runtime,
    settings.wrong_logging,
)  # fmt: skip
"""What is asked whenever a function's settings are made or changed."""


def package(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What a function whose code is a zip file has to say."""
    is_zip = asked.get("PackageType", "Zip") != images.IMAGE
    if is_zip and (asked.get("Runtime") is None or asked.get("Handler") is None):
        yield INVALID, MANDATORY


def _routing(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    weights = (asked.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or ()
    named = {weight["FunctionVersion"]: weight["FunctionWeight"] for weight in weights}
    yield from aliases.wrong_routing({"AdditionalVersionWeights": named}, asked["FunctionVersion"])
    yield from aliases.wrong_provision(asked.get("ProvisionedConcurrencyConfig"), asked["FunctionVersion"])


def _source(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    arn = asked.get("EventSourceArn") or ""
    if arn.count(":") >= 5:
        yield from sources.wrong_for_source(asked, arn, is_new=True)


def _caller(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Whom a permission lets in: a service, an account, a role or user, everybody.

    In the words of https://github.com/Pocket/terraform-modules/pull/1037, where it was amazonaws.com.
    """
    if not PRINCIPAL.fullmatch(asked["Principal"]):
        yield INVALID, "The provided principal was invalid. Please check the principal and try again."


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::Lambda::Function": (settings.wrong_name, package, *PACKAGE, *SETTINGS),
    "AWS::Lambda::Alias": (settings.wrong_name, _routing),
    "AWS::Lambda::EventInvokeConfig": (settings.wrong_name,),
    "AWS::Lambda::Permission": (settings.wrong_name, _caller),
    "AWS::Lambda::EventSourceMapping": (settings.wrong_name, sources.wrong_numbers, sources.wrong_filters, _source),
    "AWS::Lambda::Version": (settings.wrong_name,),
}
