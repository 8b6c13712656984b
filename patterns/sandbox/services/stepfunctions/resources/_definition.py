"""A state machine's definition, from the three ways in which a template may give it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider.base import HandlerError, Target

WAYS = ("Definition", "DefinitionString", "DefinitionS3Location")
PLACEHOLDER = re.compile(r"\$\{(?P<name>[a-zA-Z0-9]+)\}")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html"""


def definition(target: Target) -> str:
    """The definition as Step Functions takes it, placeholders replaced. Raises `HandlerError` unless there is one."""
    given = [way for way in WAYS if way in target.properties]
    if len(given) != 1:
        message = f"Exactly one of {', '.join(WAYS)} must be provided, and there is {', '.join(given) or 'none'}."
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
    values = properties.get("DefinitionSubstitutions") or {}
    return PLACEHOLDER.sub(lambda found: _spoken(values.get(found["name"], found[0])), text)


def _spoken(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _stored(target: Target) -> str:
    """The text of the object in S3. Raises `HandlerError` for one that is not there, or is not JSON."""
    place = target.properties["DefinitionS3Location"]
    version = {"VersionId": place["Version"]} if "Version" in place else {}
    client = target.account.administrator("s3")
    try:
        text = str(client.get_object(Bucket=place["Bucket"], Key=place["Key"], **version)["Body"].read().decode())
        json.loads(text)
    except ClientError as error:
        raise HandlerError("InvalidRequest", error.response["Error"]["Message"]) from None
    except ValueError:
        message = f"s3://{place['Bucket']}/{place['Key']} is not JSON, the only form of a definition the sandbox reads."
        raise HandlerError("InvalidRequest", message) from None
    return text


def read_back(properties: Mapping[str, Any], found: str) -> dict[str, Any]:
    """The definition as the template gives it while the service has that one; else the service's text.

    Where a definition in S3 came from the stack alone knows, as in AWS.
    """
    told = {name: properties[name] for name in (*WAYS, "DefinitionSubstitutions") if name in properties}
    in_s3 = "DefinitionS3Location" in told
    same = in_s3 or (any(way in told for way in WAYS) and _meant(written(properties)) == _meant(found))
    return told if same else {"DefinitionString": found}


def _meant(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
