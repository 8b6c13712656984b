"""What deploy refuses before anything is made, held against cfn-lint: deploy never loads it, and is no laxer.

Where the linter reports an error that CloudFormation raises, so does `resolve`, the schema or the order.
"""

import copy
from random import Random

import pytest
from cfnlint.decode import convert_dict

from patterns.analysis.lint import linter
from patterns.template.errors import TemplateError
from patterns.template.graph import order
from patterns.template.parse import parsed
from patterns.template.resolve import resolve
from patterns.template.schema import problems
from patterns.template.values import Unknown
from tools.listing import providers
from tools.sampling import sampled
from tools.schemas import NOT_TAKEN

PROVIDERS = sorted(providers(), key=lambda one: one.type)

BY_A_SERVICE = {
    "E1150", "E1151", "E1152", "E1153", "E1154", "E1155", "E1156", "E1159",  # an id's form: the service finds none
    "E3002",  # in our types the form of an address range only, which EC2 refuses
    "E3510", "E3511", "E3512", "E3513", "E3514", "E3530",  # policies: each service judges its own
}  # fmt: skip
"""What the service says when the resource is made, and CloudFormation passes on."""

TOGETHER = {
    "AWS::CloudWatch::Alarm": [{"Period": 61}, {"Period": 15}],
    "AWS::DynamoDB::Table": [
        {"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
        {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]},
    ],
    "AWS::EC2::SecurityGroup": [
        {"GroupDescription": "a", "SecurityGroupIngress": [{"IpProtocol": "tcp", "CidrIp": "10.0.0.0/8"}]},
        {
            "GroupDescription": "a",
            "SecurityGroupEgress": [{"IpProtocol": "-1", "FromPort": 1, "ToPort": 2, "CidrIp": "10.0.0.0/8"}],
        },
    ],
    "AWS::ElasticLoadBalancingV2::TargetGroup": [{"TargetType": "lambda", "Port": 80}, {"TargetType": "ip"}],
    "AWS::Lambda::Function": [
        {
            "Code": {"ZipFile": "a"}, "Runtime": "python3.13", "Handler": "index.a",
            "Role": "arn:aws:iam::123456789012:role/a", "Environment": {"Variables": {"AWS_REGION": "a"}},
        },
    ],
    "AWS::RDS::DBInstance": [{"Engine": "mysql", "DBInstanceClass": "db.t4g.micro", "KmsKeyId": "alias/a"}],
    "AWS::S3::Bucket": [{"AccessControl": "PublicRead"}],
    "AWS::SQS::Queue": [{"FifoQueue": True, "QueueName": "a"}, {"FifoQueue": False, "DeduplicationScope": "queue"}],
}  # fmt: skip
"""Properties that are right by themselves and wrong together."""

BUCKET = "Resources:\n  A: {Type: AWS::S3::Bucket}\n"
VALUE = "Resources:\n  A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: %s}}\n"
MAPPED = "Mappings: {M: {a: {b: c}}}\n"
PARAMETER = "Parameters: {P: {%s}}\n" + BUCKET
OUTPUT = BUCKET + "Outputs: {O: {%s}}\n"
CONDITION = "Conditions: {C: %s}\n" + BUCKET
BROKEN = [
    *(VALUE % one for one in (
        "!Ref Nope", "!GetAtt Nope.Arn", "!Sub '${Nope}'", "!If [Nope, a, b]", "!Join ['', a]", "!Join [[a], [b]]",
        "!Join ['']", "!Select [-1, [a]]", "!Select [3, [a]]", "!Select [a, [b]]", "!Split [a]",
        "{'Fn::Base64': [a]}", "!Select [0, !Cidr [10.0.0.0/16, 300, 8]]", "!Select [0, !GetAZs [a]]",
        "{'Fn::Nope': a}",
        "!Length [a]", "!ToJsonString {a: b}", "!Sub [a]", "!Sub {a: b}", "{Ref: [A]}", "{'Fn::GetAtt': [A]}",
        "!Ref 'AWS::Nope'", "{a: b}", "[a]",
    )),
    MAPPED + VALUE % "!FindInMap [M, a]",
    *(CONDITION % one for one in (
        "!Join ['', [a]]", "!Equals [!Ref A, a]", "!Not [!Equals [a, b], !Equals [a, b]]", "!Or [!Equals [a, b]]",
        "!Equals [a, b, c]", "!Condition D", "'yes'",
    )),
    *(BUCKET.replace("Bucket}", f"Bucket, {one}}}") for one in (
        "DependsOn: Nope", "DependsOn: A", "DependsOn: {a: b}", "Nope: a", "Properties: [a]", "Condition: Nope",
        "DeletionPolicy: Keep", "DeletionPolicy: Snapshot", "UpdateReplacePolicy: RetainExceptOnCreate",
        "UpdatePolicy: {Nope: a}", "Version: '1.0'", "Properties: {Nope: a}", "Properties: {BucketName: [a]}",
    )),
    BUCKET.replace("Bucket}", "Pail}"), BUCKET.replace("A:", "A-B:"), "Resources:\n  A: [a]\n",
    *(PARAMETER % one for one in (
        "Type: Str", "Default: a", "Type: String, Nope: a", "Type: String, Default: a, AllowedValues: [b]",
        "Type: String, Default: a, AllowedPattern: b", "Type: String, Default: a, MinLength: 3",
        "Type: Number, Default: 5, MaxValue: 3", "Type: String, Default: a, AllowedValues: a",
        "Type: String, Default: a, ConstraintDescription: [a]", "Type: String, Default: [a]",
    )),
    (PARAMETER % "Type: String, Default: a").replace("P:", "A:"),
    (PARAMETER % "Type: String, Default: a").replace("P:", "P-Q:"),
    *(OUTPUT % one for one in (
        "Description: a", "Value: a, Nope: b", "Value: [a]", "Value: a, Description: !Ref A",
        "Value: a, Condition: Nope",
        "Value: a, Export: {Nom: a}", "Value: a, Export: {Name: !Ref A}",
    )),
    *(f"Mappings: {{{one}}}\n" + BUCKET for one in (
        "M-N: {a: {b: c}}", "M: {a: {b: !Ref 'AWS::Region'}}", "M: {a: b}", "M: {a: {b-c: d}}",
        "M: {a: {b: {c: d}}}", "M: {a b: {c: d}}",
    )),
    *(f"{one}\n" + BUCKET for one in (
        "Nope: {}", "AWSTemplateFormatVersion: '2011-01-01'", "Description: {a: b}", "Rules: {R: {Assertions: a}}",
        "Rules: {R: {Assertions: [{Assert: !Equals [a, a], AssertDescription: [a]}]}}",
    )),
]  # fmt: skip

