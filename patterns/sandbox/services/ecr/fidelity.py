"""What Amazon ECR does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "Rules of a lifecycle policy have priorities of their own, say which tags they are about, and count "
        "days where they go by age; the rule for any image comes last. Not checked: keys of repositories that "
        "are encrypted without one.",
        SIMPLIFIED,
        "/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
        """
        import json

        ecr = aws.client("ecr")
        ecr.create_repository(repositoryName="shop")
        chosen = {"tagStatus": "any", "countType": "sinceImagePushed", "countNumber": 14}
        rules = {"rules": [{"rulePriority": 1, "selection": chosen, "action": {"type": "expire"}}]}
        attempt(ecr.put_lifecycle_policy, repositoryName="shop", lifecyclePolicyText=json.dumps(rules)).message
        """,
        modules=("lifecycle_checks",),
    ),
    Behaviour(
        "A repository that holds images refuses to be deleted, unless its images are deleted along with it.",
        FAITHFUL,
        "/AmazonECR/latest/APIReference/API_DeleteRepository.html",
        """
        ecr = aws.client("ecr")
        ecr.create_repository(repositoryName="app")
        manifest = '{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}'
        ecr.put_image(repositoryName="app", imageManifest=manifest, imageTag="1")
        attempt(ecr.delete_repository, repositoryName="app").code
        """,
    ),
)

LIMITS = (
    Limit(
        "A lifecycle policy is kept, and no image expires by it.",
        """
        import json

        ecr = aws.client("ecr")
        ecr.create_repository(repositoryName="app")
        manifest = '{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}'
        ecr.put_image(repositoryName="app", imageManifest=manifest, imageTag="1")
        selection = {"tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1}
        rule = {"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}
        ecr.put_lifecycle_policy(repositoryName="app", lifecyclePolicyText=json.dumps({"rules": [rule]}))
        aws.clock.advance(days=7)
        len(ecr.list_images(repositoryName="app")["imageIds"])
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::ECR::Repository": Refused(
        made="a name that is taken, and rules of a lifecycle policy that contradict each other",
        page="/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
        not_made="the key it is encrypted with",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
