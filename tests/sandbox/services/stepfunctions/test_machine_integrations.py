"""What a machine asks of other services: each integration does its work, a failure of the service is the machine's."""

import json

import pytest

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
GRANTS = {
    "PolicyName": "grants",
    "PolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["sqs:SendMessage", "sns:Publish", "events:PutEvents", "s3:*", "dynamodb:*", "states:*"],
                "Resource": "*",
            }
        ],
    },
}


def let(service):
    return {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": "Queue"}],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sqs:SendMessage",
                        "Resource": {"Fn::GetAtt": "Queue.Arn"},
                    }
                ],
            },
        },
    }


TASKS = {
    "sqs": ("arn:aws:states:::sqs:sendMessage", {"QueueUrl": {"Ref": "Queue"}, "MessageBody.$": "$.word"}, {}),
    "sns": (
        "arn:aws:states:::sns:publish",
        {"TopicArn": {"Ref": "Topic"}, "Message.$": "$.word"},
        {
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Subscription": {
                "Type": "AWS::SNS::Subscription",
                "Properties": {
                    "TopicArn": {"Ref": "Topic"},
                    "Protocol": "sqs",
                    "Endpoint": {"Fn::GetAtt": "Queue.Arn"},
                    "RawMessageDelivery": True,
                },
            },
            "Policy": let("sns.amazonaws.com"),
        },
    ),
    "events": (
        "arn:aws:states:::events:putEvents",
        {"Entries": [{"Source": "shop", "DetailType": "said", "Detail": {"word.$": "$.word"}}]},
        {
            "Rule": {
                "Type": "AWS::Events::Rule",
                "Properties": {
                    "EventPattern": {"source": ["shop"]},
                    "Targets": [{"Id": "q", "Arn": {"Fn::GetAtt": "Queue.Arn"}, "InputPath": "$.detail.word"}],
                },
            },
            "Policy": let("events.amazonaws.com"),
        },
    ),
}


def machine(resource, parameters, **more):
    task = {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True, **more}
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "RoleArn": {"Fn::GetAtt": "Role.Arn"},
            "Definition": {"StartAt": "Ask", "States": {"Ask": task}},
        },
    }


def deployed(aws, **resources):
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, "Policies": [GRANTS]}}
    return aws.deploy({"Resources": {"Role": role, "Queue": {"Type": "AWS::SQS::Queue"}, **resources}})


def executed(aws, arn, given):
    states = aws.client("stepfunctions")
    execution = states.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]
    aws.clock.advance(minutes=1)
    return states.describe_execution(executionArn=execution)


@pytest.mark.parametrize("service", TASKS)
def test_what_a_machine_sends_arrives(aws, service):
    resource, parameters, around = TASKS[service]
    stack = deployed(aws, Machine=machine(resource, parameters), **around)

    found = executed(aws, stack["Machine"].physical_id, {"word": "hello"})

    [message] = aws.client("sqs").receive_message(QueueUrl=stack["Queue"].physical_id)["Messages"]
    assert (found["status"], message["Body"].strip('"')) == ("SUCCEEDED", "hello")


def test_a_call_of_the_sdk_gives_what_the_service_answers(aws):
    asked = machine(
        "arn:aws:states:::aws-sdk:s3:putObject", {"Bucket": {"Ref": "Bucket"}, "Key": "a", "Body.$": "$.word"}
    )
    stack = deployed(aws, Bucket={"Type": "AWS::S3::Bucket"}, Machine=asked)

    found = executed(aws, stack["Machine"].physical_id, {"word": "hello"})

    assert json.loads(found["output"])["ServerSideEncryption"] == "AES256"
    stored = aws.client("s3").get_object(Bucket=stack["Bucket"].physical_id, Key="a")["Body"].read()
    assert stored.strip(b'"') == b"hello"


def test_an_error_of_the_service_is_the_machine_s(aws):
    asked = machine("arn:aws:states:::aws-sdk:s3:getObject", {"Bucket": {"Ref": "Bucket"}, "Key": "missing"})
    stack = deployed(aws, Bucket={"Type": "AWS::S3::Bucket"}, Machine=asked)

    found = executed(aws, stack["Machine"].physical_id, {})

    assert (found["status"], found["error"]) == ("FAILED", "S3.NoSuchKeyException")


@pytest.mark.slow
def test_a_machine_runs_another_and_waits_for_it(aws):
    inner = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "RoleArn": {"Fn::GetAtt": "Role.Arn"},
            "Definition": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 40, "End": True}}},
        },
    }
    outer = machine("arn:aws:states:::states:startExecution.sync:2", {"StateMachineArn": {"Ref": "Inner"}})
    stack = deployed(aws, Inner=inner, Machine=outer)

    found = executed(aws, stack["Machine"].physical_id, {})

    assert found["status"] == "SUCCEEDED"
    assert 40 <= (found["stopDate"] - found["startDate"]).total_seconds() < 60