LAXER_THAN_THE_LINTER = {
    "UpdateReplacePolicy of Snapshot": BUCKET.replace("Bucket}", "Bucket, UpdateReplacePolicy: Snapshot}"),
}
"""What CloudFormation takes, by its documentation, and the linter does not."""


def reported(body):
    """The errors of the linter: its rule, where, and what it says."""
    found = linter("us-east-1").validate_template(convert_dict(copy.deepcopy(body)))
    return {(match.rule.id, match.message) for match in found if match.rule.id.startswith("E")}


def refused(body):
    """The first thing that deploy refuses before it makes anything; None where it begins."""
    try:
        resolved = resolve(body)
        order(resolved)
        wrong = [
            problem
            for resource in resolved.resources.values()
            for problem in problems(resource.type, resource.properties)
        ]
    except TemplateError as error:
        return error.message
    return wrong[0] if wrong else None


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_template_is_refused_by_both(text):
    assert reported(parsed(text)), "the linter takes it: this is no case"
    assert refused(text)


@pytest.mark.parametrize("text", LAXER_THAN_THE_LINTER.values(), ids=LAXER_THAN_THE_LINTER)
def test_what_cloudformation_takes_is_taken(text):
    assert refused(text) is None


def places(value, path=()):
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key)
        yield from places(member, (*path, key))


def broken(properties, random):
    """The properties with one of them, at any depth, lost, strange or of another type."""
    copied = copy.deepcopy(properties)
    *path, last = random.choice(list(places(copied)))
    around = copied
    for step in path:
        around = around[step]
    change = random.choice(("drop", "not a value!", -1, 10**9, {"a": "b"}, ["x"], True, ""))
    if change == "drop":
        del around[last]
    elif isinstance(around, dict) and random.random() < 0.2:
        around["Unheard"] = change
    else:
        around[last] = change
    return copied


@pytest.mark.parametrize("provider", sampled([pytest.param(each, id=each.type) for each in PROVIDERS], 5, slow=15))
def test_properties_that_the_linter_finds_wrong_are_refused(provider):
    random = Random(provider.type)
    properties = max(provider.examples, key=len)
    usual = reported(template(provider, properties))
    for _ in range(3):
        body = template(provider, broken(properties, random))
        new = {rule for rule, _ in reported(body) - usual if rule not in BY_A_SERVICE | NOT_TAKEN.keys()}

        assert not new or refused(body), (new, body)


@pytest.mark.parametrize(("type_name", "properties"), [(name, one) for name, many in TOGETHER.items() for one in many])
def test_properties_that_do_not_go_together_are_refused_by_both(type_name, properties):
    body = {"Resources": {"One": {"Type": type_name, "Properties": properties}}}

    assert reported(body), "the linter takes it: this is no case"
    assert refused(body)


def test_what_a_deployment_decides_blames_nobody():
    queue = {"FifoQueue": Unknown("${Fifo}"), "ContentBasedDeduplication": True}

    assert problems("AWS::SQS::Queue", queue) == []
    assert problems("AWS::SQS::Queue", {**queue, "FifoQueue": False})


def template(provider, properties):
    return {"Resources": {"One": {"Type": provider.type, "Properties": properties}}}
