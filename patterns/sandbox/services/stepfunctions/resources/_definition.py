"""A state machine's definition, from the three ways in which a template may give it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml
from botocore.exceptions import ClientError

from patterns.refusals import stepfunctions
from patterns.sandbox.provider.base import HandlerError, Target


def definition(target: Target) -> str:
    """The definition as Step Functions takes it, placeholders replaced. Raises `HandlerError` unless there is one."""
    given = [way for way in stepfunctions.WAYS if way in target.properties]
    if len(given) != 1:
        said = ", ".join(given) or "none"
        message = f"Exactly one of {', '.join(stepfunctions.WAYS)} must be provided, and there is {said}."
        raise HandlerError("InvalidRequest", message)
    if given == ["DefinitionS3Location"]:
        return substituted(_stored(target), target.properties)
    return written(target.properties)


def written(properties: Mapping[str, Any]) -> str:
    """The definition that stands in the template itself, placeholders replaced."""
    text = properties.get("DefinitionString") or json.dumps(properties["Definition"])
    return substituted(text, properties)


def substituted(text: str, properties: Mapping[str, Any]) -> str:
    """The text with what `DefinitionSubstitutions` names put in; other placeholders stay, for the service to refuse."""
    return stepfunctions.substituted(text, properties.get("DefinitionSubstitutions") or {})


def _stored(target: Target) -> str:
    """The definition in the object in S3, as JSON. Raises `HandlerError` for one that is not there, or is no object."""
    place = target.properties["DefinitionS3Location"]
    version = {"VersionId": place["Version"]} if "Version" in place else {}
    client = target.account.administrator("s3")
    try:
        text = str(client.get_object(Bucket=place["Bucket"], Key=place["Key"], **version)["Body"].read().decode())
        return _as_json(text)
    except ClientError as error:
        raise HandlerError("InvalidRequest", error.response["Error"]["Message"]) from None
    except (ValueError, RecursionError, yaml.YAMLError):
        message = f"Invalid StateMachine definition: s3://{place['Bucket']}/{place['Key']} is neither JSON nor YAML."
        raise HandlerError("InvalidRequest", message) from None


def _as_json(text: str) -> str:
    """A definition that may be written as YAML. Raises `ValueError` or `YAMLError` for one that is neither."""
    try:
        json.loads(text)
    except ValueError:
        read = yaml.safe_load(text)
        if not isinstance(read, dict):
            raise
        return json.dumps(read, default=str)
    return text


def read_back(properties: Mapping[str, Any], found: str) -> dict[str, Any]:
    """The definition as the template gives it while the service has that one; else the service's text.

    Where a definition in S3 came from the stack alone knows, as in AWS.
    """
    told = {name: properties[name] for name in (*stepfunctions.WAYS, "DefinitionSubstitutions") if name in properties}
    in_s3 = "DefinitionS3Location" in told
    same = in_s3 or (any(way in told for way in stepfunctions.WAYS) and _meant(written(properties)) == _meant(found))
    return told if same else {"DefinitionString": found}


def _meant(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
