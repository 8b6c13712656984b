"""The exercises of the instance page: what changes and stops keep, a machine that stands open, one that only calls."""

from __future__ import annotations

from patterns.analysis.cost import cost
from patterns.exercises._machines import described, machines, packets, rights_missing, way_missing
from patterns.exercises._numbers import compared, forecast
from patterns.exercises._one_instance import CHANGES, facts, in_public, is_replaced
from patterns.exercises._packets import called
from patterns.network.endpoints import INTERNET
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

BUDGET_USD = 105.0
AGENT_POLICY = "AmazonSSMManagedInstanceCore"

OPEN = """\
Parameters:
  ImageId:
    Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
    Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.0.0.0/16
      EnableDnsHostnames: true
  Gateway:
    Type: AWS::EC2::InternetGateway
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.0.0.0/24
      MapPublicIpOnLaunch: true
  Routes:
    Type: AWS::EC2::RouteTable
    Properties: {VpcId: !Ref Vpc}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Routes}
  Ssh:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Enable SSH access
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
  Server:
    Type: AWS::EC2::Instance
    DependsOn: Out
    Properties:
      ImageId: !Ref ImageId
      InstanceType: t3.micro
      KeyName: my-key
      SubnetId: !Ref Subnet
      SecurityGroupIds: [!Ref Ssh]
"""


def _replaced(trial: Trial) -> str:
    said = forecast(trial)
    return compared(
        said,
        sum(is_replaced(trial, change) for change in CHANGES),
        too_many="there are fewer: look for what can be changed while the instance stays",
        too_few="there are more: an instance that follows its launch template is replaced with each new version of it",
    )


def _kept(trial: Trial) -> str:
    said = forecast(trial)
    server = trial.deployed(in_public())["Server"].physical_id
    ec2 = trial.aws.administrator("ec2")
    before = facts(ec2, server)
    ec2.stop_instances(InstanceIds=[server])
    ec2.modify_instance_attribute(InstanceId=server, InstanceType={"Value": "t4g.large"})
    ec2.start_instances(InstanceIds=[server])
    after = facts(ec2, server)
    return compared(
        said,
        sum(before[name] == after[name] for name in before),
        too_many="there are fewer: one thing you changed, and one was only lent",
        too_few="there are more: what belongs to the instance and to its network interface stays",
    )


def _nobody_comes_in(trial: Trial) -> str:
    return next(filter(None, (called(packets(trial), machine) for machine in machines(trial))), "")


def _token_first(trial: Trial) -> str:
    for machine, instance in described(trial):
        if instance["MetadataOptions"]["HttpTokens"] != "required":
            return f"the metadata service of {machine} answers without one: require it"
    return ""


def _no_key(trial: Trial) -> str:
    for machine, instance in described(trial):
        if key := instance.get("KeyName"):
            return f"anyone with the private half of {key} gets into {machine}: leave the key pair out"
    return ""


def _agent_works(trial: Trial) -> str:
    """Nothing if the agent of Systems Manager on every machine has the rights it needs, and a way to the service."""
    for machine, instance in described(trial):
        if missing := rights_missing(trial, machine, instance) or way_missing(trial, machine):
            return missing
    return ""


def _only_https_out(trial: Trial) -> str:
    reachability = packets(trial)
    for machine in machines(trial):
        text = reachability.openness(machine, INTERNET).text
        if text != "tcp 443":
            return f"{machine} reaches the internet by: {text}"
    return ""


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    if estimate.unpriced:
        return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


EXERCISES = (
    Exercise(
        name="what_a_change_replaces",
        kind=Kind.PREDICT,
        question=(
            "An instance follows the newest version of its launch template, which holds its image, its root volume and "
            "whether it is monitored in detail; its tags and its security group are set on the instance itself. Four "
            "stacks of it get one change each: another security group, detailed monitoring, another project tag, a "
            "larger root volume. How many of the four have a new instance afterwards?"
        ),
        conditions=(Condition("as many instances are replaced as you said", _replaced),),
        hints=(
            "Which of the four stand in the launch template?",
            "A new version of the launch template is another value of the instance's property `LaunchTemplate`.",
            "A stack's preview says so: `stack.preview(PrivateInstance(size='large'))`.",
        ),
    ),
    Exercise(
        name="what_a_stop_keeps",
        kind=Kind.PREDICT,
        question=(
            "An instance got a public address from its subnet. You stop it on Friday, make it larger while it is "
            "stopped, and start it on Monday. How many of these five are the same as before: its id, its type, its "
            "private address, its public address, its root volume?"
        ),
        conditions=(Condition("as many are unchanged as you said", _kept),),
        hints=(
            "One of the five you changed yourself.",
            "Which address belongs to the network interface, and which goes back to AWS's pool at a stop?",
        ),
    ),
    Exercise(
        name="close_the_open_machine",
        kind=Kind.FIX,
        question=(
            "This is the instance of many tutorials. Fix the template so that nobody on the internet can start a "
            "conversation with it, no key pair opens it, a tricked web server cannot fetch its credentials, and "
            "Session Manager still gets in."
        ),
        conditions=(
            Condition("nobody on the internet reaches it", _nobody_comes_in),
            Condition("its credentials need a token", _token_first),
            Condition("no key pair opens it", _no_key),
            Condition("the agent of Systems Manager has its rights and its route", _agent_works),
        ),
        hints=(
            "Session Manager needs no rule for traffic coming in: the agent calls out.",
            f"A role that EC2 may assume, with {AGENT_POLICY}, and an instance profile with the role.",
            "`MetadataOptions: {HttpTokens: required}` leaves only the second version of the metadata service.",
        ),
        start=OPEN,
    ),
    Exercise(
        name="a_machine_that_only_calls",
        kind=Kind.BUILD,
        question=(
            "Build a machine, with the recipe or by hand, for a program that calls a payment service on the internet "
            "over HTTPS and does nothing else there. Nobody may call it, it may cost at most "
            f"${BUDGET_USD:.0f} a month, network included, and no finding may be open."
        ),
        conditions=(
            Condition("it reaches the internet by HTTPS and nothing else", _only_https_out),
            Condition("nobody on the internet reaches it", _nobody_comes_in),
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _within_budget),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Endpoints lead to AWS's services and nowhere else.",
            "The network costs more than the machine: what is the least that the program needs?",
        ),
    ),
)
