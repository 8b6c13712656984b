"""State machines that run: what moto's Step Functions lacks around its interpreter. How one runs is not here.

Not modelled: batches (`definitions`), and an ARN of its own kind for an Express execution that is not synchronous.
"""

from __future__ import annotations

import functools
import json
import sys
from typing import Any

from patterns.refusals.stepfunctions import problems
from patterns.sandbox.core import lineage
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.stepfunctions.definitions import unrunnable
from patterns.sandbox.simulator import loading, time_and_chance

SAID = {
    "InvalidToken": "Invalid Token: 'Invalid token'",
    "TaskDoesNotExist": "Task Does Not Exist: 'Provided task does not exist'",
    "TaskTimedOut": "Task Timed Out: 'Provided task does not exist anymore'",
}
"""What Step Functions says of a token."""


def apply() -> None:
    """Run machines with moto's interpreter, each as its role; name, refuse and start as Step Functions does."""
    from moto.core.config import default_user_config
    from moto.stepfunctions import responses
    from moto.stepfunctions.parser import models
    from moto.stepfunctions.parser.asl.utils import boto_client

    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    backend = models.StepFunctionsParserBackend
    backend._validate_definition = staticmethod(functools.partial(_validate, backend._validate_definition))
    backend.start_execution = _named(backend.start_execution)
    responses.StepFunctionResponse.start_sync_execution = _start_sync_execution
    responses.StepFunctionResponse.stop_execution = _stop_execution
    responses.StepFunctionResponse.describe_execution = _described(responses.StepFunctionResponse.describe_execution)
    responses.StepFunctionResponse.update_state_machine = _revised(responses.StepFunctionResponse.update_state_machine)
    responses.StepFunctionResponse.describe_state_machine = _with_revision(
        responses.StepFunctionResponse.describe_state_machine
    )
    _name_errors()
    _replace_everywhere(boto_client.boto_client_for, _client)


def _replace_everywhere(original: Any, ours: Any) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.stepfunctions.parser."):
            for key, value in list(vars(module).items()):
                if value is original:
                    setattr(module, key, ours)


def _validate(original: Any, definition: str) -> None:
    """Refuse in the words of Step Functions what it would, then what moto's parser does not understand.

    That says nothing of definitions with parts that moto does not know.
    """
    from moto.stepfunctions.parser.api import InvalidDefinition

    if found := problems(definition):
        raise InvalidDefinition(f"Invalid State Machine Definition: '{', '.join(found)}'")
    if unrunnable(definition):
        return
    try:
        original(definition=definition)
    except InvalidDefinition as error:
        message = f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {error.message}'"
        raise InvalidDefinition(message) from None


def _name_errors() -> None:
    """Give the errors of moto's interpreter the codes they carry, and words to those that are raised without."""
    from moto.stepfunctions.parser import api

    kinds: list[Any] = list(vars(api).values())
    for kind in kinds:
        if _is_error(kind, api.ServiceException):
            kind.TYPE = kind.code
            kind.__init__ = functools.partialmethod(_say, kind.code)


def _is_error(kind: Any, base: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, base) and isinstance(getattr(kind, "code", None), str)


def _say(self: Any, code: str, message: str | None = None) -> None:
    from moto.core.exceptions import AWSError

    AWSError.__init__(self, message or SAID.get(code, code), code)


