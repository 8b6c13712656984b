"""Answers to the exercises of the instance page."""

from patterns import PrivateInstance
from patterns.catalogue import exercise

OPEN = exercise("close_the_open_machine").start
SHUT = OPEN.replace("        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}\n", "").replace(
    "      SecurityGroupIngress:\n", ""
)
KEYLESS = SHUT.replace("      KeyName: my-key\n", "      MetadataOptions: {HttpTokens: required}\n")
MANAGED = '      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"]\n'
ROLE = f"""\
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Principal: {{Service: ec2.amazonaws.com}}, Action: sts:AssumeRole}}
{MANAGED}\
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: {{Roles: [!Ref Role]}}
"""
MENDED = KEYLESS.replace("      InstanceType:", "      IamInstanceProfile: !Ref Profile\n      InstanceType:") + ROLE
INLINE = MENDED.replace(
    MANAGED,
    """\
      Policies:
        - PolicyName: agent
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: ["ssm:UpdateInstanceInformation", "ssmmessages:*"], Resource: "*"}]
""",
)
INGRESS = "      VpcId: !Ref Vpc\n  Server"


def admitting(cidr):
    """The mended machine, which takes SSH from some addresses."""
    rule = f"      SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: {cidr}}}]\n"
    return MENDED.replace(INGRESS, INGRESS.replace("  Server", rule + "  Server"))


SERVER = MENDED[MENDED.index("  Server:") : MENDED.index("  Role:")]
SECOND = (
    SERVER.replace("  Server:", "  Second:").replace("SecurityGroupIds: [!Ref Ssh]", "SecurityGroupIds: [!Ref Web]")
    + """\
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Web
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 0.0.0.0/0}]
"""
)
CALLING = PrivateInstance(way_out="nat", size="micro")


def changed(recipe, name, **properties):
    """A recipe with other properties of one resource."""
    template = recipe.to_dict()
    template["Resources"][name]["Properties"].update(properties)
    return template


def denied():
    """The recipe, whose role nobody may assume."""
    template = PrivateInstance().to_dict()
    template["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Effect"] = "Deny"
    return template


def blind():
    """The recipe, whose programs get no credentials."""
    template = PrivateInstance().to_dict()
    launched = template["Resources"]["LaunchTemplate"]["Properties"]["LaunchTemplateData"]
    launched["MetadataOptions"]["HttpEndpoint"] = "disabled"
    return template


RIGHT = {
    "what_a_change_replaces": 2,
    "what_a_stop_keeps": 3,
    "close_the_open_machine": MENDED,
    "a_machine_that_only_calls": CALLING,
}
UNUSUAL = {
    "what_a_change_replaces": ["2", "2.0"],
    "what_a_stop_keeps": [3.0],
    "close_the_open_machine": [INLINE, PrivateInstance, admitting("10.0.0.0/16")],
    "a_machine_that_only_calls": [CALLING.to_yaml()],
}
WRONG = {
    "what_a_change_replaces": [
        (1, "there are more: an instance that follows its launch template is replaced"),
        (4, "there are fewer"),
        ("two", "give a whole number"),
    ],
    "what_a_stop_keeps": [
        (2, "there are more: what belongs to the instance"),
        (5, "there are fewer: one thing you changed, and one was only lent"),
        (True, "give a whole number"),
    ],
    "close_the_open_machine": [
        (OPEN, "the internet reaches Server by tcp 22"),
        (admitting("203.0.113.5/32"), "but only from 203.0.113.5/32"),
        (KEYLESS, "Server has no role: give it an instance profile"),
        (MENDED.replace("AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess"), "may not ssm:UpdateInstanceInform"),
        (MENDED.replace("required", "optional"), "the metadata service of Server answers without one"),
        (MENDED.replace("MapPublicIpOnLaunch: true", "MapPublicIpOnLaunch: false"), "Server reaches neither"),
        (MENDED.replace("      InstanceType:", "      KeyName: my-key\n      InstanceType:"),
         "the private half of my-key gets into Server"),
        (PrivateInstance(access="none"), "Instance has no role"),
        (denied(), "EC2 cannot assume the role of Instance"),
        (blind(), "no program on it gets its role's credentials"),
        (MENDED + SECOND, "the internet reaches Second by udp 53"),
        ("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "it has no AWS::EC2::Instance: add one"),
    ],
    "a_machine_that_only_calls": [
        (PrivateInstance(), "reaches the internet by: no"),
        (PrivateInstance(way_out="nat"), "it comes to $109."),
        (CALLING.with_(hop_limit=3), "EC2-002"),
        (changed(CALLING, "SecurityGroup", SecurityGroupEgress=[{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]),
         "reaches the internet by: all"),
    ],
}  # fmt: skip
