"""Answers to the exercises of the instance page."""

from patterns import PrivateInstance
from patterns.catalogue import exercise

OPEN = exercise("close_the_open_machine").start
SHUT = OPEN.replace("        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}\n", "").replace(
    "      SecurityGroupIngress:\n", ""
)
KEYLESS = SHUT.replace("      KeyName: my-key\n", "      MetadataOptions: {HttpTokens: required}\n")
ROLE = """\
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"]
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [!Ref Role]}
"""
MENDED = KEYLESS.replace("      InstanceType:", "      IamInstanceProfile: !Ref Profile\n      InstanceType:") + ROLE
CALLING = PrivateInstance(way_out="nat", size="micro")

RIGHT = {
    "what_a_change_replaces": 2,
    "what_a_stop_keeps": 3,
    "close_the_open_machine": MENDED,
    "a_machine_that_only_calls": CALLING,
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
        (KEYLESS, "the instance has no role"),
        (MENDED.replace("AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess"), "its role lacks AmazonSSMManaged"),
        (MENDED.replace("required", "optional"), "the metadata service answers without one"),
        (MENDED.replace("MapPublicIpOnLaunch: true", "MapPublicIpOnLaunch: false"), "it reaches neither"),
        (PrivateInstance(access="none"), "the instance has no role"),
    ],
    "a_machine_that_only_calls": [
        (PrivateInstance(), "it reaches the internet by: no"),
        (PrivateInstance(way_out="nat"), "it comes to $109."),
        (CALLING.with_(hop_limit=3), "EC2-002"),
    ],
}
