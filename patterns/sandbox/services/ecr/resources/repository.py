"""AWS::ECR::Repository. Not modelled: tags exempt from immutability, replication, scans of what is pushed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import TaggedApart, entry
from patterns.sandbox.provider.policy_documents import from_text, to_text
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.provider.shapes import renaming

TOLD_BY_NOBODY = ("EmptyOnDelete",)
"""What no API reports: it goes along with the deletion, and the stack alone knows it, as in AWS."""

encryption_to_service, encryption_from_service = renaming({"EncryptionType": "encryptionType", "KmsKey": "kmsKey"})
scanning_to_service, scanning_from_service = renaming({"ScanOnPush": "scanOnPush"})


class Repository(TaggedApart):
    """A repository of images; its name is its identity."""

    type = "AWS::ECR::Repository"
    service = "ecr"
    tagging = tags.Tagging("resourceArn", tags="tags", keys="tagKeys", listed="tags")
    identifier = "repositoryName"
    creation = "create_repository"
    deletion = "delete_repository"
    gone = frozenset({"RepositoryNotFoundException"})
    not_set = frozenset({"LifecyclePolicyNotFoundException", "RepositoryPolicyNotFoundException"})
    listing = Call("describe_repositories", "repositories")
    entry_id = "repositoryName"
    properties = (
        Property("RepositoryName", create="repositoryName", get=entry("repositoryName")),
        Property("ImageTagMutability", create="imageTagMutability", default="MUTABLE",
                 put=Call("put_image_tag_mutability", "imageTagMutability"), cleared="MUTABLE",
                 get=entry("imageTagMutability")),
        Property("ImageScanningConfiguration", create="imageScanningConfiguration", default={"ScanOnPush": False},
                 put=Call("put_image_scanning_configuration", "imageScanningConfiguration"),
                 cleared={"scanOnPush": False}, get=entry("imageScanningConfiguration"),
                 to_service=scanning_to_service, from_service=scanning_from_service,
                 effect="No image is scanned when it is pushed."),
        Property("EncryptionConfiguration", create="encryptionConfiguration", default={"EncryptionType": "AES256"},
                 get=entry("encryptionConfiguration"),
                 to_service=encryption_to_service, from_service=encryption_from_service),
        Property("LifecyclePolicy", code="set_lifecycle_policy",
                 get=Call("get_lifecycle_policy", "lifecyclePolicyText"),
                 from_service=lambda text: {"LifecyclePolicyText": text},
                 effect="No image expires."),
        Property("RepositoryPolicyText", code="set_policy", get=Call("get_repository_policy", "policyText"),
                 from_service=from_text),
        Property("Tags", create="tags", get=entry("tags"), code="set_tags"),
        Property("EmptyOnDelete", code="keep"),
    )  # fmt: skip
    examples = (
        {},
        {
            "RepositoryName": "example/app",
            "ImageTagMutability": "IMMUTABLE",
            "ImageScanningConfiguration": {"ScanOnPush": True},
            "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "{key.Arn}"},
            "LifecyclePolicy": {
                "LifecyclePolicyText": '{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", '
                '"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}, '
                '"action": {"type": "expire"}}]}'
            },
            "RepositoryPolicyText": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    }
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
            "EmptyOnDelete": True,
        },
        {
            "EncryptionConfiguration": {"EncryptionType": "AES256"},
            "EmptyOnDelete": False,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given, in small letters: no other are allowed."""
        return {"repositoryName": target.name(longest=256).lower(), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The repository's name."""
        return str(response["repository"]["repositoryName"])

    def set_lifecycle_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy, or take it off."""
        if policy := target.properties.get("LifecyclePolicy"):
            client = target.account.administrator("ecr")
            client.put_lifecycle_policy(**self.identity(target), lifecyclePolicyText=policy["LifecyclePolicyText"])
        else:
            self._without(target, "delete_lifecycle_policy")

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy, or take it off."""
        if policy := target.properties.get("RepositoryPolicyText"):
            client = target.account.administrator("ecr")
            client.set_repository_policy(**self.identity(target), policyText=to_text(policy))
        else:
            self._without(target, "delete_repository_policy")

    def _without(self, target: Target, operation: str) -> None:
        """Take a policy off; after a refused update there may be none yet."""
        try:
            getattr(target.account.administrator("ecr"), operation)(**self.identity(target))
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.not_set:
                raise

    def tagged(self, target: Target) -> str:
        """The repository's ARN."""
        return _arn(target)

    def keep(self, target: Target, old: Mapping[str, Any]) -> None:
        """Nothing to call: ECR is told with the deletion."""

    def delete(self, target: Target) -> None:
        """Delete the repository, with its images only where `EmptyOnDelete` says so."""
        force = bool(target.properties.get("EmptyOnDelete"))
        client = target.account.administrator("ecr")
        try:
            client.delete_repository(repositoryName=target.physical_id, force=force)
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise

    def release(self, target: Target) -> None:
        """Delete the images it holds."""
        client = target.account.administrator("ecr")
        image_ids = client.list_images(**self.identity(target))["imageIds"]
        if image_ids:
            client.batch_delete_image(**self.identity(target), imageIds=image_ids)

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The repository, with what only the stack knows of it."""
        described = super().read_one(responses)
        if described is None:
            return None
        declared = responses.target.properties
        return described | {name: declared[name] for name in TOLD_BY_NOBODY if name in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html."""
        account = target.account
        registry = f"{account.account_id}.dkr.ecr.{account.region}.amazonaws.com"
        return {"Arn": _arn(target), "RepositoryUri": f"{registry}/{target.physical_id}"}


def _arn(target: Target) -> str:
    account = target.account
    return f"arn:aws:ecr:{account.region}:{account.account_id}:repository/{target.physical_id}"


PROVIDER = Repository()
