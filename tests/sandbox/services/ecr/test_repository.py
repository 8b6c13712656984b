"""A repository's images and its stack: what stays when it is deleted, and who may ask."""

import pytest

from patterns.sandbox.core.errors import StackFailed
from tools.clearing import release
from tools.rights import App, let, refusal

MANIFEST = '{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}'


def repository(**properties):
    return {
        "Resources": {"Images": {"Type": "AWS::ECR::Repository", "Properties": properties}},
        "Outputs": {
            "Ref": {"Value": {"Ref": "Images"}},
            "Arn": {"Value": {"Fn::GetAtt": ["Images", "Arn"]}},
            "Uri": {"Value": {"Fn::GetAtt": ["Images", "RepositoryUri"]}},
        },
    }


def filled(aws, **properties):
    stack = aws.deploy(repository(**properties))
    aws.client("ecr").put_image(repositoryName=stack.outputs["Ref"], imageManifest=MANIFEST, imageTag="1")
    return stack


def test_ref_is_the_name_and_the_attributes_are_those_that_ecr_reports(aws):
    outputs = aws.deploy(repository()).outputs

    [found] = aws.client("ecr").describe_repositories()["repositories"]
    assert outputs == {
        "Ref": found["repositoryName"], "Arn": found["repositoryArn"], "Uri": found["repositoryUri"],
    }  # fmt: skip


def test_repository_that_holds_images_stays(aws):
    stack = filled(aws)

    with pytest.raises(StackFailed, match="cannot be deleted because it still contains images"):
        stack.delete()

    assert stack["Images"].exists


def test_repository_that_is_emptied_on_deletion_goes_with_its_images(aws):
    stack = filled(aws, EmptyOnDelete=True)

    stack.delete()

    assert aws.client("ecr").describe_repositories()["repositories"] == []


def test_emptying_can_be_chosen_later(aws):
    stack = filled(aws)

    stack.update(repository(EmptyOnDelete=True))
    stack.delete()

    assert aws.client("ecr").describe_repositories()["repositories"] == []


def test_released_repository_is_empty_and_can_be_deleted(aws):
    stack = filled(aws)

    release(aws, stack)

    assert aws.client("ecr").list_images(repositoryName=stack.outputs["Ref"])["imageIds"] == []
    stack.delete()


def test_repository_policy_denies_what_the_role_may(aws):  # ECRBackend.repositories, Repository.policy
    app = App(aws)
    app.may(let("ecr:ListImages", "*"))
    denied = {"Effect": "Deny", "Principal": "*", "Action": "ecr:ListImages"}
    policy = {"Version": "2012-10-17", "Statement": [denied]}
    stack = aws.deploy(repository())
    name = stack.outputs["Ref"]
    assert app.client("ecr").list_images(repositoryName=name)["imageIds"] == []

    stack.update(repository(RepositoryPolicyText=policy))

    code, message = refusal(app.client("ecr").list_images, repositoryName=name)
    assert code == "AccessDeniedException"
    assert message.endswith("with an explicit deny in a resource-based policy")
