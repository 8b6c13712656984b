"""AWS::EC2::KeyPair. Not modelled: keys in PuTTY's format, certificates as public keys."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class KeyPair(Ec2Provider):
    """What opens a machine; its name is its identity.

    A private key that EC2 makes is kept in Parameter Store, and goes with the pair:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html
    """

    type = "AWS::EC2::KeyPair"
    identifier = "KeyName"
    resource_type = "key-pair"
    deletion = "delete_key_pair"
    gone = frozenset({"InvalidKeyPair.NotFound"})
    names_itself = True
    listing = Call("describe_key_pairs", "KeyPairs", {"IncludePublicKey": True})
    entry_id = "KeyName"
    filtered_by = "key-name"
    properties = (
        Property("KeyName", create="KeyName", get=entry("KeyName")),
        Property("KeyType", create="KeyType", default="rsa", get=entry("KeyType")),
        Property("PublicKeyMaterial", create="PublicKeyMaterial", get=entry("PublicKey")),
        TAGS,
    )
    examples = (
        {"KeyName": "example", "KeyType": "ed25519", "Tags": [{"Key": "Project", "Value": "cookbook"}]},
        {
            "KeyName": "imported",
            "PublicKeyMaterial": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJuGD0nUJRkUKRrJ5kSuKmuWqcTeH7ZLlqk9hbx1K6zC",
        },
    )

    def create(self, target: Target) -> str:
        """Import what is given; otherwise make a pair, and keep its private half where CloudFormation does."""
        client, own = target.account.administrator("ec2"), target.properties
        arguments = self.creation_arguments(target, {"KeyName": own["KeyName"]})
        if public := own.get("PublicKeyMaterial"):
            return str(client.import_key_pair(**arguments, PublicKeyMaterial=public.encode())["KeyName"])
        made = client.create_key_pair(**arguments, KeyType=own.get("KeyType", "rsa"))
        try:
            target.account.administrator("ssm").put_parameter(
                Name=_parameter(made["KeyPairId"]), Value=made["KeyMaterial"], Type="SecureString"
            )
        except ClientError:
            client.delete_key_pair(KeyName=made["KeyName"])
            raise
        return str(made["KeyName"])

    def delete(self, target: Target) -> None:
        """Delete the pair, and the parameter with its private half."""
        found = self.entry(target)
        super().delete(target)
        if found:
            target.account.administrator("ssm").delete_parameters(Names=[_parameter(found["KeyPairId"])])

    def tagged(self, target: Target) -> str:
        """The pair's id, not its name."""
        return str(self.entry(target)["KeyPairId"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html."""
        found = self.entry(target)
        return {"KeyFingerprint": found["KeyFingerprint"], "KeyPairId": found["KeyPairId"]}


def _parameter(key_pair_id: str) -> str:
    return f"/ec2/keypair/{key_pair_id}"


PROVIDER = KeyPair()
