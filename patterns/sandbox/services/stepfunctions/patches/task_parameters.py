"""Names between a task's parameters and a service's API, which moto's interpreter leaves as they are written.

Tasks write `StateMachineArn` where the API has `stateMachineArn`, and get their answers in the same case; an error of
an SDK integration bears the service's name in that case too.
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.simulator import time_and_chance

ERROR_NAMES = {
    "cloudwatch": "CloudWatch",
    "cloudwatchlogs": "CloudWatchLogs",
    "ec2": "Ec2",
    "eventbridge": "EventBridge",
    "iam": "Iam",
    "kms": "Kms",
    "lambda": "Lambda",
    "rds": "Rds",
    "s3": "S3",
    "secretsmanager": "SecretsManager",
    "sns": "Sns",
    "sqs": "Sqs",
    "ssm": "Ssm",
    "sts": "Sts",
}
"""By the name in a task's resource; moto knows those of DynamoDB and Step Functions."""

BOTO3_NAMES = {"cloudwatchlogs": "logs", "eventbridge": "events", "sfn": "stepfunctions"}
"""By the name in a task's resource, where boto3 has another."""


def apply() -> None:
    """Turn names both ways, and name errors as the service does."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service,
        state_task_service_aws_sdk,
    )

    service = state_task_service.StateTaskService
    service._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES.update(BOTO3_NAMES)
    service._normalise_parameters = _normalise_parameters
    service._normalise_response = _normalise_response
    state_task_service_aws_sdk._SERVICE_ERROR_NAMES.update(ERROR_NAMES)


def _normalise_parameters(
    self: Any, parameters: Any, boto_service_name: str | None = None, service_action_name: str | None = None
) -> None:
    found = _operation_of(self, boto_service_name, service_action_name)
    if found is not None and found.input_shape is not None:
        self._to_boto_request(parameters, found.input_shape)


def _normalise_response(
    self: Any, response: Any, boto_service_name: str | None = None, service_action_name: str | None = None
) -> None:
    found = _operation_of(self, boto_service_name, service_action_name)
    if found is not None and found.output_shape is not None:
        self._from_boto_response(response, found.output_shape)
        # The integration of Step Functions' own counts milliseconds; those of the SDK write moments as text.
        _write_moments(response, in_milliseconds=self.resource.service_name == "states")


def _write_moments(found: Any, *, in_milliseconds: bool) -> None:
    """Put text or numbers in the place of moments, which JSON has not."""
    entries = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in list(entries):
        if isinstance(value, datetime):
            at = value.astimezone(UTC)
            found[key] = int(at.timestamp() * 1000) if in_milliseconds else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        else:
            _write_moments(value, in_milliseconds=in_milliseconds)


def _operation_of(task: Any, service: str | None, action: str | None) -> Any:
    return operation(task._get_boto_service_name(service), task._get_boto_service_action(action))


@functools.cache
def operation(service: str, action: str) -> Any:
    """The API's operation by its name in snake case; None for what no service has, which fails when it is called."""
    from botocore import xform_name
    from botocore.exceptions import UnknownServiceError
    from botocore.model import ServiceModel

    loader = time_and_chance.shared_session()._session.get_component("data_loader")
    try:
        model = ServiceModel(loader.load_service_model(service, "service-2"), service_name=service)
    except UnknownServiceError:
        return None
    names = {xform_name(name): name for name in model.operation_names}
    return model.operation_model(names[action]) if action in names else None
