"""What Step Functions asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
https://docs.aws.amazon.com/step-functions/latest/dg/security_iam_service-with-iam.html
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pairs, pass_role


def _machine(situation: Situation) -> str:
    return situation.text("stateMachineArn") or situation.arn("states", f"stateMachine:{situation.text('name') or '*'}")


def _passed(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(situation.params.get("roleArn"), "states.amazonaws.com")
    if situation.params.get("tags"):
        yield Ask("states:TagResource", _machine(situation))


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("stepfunctions", "list_tags_for_resource", resourceArn=arn).get("tags")))


SERVICE = Service(
    prefix="states",
    resources={
        "machine": _machine,
        "alias": "{stateMachineAliasArn}",
        "version": "{stateMachineVersionArn}",
        "execution": "{executionArn}",
        "run": "{mapRunArn}",
        "activity": lambda situation: (
            situation.text("activityArn") or situation.arn("states", f"activity:{situation.text('name') or '*'}")
        ),
        "tagged": "{resourceArn}",
    },
    operations={
        "": """
            ListActivities ListStateMachines SendTaskFailure SendTaskHeartbeat SendTaskSuccess TestState
            ValidateStateMachineDefinition
        """,
        "machine": """
            CreateStateMachine DeleteStateMachine DescribeStateMachine ListExecutions ListStateMachineAliases
            ListStateMachineVersions PublishStateMachineVersion StartExecution StartSyncExecution UpdateStateMachine
        """,
        "alias": "DeleteStateMachineAlias DescribeStateMachineAlias UpdateStateMachineAlias",
        "version": "DeleteStateMachineVersion",
        "execution": """
            DescribeExecution DescribeStateMachineForExecution GetExecutionHistory ListMapRuns RedriveExecution
            StopExecution
        """,
        "run": "DescribeMapRun UpdateMapRun",
        "activity": "CreateActivity DeleteActivity DescribeActivity GetActivityTask",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    also={"CreateStateMachine": _passed, "UpdateStateMachine": _passed},
    tags=_tags,
)
