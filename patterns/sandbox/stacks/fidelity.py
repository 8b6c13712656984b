"""What stacks do as CloudFormation does, and what they do not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "A resource that is there already is nobody's to take over: a stack that wants its name, or a second logical "
        "id, fails with `AlreadyExists` and leaves it alone. Policies of queues and topics, and what a subnet is "
        "associated with, are taken over, as in AWS.",
        FAITHFUL,
        "/cloudformation-cli/latest/userguide/resource-type-test-contract.html",
        """
        named = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}}
        aws.deploy({"Resources": {"News": named}}, name="first")
        attempt(aws.deploy, {"Resources": {"News": named}}, name="second").allowed, len(
            aws.client("sns").list_topics()["Topics"]
        )
        """,
    ),
)

LIMITS = (
    Limit(
        "An inline policy is one stack's alone whatever the date; CloudFormation refuses a second stack since "
        "30 January 2026.",
        """
        aws.clock.now.date().isoformat()
        """,
    ),
    Limit(
        "Resources do not get the tags `aws:cloudformation:stack-name`, `-id` and `logical-id`.",
        '[tag for tag in stack["Bucket"].actual["Tags"] if tag["Key"].startswith("aws:")]',
    ),
    Limit(
        "A creation that was rolled back frees its name; in AWS the stack stays until it is deleted.",
        """
        taken = {"Resources": {"Copy": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}}}}
        attempt(aws.deploy, taken, name="copy").allowed, [stack.name for stack in aws.stacks]
        """,
    ),
    Limit(
        "Creating takes no time: all events of an operation have the same time, and resources are "
        "made one after another.",
        "len(stack.events), len({event.at for event in stack.events})",
    ),
    Limit(
        "Nested stacks are refused.",
        """
        nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/t.yaml"}}
        attempt(aws.deploy, {"Resources": {"Nested": nested}}).code
        """,
    ),
    Limit(
        "Transforms are refused, `AWS::LanguageExtensions` excepted.",
        """
        attempt(
            aws.deploy,
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}},
        ).code
        """,
    ),
    Limit(
        "Stack policies and termination protection do not exist: every stack can be deleted.",
        """
        stack.delete()
        stack.status
        """,
    ),
    Limit(
        "Loops (`Fn::ForEach`) are refused, with the transform too.",
        """
        loop = {"Fn::ForEach::Copies": ["Name", ["A", "B"], {"${Name}": {"Type": "AWS::S3::Bucket"}}]}
        attempt(aws.deploy, {"Transform": "AWS::LanguageExtensions", "Resources": loop}).code
        """,
    ),
    Limit(
        "Rules that ask about resources of the account (`Fn::ValueOf`, `Fn::ValueOfAll`, `Fn::RefAll`) are refused.",
        """
        asked = {"Fn::EachMemberIn": [{"Fn::RefAll": "AWS::EC2::VPC::Id"}, ["vpc-1"]]}
        rules = {"Known": {"Assertions": [{"Assert": asked}]}}
        attempt(aws.deploy, {"Rules": rules, "Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}}).code
        """,
    ),
    Limit(
        "Constraints that are not for a parameter's type (`MinValue` of a `String`) are ignored.",
        """
        odd = {"Name": {"Type": "String", "Default": "a", "MinValue": 3}}
        attempt(aws.deploy, {"Parameters": odd, "Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}}).allowed
        """,
    ),
    Limit(
        "Stacks are made in one region, the sandbox's own.",
        'aws.region, stack.id.split(":")[3]',
    ),
)
