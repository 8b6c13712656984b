"""The exercises of the instance page: what changes and stops keep, a machine that stands open, one that only calls."""

from __future__ import annotations

from typing import Any

from patterns.analysis.cost import cost
from patterns.network.reachability import Reachability, reachability
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

BUDGET_USD = 105.0
AGENT_POLICY = "AmazonSSMManagedInstanceCore"
CHANGES: tuple[dict[str, Any], ...] = ({"size": "t4g.large"}, {"hops": 2}, {"project": "shop"}, {"gigabytes": 32})
INSTANCE = "AWS::EC2::Instance"
IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"

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
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    counted = sum(_replaces(trial, change) for change in CHANGES)
    if trial.answer < counted:
        return "there are more: an instance that follows its launch template is replaced with each new version of it"
    return "there are fewer: look for what can be changed while the instance stays" if trial.answer > counted else ""


def _replaces(trial: Trial, change: dict[str, Any]) -> bool:
    """Whether the instance is another one after the change."""
    stack = trial.deployed(_machine())
    first = stack["Server"].physical_id
    stack.update(_machine(**change))
    return bool(stack["Server"].physical_id != first)


def _kept(trial: Trial) -> str:
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    server = trial.deployed(_in_public())["Server"].physical_id
    ec2 = trial.aws.administrator("ec2")
    before = _facts(ec2, server)
    ec2.stop_instances(InstanceIds=[server])
    ec2.modify_instance_attribute(InstanceId=server, InstanceType={"Value": "t4g.large"})
    ec2.start_instances(InstanceIds=[server])
    after = _facts(ec2, server)
    kept = sum(before[name] == after[name] for name in before)
    if trial.answer < kept:
        return "there are more: what belongs to the instance and to its network interface stays"
    return "there are fewer: one thing you changed, and one was only lent" if trial.answer > kept else ""


def _facts(ec2: Any, server: str) -> dict[str, Any]:
    """What a stop and a new size may change of an instance."""
    [found] = ec2.describe_instances(InstanceIds=[server])["Reservations"][0]["Instances"]
    [volume] = [mapping["Ebs"]["VolumeId"] for mapping in found["BlockDeviceMappings"]]
    names = ("InstanceId", "InstanceType", "PrivateIpAddress", "PublicIpAddress")
    return {**{name: found[name] for name in names}, "volume": volume}


def _in_public() -> dict[str, Any]:
    """A template of an instance in a subnet that lends public addresses."""
    body = _machine()
    body["Resources"]["Subnet"]["Properties"]["MapPublicIpOnLaunch"] = True
    return body


def _machine(
    *, size: str = "t4g.small", hops: int = 1, project: str = "cookbook", gigabytes: int = 16
) -> dict[str, Any]:
    """A template of an instance with its type and tags, which follows its launch template in all else."""
    volume = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": gigabytes, "VolumeType": "gp3", "Encrypted": True}}
    begins = {
        "ImageId": f"{{{{resolve:ssm:{IMAGE}}}}}",
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": hops},
        "BlockDeviceMappings": [volume],
    }
    newest = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}}
    server = {
        "InstanceType": size,
        "LaunchTemplate": newest,
        "SubnetId": {"Ref": "Subnet"},
        "Tags": [{"Key": "Project", "Value": project}],
    }
    subnet = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}
    return {
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
            "Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": begins}},
            "Server": {"Type": INSTANCE, "Properties": server},
        }
    }


def _nobody_comes_in(trial: Trial) -> str:
    """Nothing if no conversation can start from the internet, else by what it can."""
    found = _reachability(trial).openness("internet", _name(trial))
    return "" if found.text == "no" else f"the internet reaches it by {found.text}"


def _token_first(trial: Trial) -> str:
    options = _instance(trial)["MetadataOptions"]
    return "" if options["HttpTokens"] == "required" else "the metadata service answers without one"


def _no_key(trial: Trial) -> str:
    key = _instance(trial).get("KeyName")
    return f"anyone with the private half of {key} gets in" if key else ""


def _agent_works(trial: Trial) -> str:
    """Nothing if the agent of Systems Manager has the rights it needs, and a way to the service."""
    profile = _instance(trial).get("IamInstanceProfile")
    if not profile:
        return "the instance has no role"
    iam = trial.aws.administrator("iam")
    (role,) = iam.get_instance_profile(InstanceProfileName=profile["Arn"].rpartition("/")[2])["InstanceProfile"][
        "Roles"
    ]
    attached = iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    if AGENT_POLICY not in {policy["PolicyName"] for policy in attached}:
        return f"its role lacks {AGENT_POLICY}"
    found = _reachability(trial)
    ways = [name for name in found.parties if name == "internet" or _is_agents(trial, name)]
    reached = any(found.between(_name(trial), way, "tcp", 443).reachable for way in ways)
    return "" if reached else "it reaches neither the internet nor an endpoint of Systems Manager"


def _is_agents(trial: Trial, name: str) -> bool:
    endpoint = trial.resolved.resources.get(name)
    if endpoint is None or endpoint.type != "AWS::EC2::VPCEndpoint":
        return False
    return str(trial.stack[name].actual["ServiceName"]).endswith(".ssmmessages")


def _only_https_out(trial: Trial) -> str:
    found = _reachability(trial).openness(_name(trial), "internet")
    return "" if found.text == "tcp 443" else f"it reaches the internet by: {found.text}"


def _within_budget(trial: Trial) -> str:
    usd = cost(trial.resolved).monthly_usd
    return f"it comes to ${usd:.2f}" if usd > BUDGET_USD else ""


def _reachability(trial: Trial) -> Reachability:
    return reachability(trial.stack)


def _name(trial: Trial) -> str:
    """The logical id of the answer's first instance. Raises `ValueError` where there is none."""
    names = [resource.logical_id for resource in trial.resolved.resources.values() if resource.type == INSTANCE]
    if not names:
        raise ValueError(f"it has no {INSTANCE}")
    return names[0]


def _instance(trial: Trial) -> dict[str, Any]:
    """The answer's instance as EC2 describes it. Raises what deploying raises."""
    ids = [trial.stack[_name(trial)].physical_id]
    found = trial.aws.administrator("ec2").describe_instances(InstanceIds=ids)
    described: dict[str, Any] = found["Reservations"][0]["Instances"][0]
    return described


EXERCISES = (
    Exercise(
        name="what_a_change_replaces",
        kind=Kind.PREDICT,
        question=(
            "An instance follows the newest version of its launch template, which holds its image, its hop limit and "
            "its root volume; its type and its tags are set on the instance itself, as in the recipe. Four stacks of "
            "it get one change each: a larger type, another hop limit, another project tag, a larger root volume. How "
            "many of the four have a new instance afterwards?"
        ),
        conditions=(Condition("as many instances are replaced as you said", _replaced),),
        hints=(
            "Which of the four stand in the launch template?",
            "An instance's type and tags can be changed; what it was launched with cannot.",
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
            "This is the instance of a hundred tutorials. Fix the template so that nobody on the internet can start a "
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
