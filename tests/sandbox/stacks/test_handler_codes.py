"""Which code of CloudFormation's own an event has for what a service said."""

import pytest

from patterns.sandbox.stacks.handler_codes import CODES, handler_code


@pytest.mark.parametrize(
    ("said", "operation", "code"),
    [
        ("BucketNotEmpty", "DeleteBucket", "GeneralServiceException"),
        ("OperationNotPermitted", "TerminateInstances", "GeneralServiceException"),
        ("MalformedPolicyDocumentException", "CreateKey", "InvalidRequest"),
        ("InvalidParameterValue", "CreateFunction", "InvalidRequest"),
        ("BucketAlreadyOwnedByYou", "CreateBucket", "AlreadyExists"),
        ("ResourceInUseException", "CreateTable", "AlreadyExists"),
        ("ResourceInUseException", "DeleteTable", "ResourceConflict"),
        ("NoSuchBucket", "PutBucketTagging", "NotFound"),
        ("InvalidInstanceID.NotFound", "TerminateInstances", "NotFound"),
        ("AccessDeniedException", "CreateKey", "AccessDenied"),
        ("ThrottlingException", "PutBucketTagging", "Throttling"),
        ("LimitExceeded", "CreateRole", "ServiceLimitExceeded"),
        ("NotUpdatable", "", "NotUpdatable"),
    ],
)
def test_a_code_of_a_service_becomes_one_of_cloudformation(said, operation, code):
    assert handler_code(said, operation) == code
    assert code in CODES
