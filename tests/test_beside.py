"""Deploy and check are of one mind about resources beside each other: what the one refuses, the other finds."""

import pytest

from patterns import Sandbox
from patterns.review import check
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError
from tools.code import TRUST


def made(type_name, **properties):
    return {"Type": f"AWS::{type_name}", "Properties": properties}


def ref(name, attribute=""):
    return {"Fn::GetAtt": [name, attribute]} if attribute else {"Ref": name}


def role(*actions, service="lambda.amazonaws.com"):
    trust = {**TRUST, "Statement": [{**TRUST["Statement"][0], "Principal": {"Service": service}}]}
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [*actions], "Resource": "*"}]}
    policies = [{"PolicyName": "may", "PolicyDocument": allowed}] if actions else []
    return made("IAM::Role", AssumeRolePolicyDocument=trust, Policies=policies)


def function(**more):
    return made(
        "Lambda::Function", Runtime="python3.13", Handler="index.a", Role=ref("Role", "Arn"),
        Code={"ZipFile": "def a(event, context): return 1"}, **more,
    )  # fmt: skip


def network(**more):
    return {
        "Net": made("EC2::VPC", CidrBlock="10.0.0.0/16"),
        "A": made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.0.1.0/24", AvailabilityZone="us-east-1a"),
        "B": made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.0.2.0/24", AvailabilityZone="us-east-1b"),
        **more,
    }


def allowing(service, action, resource):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


GATE = {
    "Gate": made("EC2::InternetGateway"),
    "Way": made("EC2::VPCGatewayAttachment", VpcId=ref("Net"), InternetGatewayId=ref("Gate")),
}
TABLE = made("EC2::RouteTable", VpcId=ref("Net"))
EVERYWHERE = made("EC2::Route", RouteTableId=ref("T"), DestinationCidrBlock="0.0.0.0/0", GatewayId=ref("Gate"))
EVERYWHERE["DependsOn"] = "Way"
RULE = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}
ROLE = role("sqs:*", "ec2:*", "logs:*")
QUEUE = made("SQS::Queue", VisibilityTimeout=60)
MAPPING = made("Lambda::EventSourceMapping", FunctionName=ref("F"), EventSourceArn=ref("Q", "Arn"))
BALANCER = made("ElasticLoadBalancingV2::LoadBalancer", Scheme="internal", Subnets=[ref("A"), ref("B")])
TARGETS = made("ElasticLoadBalancingV2::TargetGroup", Protocol="HTTP", Port=80, VpcId=ref("Net"))
ANSWER = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]
PASSING = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
ZONE = made("Route53::HostedZone", Name="example.com")
READ = allowing("s3.amazonaws.com", "s3:GetObject", {"Fn::Sub": "${Bucket.Arn}/*"})
OPEN = {"BlockPublicPolicy": False, "RestrictPublicBuckets": False}


def listener(protocol="HTTP", port=80, actions=ANSWER):
    return made(
        "ElasticLoadBalancingV2::Listener", LoadBalancerArn=ref("L"), Protocol=protocol, Port=port,
        DefaultActions=actions,
    )  # fmt: skip


def rule(priority):
    condition = {"Field": "path-pattern", "Values": ["/a"]}
    return made(
        "ElasticLoadBalancingV2::ListenerRule", ListenerArn=ref("On"), Priority=priority, Conditions=[condition],
        Actions=ANSWER,
    )  # fmt: skip


def record(name, kind="CNAME", value="other.org"):
    return made("Route53::RecordSet", HostedZoneId=ref("Z"), Name=name, Type=kind, TTL="60", ResourceRecords=[value])


def policy_of(statement):
    return made("S3::BucketPolicy", Bucket=ref("Bucket"), PolicyDocument=statement)


def told(**configuration):
    return made("S3::Bucket", NotificationConfiguration=configuration)


def route(key):
    return made("ApiGatewayV2::Route", ApiId=ref("Api"), RouteKey=key)


API = made("ApiGatewayV2::Api", Name="a", ProtocolType="HTTP")
SOCKET = made("ApiGatewayV2::Api", Name="a", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.a")
PUBLIC = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}
REST = made("ApiGateway::RestApi", Name="a")


def step(part, parent=None):
    above = parent or ref("Rest", "RootResourceId")
    return made("ApiGateway::Resource", RestApiId=ref("Rest"), ParentId=above, PathPart=part)


def subscribed(protocol, endpoint):
    return made("SNS::Subscription", TopicArn=ref("T"), Protocol=protocol, Endpoint=endpoint)


