"""What AWS Step Functions does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import ABSENT, FAITHFUL, Behaviour

BEHAVIOURS = (
    Behaviour(
        "Machines wait, retry, catch, branch and map on the account's clock; parallel branches take "
        "as long as the longest.",
        FAITHFUL,
        "/step-functions/latest/dg/concepts-error-handling.html",
        """
        wait = lambda hours: {
            "StartAt": "W",
            "States": {"W": {"Type": "Wait", "Seconds": hours * 3600, "End": True}},
        }
        definition = {
            "StartAt": "P",
            "States": {"P": {"Type": "Parallel", "End": True, "Branches": [wait(1), wait(3)]}},
        }
        import json

        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )["stateMachineArn"]
        run = states.start_execution(stateMachineArn=arn)["executionArn"]
        aws.clock.advance(days=1)
        found = states.describe_execution(executionArn=run)
        str(found["stopDate"] - found["startDate"])
        """,
        modules=("executions",),
    ),
    Behaviour(
        "Definitions in JSONata, and variables.",
        ABSENT,
        "/step-functions/latest/dg/transforming-data.html",
        """
        definition = '{"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
        machine = {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"DefinitionString": definition, "RoleArn": "arn:aws:iam::123456789012:role/m"},
        }
        attempt(aws.deploy, {"Resources": {"M": machine}}).code
        """,
    ),
)
