"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html"""

import json

import pytest
from botocore.exceptions import ClientError

from tools.code import log_lines, make_function
from tools.receivers import allow, attributes, bodies, make_queue, make_role, messages, policy

EVENTS = "events.amazonaws.com"
RULE = "arn:aws:events:us-east-1:123456789012:rule/orders"


def rule(aws, *targets, pattern=None, name="orders", bus="default"):
    events = aws.client("events")
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern or {"source": ["shop"]}))
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": str(n), **each} for n, each in enumerate(targets)])


def order(aws, number=1, *, source="shop", **entry):
    detail = json.dumps({"number": number})
    return aws.client("events").put_events(
        Entries=[{"Source": source, "DetailType": "Order placed", "Detail": detail, **entry}]
    )


def failed_invocations(aws):
    answer = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Events", MetricName="FailedInvocations", Dimensions=[{"Name": "RuleName", "Value": "orders"}],
        StartTime="2025-12-31T00:00:00Z", EndTime="2026-01-05T00:00:00Z", Period=3600 * 24, Statistics=["Sum"],
    )  # fmt: skip
    return sum(point["Sum"] for point in answer["Datapoints"])


def test_an_event_goes_whole_to_the_targets_of_the_rules_it_matches(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    rule(aws, {"Arn": arn})
    rule(aws, {"Arn": arn}, pattern={"source": ["bank"]}, name="other")

    answer = order(aws)
    (event,) = bodies(aws, address)

    assert event == {
        "version": "0",
        "id": answer["Entries"][0]["EventId"],
        "detail-type": "Order placed",
        "source": "shop",
        "account": "123456789012",
        "time": "2026-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {"number": 1},
    }


@pytest.mark.slow
def test_a_function_without_a_permission_is_not_called_and_the_failure_is_counted(aws):
    rule(aws, {"Arn": make_function(aws, "def handler(event, context): print('number', event['detail']['number'])")})
    assert order(aws)["FailedEntryCount"] == 0
    assert failed_invocations(aws) == 1

    allow(aws, EVENTS, RULE)
    order(aws, 2)

    assert failed_invocations(aws) == 1
    assert [line for line in log_lines(aws) if line.startswith("number")] == ["number 2"]


def test_what_cannot_be_delivered_goes_to_the_dead_letter_queue_with_the_reason(aws):
    address, dead = make_queue(aws, "dead", lets=EVENTS)
    _, shut = make_queue(aws, "shut")
    rule(aws, {"Arn": shut, "DeadLetterConfig": {"Arn": dead}, "InputPath": "$.detail"})

    order(aws)
    (letter,) = messages(aws, address)

    assert json.loads(letter["Body"])["detail"] == {"number": 1}
    assert attributes(letter) == {
        "RULE_ARN": RULE,
        "TARGET_ARN": shut,
        "ERROR_CODE": "NO_PERMISSIONS",
        "ERROR_MESSAGE": f"{EVENTS} is not authorized to perform: sqs:SendMessage on resource: {shut}",
    }


def test_a_target_that_is_gone_is_not_tried_again(aws):
    address, dead = make_queue(aws, "dead", lets=EVENTS)
    gone = "arn:aws:lambda:us-east-1:123456789012:function:gone"
    rule(aws, {"Arn": gone, "DeadLetterConfig": {"Arn": dead}})

    order(aws)

    assert [attributes(letter)["ERROR_CODE"] for letter in messages(aws, address)] == ["NO_RESOURCE"]


def test_a_throttled_target_is_tried_again_until_its_policy_says_enough(aws):
    from patterns.sandbox.core.errors import Refused
    from patterns.sandbox.gateway import Caller

    tries = []

    def throttle(call):
        if call.caller is Caller.SERVICE and "told" in call.params["QueueUrl"]:
            tries.append(aws.clock.time())
            raise Refused("ThrottlingException", "Rate exceeded", 400)

    address, dead = make_queue(aws, "dead", lets=EVENTS)
    _, arn = make_queue(aws, "told", lets=EVENTS)
    rule(aws, {"Arn": arn, "DeadLetterConfig": {"Arn": dead}, "RetryPolicy": {"MaximumRetryAttempts": 2}})
    aws.gateway.subscribe("fault", throttle, service="sqs", operation="SendMessage")

    order(aws)
    aws.clock.advance(minutes=5)
    (letter,) = messages(aws, address)

    assert [moment - tries[0] for moment in tries] == [0, 1, 3]
    about = attributes(letter)
    assert (about["ERROR_CODE"], about["RETRY_ATTEMPTS"]) == ("THROTTLING", "2")
    assert about["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"


def test_disabled_rules_and_schedules_do_not_listen(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    rule(aws, {"Arn": arn})
    aws.client("events").disable_rule(Name="orders")
    aws.client("events").put_rule(Name="timed", ScheduleExpression="rate(1 day)")
    aws.client("events").put_targets(Rule="timed", Targets=[{"Id": "queue", "Arn": arn}])

    order(aws)

    assert bodies(aws, address) == []


def test_a_state_machine_is_started_in_the_role_of_the_target(aws):
    machines = aws.client("stepfunctions")
    states = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    runs = make_role(aws, "runs", "states.amazonaws.com")
    machine = machines.create_state_machine(name="orders", definition=states, roleArn=runs)["stateMachineArn"]
    rule(aws, {"Arn": machine, "RoleArn": make_role(aws, "starts", EVENTS), "InputPath": "$.detail"})

    order(aws)
    (execution,) = machines.list_executions(stateMachineArn=machine)["executions"]

    told = machines.describe_execution(executionArn=execution["executionArn"])
    assert (told["status"], json.loads(told["input"])) == ("SUCCEEDED", {"number": 1})


def test_a_role_that_does_not_trust_eventbridge_starts_nothing(aws):
    machines = aws.client("stepfunctions")
    states = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    role = make_role(aws, "runs", "states.amazonaws.com")
    machine = machines.create_state_machine(name="orders", definition=states, roleArn=role)["stateMachineArn"]
    rule(aws, {"Arn": machine, "RoleArn": role})

    order(aws)

    assert machines.list_executions(stateMachineArn=machine)["executions"] == []
    assert failed_invocations(aws) == 1


def test_a_state_machine_without_a_role_is_refused(aws):
    machine = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"

    with pytest.raises(ClientError) as refused:
        rule(aws, {"Arn": machine})

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationException", f"RoleArn is required for target {machine}.")


def test_a_log_group_needs_a_resource_policy_of_logs(aws):
    logs, group = aws.client("logs"), "/aws/events/orders"
    arn = f"arn:aws:logs:us-east-1:123456789012:log-group:{group}"
    logs.create_log_group(logGroupName=group)
    rule(aws, {"Arn": arn})
    order(aws, 1)
    logs.put_resource_policy(policyName="events", policyDocument=policy(EVENTS, "logs:*", f"{arn}:*"))

    order(aws, 2)

    lines = [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert [line["detail"] for line in lines] == [{"number": 2}]


@pytest.mark.slow
def test_another_bus_has_its_own_rules_and_passes_on(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    bus = aws.client("events").create_event_bus(Name="orders")["EventBusArn"]
    rule(aws, {"Arn": arn}, name="theirs", bus="orders")
    order(aws, 1)
    assert bodies(aws, address) == []

    rule(aws, {"Arn": bus, "RoleArn": make_role(aws, "passes", EVENTS)})
    order(aws, 2)
    order(aws, 3, EventBusName="orders")

    assert [body["detail"]["number"] for body in bodies(aws, address)] == [2, 3]


def test_a_topic_is_told_where_its_policy_lets_events_in(aws):
    sns = aws.client("sns")
    topic = sns.create_topic(Name="orders")["TopicArn"]
    address, arn = make_queue(aws, "told", lets="sns.amazonaws.com")
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    rule(aws, {"Arn": topic, "InputPath": "$.detail"})
    order(aws, 1)
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=policy(EVENTS, "sns:Publish", topic)
    )

    order(aws, 2)

    assert bodies(aws, address) == [{"number": 2}]