def _named(start_execution: Any) -> Any:
    """Give an execution without a name a unique one.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    from moto.stepfunctions.parser.utils import long_uid

    def started(self: Any, arn: str, name: str | None = None, execution_input: str = "{}", *rest: Any) -> Any:
        if name:
            self._validate_name(name)
        machine = self.describe_state_machine(arn)
        machine.sm_type = machine.type
        _require_runnable(machine)
        return start_execution(self, arn, name or long_uid(), execution_input, *rest)

    return started


def _require_runnable(machine: Any) -> None:
    if reason := unrunnable(machine.definition):
        raise NotSimulated(f"machine {machine.name} is there, and cannot be run here: {reason}")


def _start_sync_execution(self: Any) -> Any:
    """https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html."""
    from moto.core.responses import ActionResult
    from moto.stepfunctions.parser.api import StateMachineTypeNotSupported

    backend = self.stepfunction_backend
    machine = backend.describe_state_machine(self._get_param("stateMachineArn"))
    if machine.type == "STANDARD":
        raise StateMachineTypeNotSupported(message="This operation is not supported by this type of state machine")
    _require_runnable(machine)
    given = self._get_param("input", if_none="{}")
    machine._validate_execution_input(given)
    execution = _synchronous(backend, machine, self._get_param("name"), given)
    with lineage.untraced():
        started = time_and_chance.processes().start(execution.start, execution.exec_arn)
    started.ended.wait()
    found = execution.to_start_sync_execution_output()
    return ActionResult({name: value for name, value in found.items() if value is not None})


def _synchronous(backend: Any, machine: Any, name: str | None, given: str) -> Any:
    from moto.stepfunctions.parser.backend.execution import SyncExecution
    from moto.stepfunctions.parser.utils import long_uid

    name = name or long_uid()
    return SyncExecution(
        name=name,
        sm_type=machine.type,
        role_arn=machine.roleArn,
        exec_arn=f"{machine.arn.replace(':stateMachine:', ':express:')}:{name}:{long_uid()}",
        account_id=backend.account_id,
        region_name=backend.region_name,
        state_machine=machine,
        start_date=time_and_chance.now(),
        cloud_watch_logging_session=None,
        activity_store={},
        input_data=given,
    )


def _stop_execution(self: Any) -> Any:
    """Stop as asked, with error and cause; one that is over stays as it is."""
    from moto.core.responses import ActionResult

    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    if execution.stop_date is None:
        execution.error, execution.cause = self._get_param("error"), self._get_param("cause")
        execution.stop(time_and_chance.now(), execution.error, execution.cause)
    return ActionResult({"stopDate": execution.stop_date or time_and_chance.now()})


def _described(describe_execution: Any) -> Any:
    """Tell when an execution stopped, also where its time was over, and its output as JSON, also where that is text."""

    def described(self: Any) -> Any:
        answer = describe_execution(self)
        execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
        if execution.stop_date is not None:
            answer.result["stopDate"] = execution.stop_date
        if "output" in answer.result or execution.exec_status == "SUCCEEDED":
            answer.result["output"] = json.dumps(execution.output, separators=(",", ":"))
        return answer

    return described


def _revised(update_state_machine: Any) -> Any:
    """Tell the revision that a change makes.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
    """

    def revised(self: Any) -> Any:
        from moto.stepfunctions.parser.utils import long_uid

        answer = update_state_machine(self)
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        machine.latest_revision = long_uid()
        answer.result["revisionId"] = machine.latest_revision
        return answer

    return revised


def _with_revision(describe_state_machine: Any) -> Any:
    def described(self: Any) -> Any:
        answer = describe_state_machine(self)
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        if revision := getattr(machine, "latest_revision", None):
            answer.result["revisionId"] = revision
        return answer

    return described


def _client(region: str, service: str, state_credentials: Any) -> Any:
    """The client with which a task calls `service`, as the role of the machine or of the state."""
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    role = state_credentials.role_arn
    backend = stepfunctions_parser_backends[role.split(":")[4]][region]
    made = vars(backend).setdefault("clients", {})
    if (service, role) not in made:
        made[service, role] = _make_client(region, service, role)
    return made[service, role]


def _make_client(region: str, service: str, role: str) -> Any:
    from botocore.config import Config
    from moto.sts.models import sts_backends

    account_id = role.split(":")[4]
    with loading.drawing("state machine", service, role):
        given = sts_backends[account_id]["aws"].assume_role(
            region_name=region, role_session_name="StepFunctions", role_arn=role, policy="", duration=3600,
            external_id="",
        )  # fmt: skip
    return time_and_chance.shared_session().client(
        service,
        region_name=region,
        aws_access_key_id=given.access_key_id,
        aws_secret_access_key=given.secret_access_key,
        aws_session_token=given.session_token,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