def entry(number, **more):
    return made(
        "EC2::NetworkAclEntry", NetworkAclId=ref("Acl"), RuleNumber=number, Protocol=-1, RuleAction="allow",
        CidrBlock="0.0.0.0/0", **more,
    )  # fmt: skip


CASES = {
    "a route key of a socket in an HTTP API": (
        {"Api": API, "R": route("sendMessage")},
        {"Api": SOCKET, "R": route("sendMessage")},
        "not formatted properly",
    ),
    "a route twice": (
        {"Api": API, "R": route("GET /a"), "S": route("GET /a")},
        {"Api": API, "R": route("GET /a"), "S": route("PUT /a")},
        "Route with key GET /a already exists",
    ),
    "a mock in an HTTP API": (
        {"Api": API, "I": made("ApiGatewayV2::Integration", ApiId=ref("Api"), IntegrationType="MOCK")},
        {"Api": SOCKET, "I": made("ApiGatewayV2::Integration", ApiId=ref("Api"), IntegrationType="MOCK")},
        "may only be associated with proxy integrations",
    ),
    "an alias at the top of a zone": (
        {"Z": ZONE, "R": record("example.com")},
        {"Z": ZONE, "R": record("www.example.com")},
        "not permitted at apex",
    ),
    "a record of another zone": (
        {"Z": ZONE, "R": record("www.example.org")},
        {"Z": ZONE, "R": record("WWW.Example.COM.")},
        "not permitted in zone",
    ),
    "an alias beside another record": (
        {"Z": ZONE, "R": record("a.example.com", "A", "192.0.2.1"), "S": {**record("a.example.com"), "DependsOn": "R"}},
        {"Z": ZONE, "R": record("a.example.com", "A", "192.0.2.1"), "S": record("b.example.com")},
        "conflicts with other records",
    ),
    "a role of somebody else": (
        {"Role": role(service="ec2.amazonaws.com"), "F": function()},
        {"Role": ROLE, "F": function()},
        "cannot be assumed",
    ),
    "a network without the rights for it": (
        network(
            Role=role("sqs:*"),
            F=function(VpcConfig={"SubnetIds": [ref("A")], "SecurityGroupIds": [ref("G", "GroupId")]}),
            G=made("EC2::SecurityGroup", GroupDescription="a", VpcId=ref("Net")),
        ),
        network(
            Role=ROLE,
            F=function(VpcConfig={"SubnetIds": [ref("A")], "SecurityGroupIds": [ref("G", "GroupId")]}),
            G=made("EC2::SecurityGroup", GroupDescription="a", VpcId=ref("Net")),
        ),
        "permissions to call CreateNetworkInterface on EC2",
    ),
    "dead letters without the right": (
        {"Role": role("logs:*"), "Q": QUEUE, "F": function(DeadLetterConfig={"TargetArn": ref("Q", "Arn")})},
        {"Role": ROLE, "Q": QUEUE, "F": function(DeadLetterConfig={"TargetArn": ref("Q", "Arn")})},
        "permissions to call SendMessage on SQS",
    ),
    "a queue without the right": (
        {"Role": role("logs:*"), "Q": QUEUE, "F": function(), "M": MAPPING},
        {"Role": ROLE, "Q": QUEUE, "F": function(), "M": MAPPING},
        "permissions to call ReceiveMessage on SQS",
    ),
    "messages hidden too shortly": (
        {"Role": ROLE, "Q": QUEUE, "F": function(Timeout=61), "M": MAPPING},
        {"Role": ROLE, "Q": QUEUE, "F": function(Timeout=60), "M": MAPPING},
        "is less than Function timeout",
    ),
    "a queue mapped twice": (
        {"Role": ROLE, "Q": QUEUE, "F": function(), "M": MAPPING, "N": MAPPING},
        {
            "Role": ROLE,
            "Q": QUEUE,
            "P": QUEUE,
            "F": function(),
            "M": MAPPING,
            "N": made("Lambda::EventSourceMapping", FunctionName=ref("F"), EventSourceArn=ref("P", "Arn")),
        },
        "already exists",
    ),
    "two versions of one function": (
        {
            "Role": ROLE,
            "F": function(),
            "V": made("Lambda::Version", FunctionName=ref("F")),
            "W": {**made("Lambda::Version", FunctionName=ref("F")), "DependsOn": "V"},
        },
        {"Role": ROLE, "F": function(), "V": made("Lambda::Version", FunctionName=ref("F"))},
        "A version for this Lambda function exists",
    ),
    "a route twice in a table": (
        network(**GATE, T=TABLE, R=EVERYWHERE, S=EVERYWHERE),
        network(**GATE, T=TABLE, R=EVERYWHERE),
        "already exists",
    ),
    "a second gateway": (
        network(
            **GATE,
            H=made("EC2::InternetGateway"),
            V=made("EC2::VPCGatewayAttachment", VpcId=ref("Net"), InternetGatewayId=ref("H")),
        ),
        network(**GATE),
        "already has an internet gateway attached",
    ),
    "a subnet over another": (
        network(C=made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.0.2.128/25")),
        network(C=made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.0.3.0/24")),
        "conflicts with another subnet",
    ),
    "a subnet outside its network": (
        network(C=made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.1.2.0/24")),
        network(
            C=made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.1.2.0/24", AvailabilityZone="us-east-1a")
            | {"DependsOn": "More"},
            More=made("EC2::VPCCidrBlock", VpcId=ref("Net"), CidrBlock="10.1.0.0/16"),
        ),
        "is invalid",
    ),
    "a rule that the group has": (
        network(
            G=made("EC2::SecurityGroup", GroupDescription="a", VpcId=ref("Net"), SecurityGroupIngress=[RULE]),
            R=made("EC2::SecurityGroupIngress", GroupId=ref("G", "GroupId"), **RULE),
        ),
        network(
            G=made("EC2::SecurityGroup", GroupDescription="a", VpcId=ref("Net"), SecurityGroupIngress=[RULE]),
            R=made("EC2::SecurityGroupIngress", GroupId=ref("G", "GroupId"), **{**RULE, "FromPort": 442}),
        ),
        "already exists",
    ),
    "two subnets of one zone": (
        network(
            C=made("EC2::Subnet", VpcId=ref("Net"), CidrBlock="10.0.3.0/24", AvailabilityZone="us-east-1a"),
            L=made("ElasticLoadBalancingV2::LoadBalancer", Scheme="internal", Subnets=[ref("A"), ref("C")]),
        ),
        network(L=BALANCER),
        "multiple subnets in the same Availability Zone",
    ),
    "a balancer of the internet without a gateway": (
        network(L=made("ElasticLoadBalancingV2::LoadBalancer", Subnets=[ref("A"), ref("B")])),
        network(
            **GATE, L={**made("ElasticLoadBalancingV2::LoadBalancer", Subnets=[ref("A"), ref("B")]), "DependsOn": "Way"}
        ),
        "has no internet gateway",
    ),
    "two listeners on a port": (
        network(L=BALANCER, On=listener(), Off=listener()),
        network(L=BALANCER, On=listener(), Off=listener(port=81)),
        "already exists on this port",
    ),
    "a listener of another kind": (
        network(L=BALANCER, On=listener("TCP")),
        network(L=BALANCER, On=listener()),
        "must be one of 'HTTP, HTTPS'",
    ),
    "two rules of one priority": (
        network(L=BALANCER, On=listener(), R=rule(1), S=rule(1)),
        network(L=BALANCER, On=listener(), R=rule(1), S=rule(2)),
        "Priority '1' is currently in use",
    ),
    "a queue in order on a topic without": (
        {
            "T": made("SNS::Topic"),
            "Q": made("SQS::Queue", FifoQueue=True),
            "S": made("SNS::Subscription", TopicArn=ref("T"), Protocol="sqs", Endpoint=ref("Q", "Arn")),
        },
        {
            "T": made("SNS::Topic", FifoTopic=True),
            "Q": made("SQS::Queue", FifoQueue=True),
            "S": made("SNS::Subscription", TopicArn=ref("T"), Protocol="sqs", Endpoint=ref("Q", "Arn")),
        },
        "FIFO SQS Queues can not be subscribed to standard SNS topics",
    ),
    "dead letters of another kind": (
        {
            "Q": made("SQS::Queue", RedrivePolicy={"deadLetterTargetArn": ref("D", "Arn"), "maxReceiveCount": 3}),
            "D": made("SQS::Queue", FifoQueue=True),
        },
        {
            "Q": made("SQS::Queue", RedrivePolicy={"deadLetterTargetArn": ref("D", "Arn"), "maxReceiveCount": 3}),
            "D": made("SQS::Queue"),
        },
        "must be same type of queue",
    ),
    "a policy about another bucket": (
        {
            "Bucket": made("S3::Bucket"),
            "Other": made("S3::Bucket"),
            "P": policy_of(allowing("s3.amazonaws.com", "s3:GetObject", {"Fn::Sub": "${Other.Arn}/*"})),
        },
        {"Bucket": made("S3::Bucket"), "P": policy_of(READ)},
        "Policy has invalid resource",
    ),
    "an action of objects on a bucket": (
        {
            "Bucket": made("S3::Bucket"),
            "P": policy_of(allowing("s3.amazonaws.com", "s3:GetObject", ref("Bucket", "Arn"))),
        },
        {
            "Bucket": made("S3::Bucket"),
            "P": policy_of(allowing("s3.amazonaws.com", "s3:ListBucket", ref("Bucket", "Arn"))),
        },
        "Action does not apply to any resource",
    ),
    "a public policy under the block": (
        {"Bucket": made("S3::Bucket"), "P": policy_of(PUBLIC)},
        {"Bucket": made("S3::Bucket", PublicAccessBlockConfiguration=OPEN), "P": policy_of(PUBLIC)},
        "blocked by the BlockPublicPolicy",
    ),
    "a destination that lets nobody in": (
        {
            "Bucket": told(QueueConfigurations=[{"Event": "s3:ObjectCreated:*", "Queue": ref("Q", "Arn")}]),
            "Q": made("SQS::Queue"),
        },
        {
            "Bucket": told(QueueConfigurations=[{"Event": "s3:ObjectCreated:*", "Queue": ref("Q", "Arn")}])
            | {"DependsOn": "P"},
            "Q": made("SQS::Queue"),
            "P": made(
                "SQS::QueuePolicy",
                Queues=[ref("Q")],
                PolicyDocument=allowing("s3.amazonaws.com", "sqs:SendMessage", "*"),
            ),
        },
        "Unable to validate",
    ),
    "replicas without versions": (
        {
            "Role": role(service="s3.amazonaws.com"),
            "D": made("S3::Bucket"),
            "Bucket": made(
                "S3::Bucket",
                VersioningConfiguration={"Status": "Enabled"},
                ReplicationConfiguration={
                    "Role": ref("Role", "Arn"),
                    "Rules": [{"Status": "Enabled", "Destination": {"Bucket": ref("D", "Arn")}}],
                },
            ),
        },
        {
            "Role": role(service="s3.amazonaws.com"),
            "D": made("S3::Bucket", VersioningConfiguration={"Status": "Enabled"}),
            "Bucket": made(
                "S3::Bucket",
                VersioningConfiguration={"Status": "Enabled"},
                ReplicationConfiguration={
                    "Role": ref("Role", "Arn"),
                    "Rules": [{"Status": "Enabled", "Destination": {"Bucket": ref("D", "Arn")}}],
                },
            ),
        },
        "must have versioning enabled",
    ),
    "a subscription that may not call": (
        {
            "Role": ROLE,
            "F": function(),
            "G": made("Logs::LogGroup"),
            "S": made(
                "Logs::SubscriptionFilter", LogGroupName=ref("G"), FilterPattern="", DestinationArn=ref("F", "Arn")
            ),
        },
        {
            "Role": ROLE,
            "F": function(),
            "G": made("Logs::LogGroup"),
            "P": made(
                "Lambda::Permission",
                FunctionName=ref("F"),
                Action="lambda:InvokeFunction",
                Principal="logs.amazonaws.com",
            ),
            "S": made(
                "Logs::SubscriptionFilter", LogGroupName=ref("G"), FilterPattern="", DestinationArn=ref("F", "Arn")
            )
            | {"DependsOn": "P"},
        },
        "Could not execute the lambda function",
    ),
    "a queue in order without its group": (
        {
            "Q": made("SQS::Queue", FifoQueue=True),
            "E": made("Events::Rule", ScheduleExpression="rate(1 day)", Targets=[{"Id": "a", "Arn": ref("Q", "Arn")}]),
        },
        {
            "Q": made("SQS::Queue", FifoQueue=True),
            "E": made(
                "Events::Rule",
                ScheduleExpression="rate(1 day)",
                Targets=[{"Id": "a", "Arn": ref("Q", "Arn"), "SqsParameters": {"MessageGroupId": "g"}}],
            ),
        },
        "SqsParameters must be specified for target: a",
    ),
    "a machine called without a role": (
        {
            "Role": role(service="states.amazonaws.com"),
            "M": made("StepFunctions::StateMachine", RoleArn=ref("Role", "Arn"), Definition=PASSING),
            "E": made("Events::Rule", ScheduleExpression="rate(1 day)", Targets=[{"Id": "a", "Arn": ref("M", "Arn")}]),
        },
        {
            "Role": role(service="states.amazonaws.com"),
            "M": made("StepFunctions::StateMachine", RoleArn=ref("Role", "Arn"), Definition=PASSING),
            "E": made(
                "Events::Rule",
                ScheduleExpression="rate(1 day)",
                Targets=[{"Id": "a", "Arn": ref("M", "Arn"), "RoleArn": ref("Role", "Arn")}],
            ),
        },
        "RoleArn is required",
    ),
    "a machine in a role of somebody else": (
        {"Role": ROLE, "M": made("StepFunctions::StateMachine", RoleArn=ref("Role", "Arn"), Definition=PASSING)},
        {
            "Role": role(service="states.us-east-1.amazonaws.com"),
            "M": made("StepFunctions::StateMachine", RoleArn=ref("Role", "Arn"), Definition=PASSING),
        },
        "authorized to assume the provided role",
    ),
    "a step below the rest of a path": (
        {"Rest": REST, "X": step("{all+}"), "Y": step("b", ref("X"))},
        {"Rest": REST, "X": step("{all}"), "Y": step("b", ref("X"))},
        "greedy path variable",
    ),
    "two variables in one place": (
        {"Rest": REST, "X": step("{a}"), "Y": step("{b}")},
        {"Rest": REST, "X": step("{a}"), "Y": step("b")},
        "already has a variable path part",
    ),
    "a step twice": (
        {"Rest": REST, "X": step("a"), "Y": step("a")},
        {"Rest": REST, "X": step("a"), "Y": step("b")},
        "already has this name",
    ),
    "a queue named by its address": (
        {"T": made("SNS::Topic"), "Q": QUEUE, "S": subscribed("sqs", ref("Q"))},
        {"T": made("SNS::Topic"), "Q": QUEUE, "S": subscribed("sqs", ref("Q", "Arn"))},
        "SQS endpoint ARN",
    ),
    "dead letters named by their address": (
        {"Q": made("SQS::Queue", RedrivePolicy={"deadLetterTargetArn": ref("D"), "maxReceiveCount": 3}), "D": QUEUE},
        {
            "Q": made("SQS::Queue", RedrivePolicy={"deadLetterTargetArn": ref("D", "Arn"), "maxReceiveCount": 3}),
            "D": QUEUE,
        },
        "Could not find DLQ",
    ),
    "an entry's number twice": (
        network(Acl=made("EC2::NetworkAcl", VpcId=ref("Net")), E=entry(100), F=entry(100)),
        network(Acl=made("EC2::NetworkAcl", VpcId=ref("Net")), E=entry(100), F=entry(100, Egress=True)),
        "identified by 100 already exists",
    ),
    "a group of another network": (
        network(
            Far=made("EC2::VPC", CidrBlock="10.9.0.0/16"),
            L=BALANCER,
            G=made("ElasticLoadBalancingV2::TargetGroup", Protocol="HTTP", Port=80, VpcId=ref("Far")),
            On=listener(actions=[{"Type": "forward", "TargetGroupArn": ref("G")}]),
        ),
        network(L=BALANCER, G=TARGETS, On=listener(actions=[{"Type": "forward", "TargetGroupArn": ref("G")}])),
        "in a different VPC than load balancer",
    ),
    "databases in one zone": (
        network(S=made("RDS::DBSubnetGroup", DBSubnetGroupDescription="a", SubnetIds=[ref("A")])),
        network(S=made("RDS::DBSubnetGroup", DBSubnetGroupDescription="a", SubnetIds=[ref("A"), ref("B")])),
        "coverage requirement",
    ),
}


@pytest.fixture(scope="module")
def aws():
    with Sandbox(seed=0, run_foreign_code=True) as sandbox:
        yield sandbox


def found(body):
    return [finding.title for finding in check(body, lint=False) if finding.id in ("CFN-001", "CFN-002")]


@pytest.mark.parametrize("name", CASES)
def test_what_does_not_go_together_is_refused_and_found(aws, name):
    wrong, _, message = CASES[name]

    with pytest.raises((StackFailed, TemplateError)) as refused:
        aws.deploy({"Resources": wrong}, name="wrong")
    assert message in str(refused.value)
    assert any(message in title for title in found({"Resources": wrong})), found({"Resources": wrong})


@pytest.mark.parametrize("name", CASES)
def test_what_goes_together_is_made_and_not_blamed(aws, name):
    _, right, _ = CASES[name]

    assert found({"Resources": right}) == []
    stack = aws.deploy({"Resources": right}, name="right")
    stack.delete()
