"""What AWS Step Functions does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import ABSENT, FAITHFUL, Behaviour, Limit, Refused

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
        "States say in JSONata what they take, hand on and remember, and in either language what they remember is read "
        "by its name.",
        FAITHFUL,
        "/step-functions/latest/dg/transforming-data.html",
        """
        import json

        remember = {"Type": "Pass", "Assign": {"price": "{% $states.input.net * 1.5 %}"}, "Next": "Say"}
        say = {"Type": "Pass", "Output": "{% 'costs ' & $string($price) %}", "End": True}
        definition = {"QueryLanguage": "JSONata", "StartAt": "Remember", "States": {"Remember": remember, "Say": say}}
        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )["stateMachineArn"]
        run = states.start_execution(stateMachineArn=arn, input='{"net": 10}')["executionArn"]
        aws.clock.advance(seconds=1)
        states.describe_execution(executionArn=run)["output"]
        """,
    ),
    Behaviour(
        "Machines that hand on items in batches are made and read back, not run.",
        ABSENT,
        "/step-functions/latest/dg/input-output-itembatcher.html",
        """
        import json

        once = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "P",
                "States": {"P": {"Type": "Pass", "End": True}}}
        each = {"Type": "Map", "ItemBatcher": {"MaxItemsPerBatch": 2}, "ItemProcessor": once, "End": True}
        definition = json.dumps({"StartAt": "Each", "States": {"Each": each}})
        role = "arn:aws:iam::123456789012:role/m"
        states = aws.client("stepfunctions")
        arn = states.create_state_machine(name="m", definition=definition, roleArn=role)["stateMachineArn"]
        attempt(states.start_execution, stateMachineArn=arn).code
        """,
    ),
    Behaviour(
        "A machine is made only with a role that Step Functions can take on.",
        FAITHFUL,
        "/step-functions/latest/dg/procedure-create-iam-role.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        definition = '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
        role = "arn:aws:iam::123456789012:role/worker-role"
        create = aws.client("stepfunctions").create_state_machine
        attempt(create, name="m", definition=definition, roleArn=role).message
        """,
        modules=("machine_roles",),
    ),
    Behaviour(
        "Errors have Step Functions' names, and `States.ALL` catches neither `States.Runtime` nor "
        "`States.DataLimitExceeded`; a distributed map fails with more failures than it tolerates.",
        FAITHFUL,
        "/step-functions/latest/dg/concepts-error-handling.html",
        """
        import json

        rule = {"Variable": "$.missing", "NumericEquals": 1, "Next": "F"}
        choice = {"Type": "Choice", "Choices": [rule], "Default": "F"}
        definition = {"StartAt": "C", "States": {"C": choice, "F": {"Type": "Succeed"}}}
        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )["stateMachineArn"]
        states.describe_execution(executionArn=states.start_execution(stateMachineArn=arn)["executionArn"])["error"]
        """,
    ),
)

LIMITS = (
    Limit(
        "An expression in JSONata is read when its state runs, not when the machine is made; it is given two seconds, "
        "and 150 calls inside each other. A state's `Retry` does not hear of an output that cannot be evaluated.",
        """
        import json

        state = {"Type": "Pass", "Output": "{% ( %}", "End": True}
        definition = {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": state}}
        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )["stateMachineArn"]
        run = states.start_execution(stateMachineArn=arn)["executionArn"]
        aws.clock.advance(seconds=1)
        states.describe_execution(executionArn=run)["error"]
        """,
    ),
    Limit(
        "A call of `CreateStateMachine` takes a role that is not in the account; a template with such a role is "
        "refused, as AWS refuses both. What the role may do is asked when it is used, also for logs and traces.",
        """
        definition = '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
        aws.client("stepfunctions").create_state_machine(
            name="m", definition=definition, roleArn="arn:aws:iam::123456789012:role/nobody"
        )["stateMachineArn"]
        """,
    ),
    Limit(
        "A `ResultPath` through something that is not an object leaves it as it is, and is not "
        "`States.ResultPathMatchFailure`.",
        """
        import json

        state = {"Type": "Pass", "Result": 1, "ResultPath": "$.a.b", "End": True}
        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m",
            definition=json.dumps({"StartAt": "P", "States": {"P": state}}),
            roleArn="arn:aws:iam::123456789012:role/m",
        )["stateMachineArn"]
        run = states.start_execution(stateMachineArn=arn, input='"text"')["executionArn"]
        states.describe_execution(executionArn=run)["status"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::StepFunctions::StateMachine": Refused(
        made=(
            "definitions that cannot be read, lead nowhere, mix JSONPath with JSONata or wait in an Express machine, "
            "logs without a destination or a right, untrusting roles, names that are taken"
        ),
        page="/step-functions/latest/apireference/API_CreateStateMachine.html",
        not_made="whether a task's resource exists; rights to log beside the first; paths; expressions in JSONata",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
