"""Who is held to what, and what is said of it, through boto3."""

import json

import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from patterns.iam import MalformedPolicy
from patterns.sandbox.core.errors import NotEvaluated, SandboxError
from tools.code import call, make_function
from tools.rights import ACCOUNT, ROLE, SESSION, document, let, refusal

NOTES = "arn:aws:s3:::notes"
READ = {"Bucket": "notes", "Key": "a"}
PLAIN_HTTP = {
    "Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [NOTES, f"{NOTES}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}  # fmt: skip


@pytest.fixture
def s3(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="notes")
    s3.put_object(**READ, Body=b"1")
    return s3


def no_policy(action, resource, who=SESSION):
    said = f'User: {who} is not authorized to perform: {action} on resource: "{resource}" because no '
    return "AccessDenied", f"{said}identity-based policy allows the {action} action"


def test_a_role_may_what_its_policy_says_and_no_more(app, s3):
    mine = app.client("s3")
    assert refusal(mine.get_object, **READ) == no_policy("s3:GetObject", f"{NOTES}/a")

    app.may(let("s3:GetObject", f"{NOTES}/a"))

    assert mine.get_object(**READ)["Body"].read() == b"1"
    assert refusal(mine.put_object, **READ, Body=b"2") == no_policy("s3:PutObject", f"{NOTES}/a")


def test_a_denial_is_remembered_with_its_decision_and_told_on_the_timeline(aws, app, s3):
    code, message = refusal(app.client("s3").get_object, **READ)

    (denial,) = aws.denials
    assert (denial.service, denial.operation, denial.code, denial.message) == ("s3", "GetObject", code, message)
    assert denial.decision.lacking == "identity"
    assert "To allow it: add a statement to the identity policy" in denial.explain()
    assert aws.timeline.of(SESSION)[-1].detail == f"s3:GetObject on {NOTES}/a"


def test_an_explicit_denial_names_the_managed_policy_it_is_in(app, s3):
    denies = document({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"})
    arn = app.iam.create_policy(PolicyName="no-reading", PolicyDocument=denies)["Policy"]["Arn"]
    app.iam.attach_role_policy(RoleName="app", PolicyArn=arn)
    app.may(let("s3:*"))

    _, message = refusal(app.client("s3").get_object, **READ)

    assert message.endswith(f'"{NOTES}/a" with an explicit deny in an identity-based policy: {arn}')


def test_a_boundary_limits_what_policies_give(app, s3):
    app.may(let("s3:*"))
    arn = app.iam.create_policy(PolicyName="edge", PolicyDocument=document(let("s3:List*")))["Policy"]["Arn"]
    app.iam.put_role_permissions_boundary(RoleName="app", PermissionsBoundary=arn)

    mine = app.client("s3")

    assert mine.list_objects_v2(Bucket="notes")["KeyCount"] == 1
    assert refusal(mine.get_object, **READ)[1].endswith("no permissions boundary allows the s3:GetObject action")


def test_a_session_policy_limits_one_session(app, s3):
    app.may(let("s3:*"))

    limited = app.client("s3", policy=document(let("s3:PutObject")))

    assert refusal(limited.get_object, **READ)[1].endswith("because no session policy allows the s3:GetObject action")
    assert app.client("s3").get_object(**READ)["Body"].read() == b"1"


def test_policies_that_aws_manages_count(app, s3):
    app.iam.attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")

    assert app.client("s3").get_object(**READ)["Body"].read() == b"1"
    assert refusal(app.client("s3").delete_object, **READ)[0] == "AccessDenied"


def test_a_user_has_its_own_policies_and_those_of_its_groups(aws, s3):
    iam = aws.client("iam")
    user = iam.create_user(UserName="ann")["User"]["Arn"]
    iam.create_group(GroupName="readers")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    assert refusal(aws.client("s3", **keys).get_object, **READ) == no_policy("s3:GetObject", f"{NOTES}/a", user)

    iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=document(let("s3:GetObject")))
    iam.add_user_to_group(GroupName="readers", UserName="ann")

    for client in (aws.client("s3", **keys), aws.acting_as(user).client("s3")):
        assert client.get_object(**READ)["Body"].read() == b"1"
    assert aws.acting_as(user).client("sts").get_caller_identity()["Arn"] == user


def test_a_user_s_temporary_keys_are_no_more_than_the_user(aws, s3):
    aws.client("iam").create_user(UserName="ann")
    key = aws.client("iam").create_access_key(UserName="ann")["AccessKey"]
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}

    given = aws.client("sts", **keys).get_session_token(DurationSeconds=900)["Credentials"]
    lent = {
        "aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }  # fmt: skip

    assert refusal(aws.client("s3", **lent).get_object, **READ)[0] == "AccessDenied"
    aws.clock.advance(minutes=15)
    assert refusal(aws.client("s3", **lent).get_object, **READ)[0] == "ExpiredToken"


def test_a_bucket_policy_that_names_the_role_is_enough(app, s3):
    named = let("s3:GetObject", f"{NOTES}/*", Principal={"AWS": ROLE})
    s3.put_bucket_policy(Bucket="notes", Policy=document(named))

    assert app.client("s3").get_object(**READ)["Body"].read() == b"1"


def test_a_bucket_policy_binds_the_administrator_too(aws, s3):
    s3.put_bucket_policy(Bucket="notes", Policy=document(PLAIN_HTTP))

    assert s3.get_object(**READ)["Body"].read() == b"1"
    assert refusal(aws.client("s3", use_ssl=False).get_object, **READ) == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:user/administrator is not authorized to perform: s3:GetObject on resource: "
        f'"{NOTES}/a" with an explicit deny in a resource-based policy',
    )


def test_what_is_not_there_is_only_told_to_who_may_list(app, s3):
    app.may(let("s3:GetObject", f"{NOTES}/*"))
    assert refusal(app.client("s3").get_object, Bucket="notes", Key="none") == no_policy("s3:ListBucket", NOTES)
    assert refusal(app.client("s3").head_object, Bucket="notes", Key="none") == ("403", "Forbidden")

    app.may(let("s3:GetObject", f"{NOTES}/*"), let("s3:ListBucket", NOTES))

    assert refusal(app.client("s3").get_object, Bucket="notes", Key="none")[0] == "NoSuchKey"


def test_of_many_objects_those_are_deleted_that_may_be(aws, app, s3):
    s3.put_object(Bucket="notes", Key="b", Body=b"2")
    app.may(let("s3:DeleteObject", f"{NOTES}/a"))

    told = app.client("s3").delete_objects(Bucket="notes", Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})

    assert [one["Key"] for one in told["Deleted"]] == ["a"]
    assert [(error["Key"], error["Code"]) for error in told["Errors"]] == [("b", "AccessDenied")]
    assert [denial.decision.request.resource for denial in aws.denials] == [f"{NOTES}/b"]
    s3.delete_object(Bucket="notes", Key="b")
    assert s3.list_objects_v2(Bucket="notes")["KeyCount"] == 0


def test_a_visitor_may_what_the_bucket_lets_everybody(aws, s3):
    address = "https://notes.s3.amazonaws.com/a"
    assert requests.get(address, timeout=1).status_code == 403

    s3.delete_public_access_block(Bucket="notes")
    everybody = let("s3:GetObject", f"{NOTES}/*", Principal="*")
    s3.put_bucket_policy(Bucket="notes", Policy=document(everybody))

    assert requests.get(address, timeout=1).text == "1"
    assert "<Message>Access Denied</Message>" in requests.get("https://notes.s3.amazonaws.com/", timeout=1).text


def test_a_presigned_address_is_as_good_as_its_signer(app, s3):
    url = app.client("s3").generate_presigned_url("get_object", Params=READ)
    assert requests.get(url, timeout=1).status_code == 403

    app.may(let("s3:GetObject", f"{NOTES}/*"))

    assert requests.get(url, timeout=1).text == "1"


def test_a_function_is_held_to_its_role(aws, s3):
    reads = "import boto3\ndef handler(event, context):\n    "
    make_function(aws, reads + 'return boto3.client("s3").get_object(Bucket="notes", Key="a")["Body"].read().decode()')
    assert call(aws) == ("1", None)

    aws.client("iam").delete_role_policy(RoleName="worker-role", PolicyName="may")

    told, error = call(aws)
    assert (error, told["errorType"]) == ("Unhandled", "AccessDenied")
    assert aws.denials[-1].principal == f"arn:aws:sts::{ACCOUNT}:assumed-role/worker-role/worker"


def test_a_role_is_taken_on_by_whom_it_trusts(aws, app):
    sts, role = aws.client("sts"), {"RoleArn": ROLE, "RoleSessionName": "ann"}
    who = f"User: arn:aws:iam::{ACCOUNT}:user/administrator is not authorized to perform: sts:AssumeRole on resource: "
    why = " because no role trust policy allows the sts:AssumeRole action"
    assert refusal(sts.assume_role, **role) == ("AccessDenied", f"{who}{ROLE}{why}")

    wants = {"StringEquals": {"sts:ExternalId": "42"}}
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole", "Condition": wants}
    app.iam.update_assume_role_policy(RoleName="app", PolicyDocument=document(trust))

    assert refusal(sts.assume_role, **role)[0] == "AccessDenied"
    assert sts.assume_role(**role, ExternalId="42")["AssumedRoleUser"]["Arn"].endswith(":assumed-role/app/ann")


@pytest.mark.parametrize(("mfa", "allowed"), [(True, True), (False, False)])
def test_a_condition_on_the_second_factor_is_asked_of_the_session(app, s3, mfa, allowed):
    app.may(let("s3:GetObject", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    mine = app.client("s3", mfa=mfa)

    if allowed:
        assert mine.get_object(**READ)["Body"].read() == b"1"
    else:
        assert refusal(mine.get_object, **READ)[0] == "AccessDenied"


def test_tags_of_the_session_act_in_policies(app, s3):
    app.may(let("s3:GetObject", f"{NOTES}/${{aws:PrincipalTag/team}}"))

    assert app.client("s3", tags={"team": "a"}).get_object(**READ)["Body"].read() == b"1"
    assert refusal(app.client("s3", tags={"team": "b"}).get_object, **READ)[0] == "AccessDenied"


def test_a_policy_holds_until_the_account_s_clock_says_otherwise(aws, app, s3):
    until = {"DateLessThan": {"aws:CurrentTime": "2026-01-02T00:00:00Z"}}
    app.may(let("s3:GetObject", Condition=until))
    assert app.client("s3").get_object(**READ)["Body"].read() == b"1"

    aws.clock.advance(days=1)

    assert refusal(app.client("s3").get_object, **READ)[0] == "AccessDenied"


@pytest.mark.parametrize(
    ("service", "call", "arguments", "code", "status"),
    [
        ("s3", "list_buckets", {}, "AccessDenied", 403),
        ("dynamodb", "list_tables", {}, "AccessDeniedException", 400),
        ("ec2", "describe_vpcs", {}, "UnauthorizedOperation", 403),
        ("sqs", "list_queues", {}, "AccessDenied", 403),
        ("sns", "list_topics", {}, "AuthorizationError", 403),
        ("iam", "list_users", {}, "AccessDenied", 403),
        ("cloudwatch", "list_metrics", {}, "AccessDenied", 403),
        ("rds", "describe_db_instances", {}, "AccessDenied", 403),
        ("elasticache", "describe_cache_clusters", {}, "AccessDenied", 403),
        ("autoscaling", "describe_auto_scaling_groups", {}, "AccessDenied", 403),
        ("elbv2", "describe_load_balancers", {}, "AccessDenied", 403),
        ("kms", "list_keys", {}, "AccessDeniedException", 400),
        ("secretsmanager", "list_secrets", {}, "AccessDeniedException", 400),
        ("lambda", "list_functions", {}, "AccessDeniedException", 403),
        ("stepfunctions", "list_state_machines", {}, "AccessDeniedException", 400),
        ("logs", "describe_log_groups", {}, "AccessDeniedException", 400),
        ("events", "list_rules", {}, "AccessDeniedException", 400),
        ("scheduler", "list_schedules", {}, "AccessDeniedException", 403),
        ("ssm", "describe_parameters", {}, "AccessDeniedException", 400),
        ("sts", "assume_role", {"RoleArn": ROLE, "RoleSessionName": "ann"}, "AccessDenied", 403),
    ],
)
def test_each_service_refuses_in_its_own_way(app, service, call, arguments, code, status):
    with pytest.raises(ClientError) as refused:
        getattr(app.client(service), call)(**arguments)

    told = refused.value.response
    assert (told["Error"]["Code"], told["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
    assert f"User: {SESSION} is not authorized to perform: " in told["Error"]["Message"]


def test_a_key_that_is_nobody_s_is_refused(aws):
    keys = {"aws_access_key_id": "AKIAXXXXXXXXXXXXXXXX", "aws_secret_access_key": "x"}

    assert refusal(aws.client("s3", **keys).list_buckets)[0] == "InvalidAccessKeyId"
    assert refusal(aws.client("dynamodb", **keys).list_tables)[0] == "UnrecognizedClientException"
    assert refusal(aws.client("iam", **keys).list_users)[0] == "InvalidClientTokenId"


def test_what_is_not_covered_is_neither_allowed_nor_denied(aws, app):
    app.may(let("*"))

    with pytest.raises(NotEvaluated) as said:
        app.client("budgets").describe_budgets(AccountId=ACCOUNT)

    assert str(said.value).startswith(
        f"the sandbox does not decide whether {SESSION} may call DescribeBudgets of budgets"
    )
    assert aws.client("budgets").describe_budgets(AccountId=ACCOUNT)["Budgets"] == []


def test_a_policy_that_iam_would_refuse_is_a_mistake_and_no_denial(app, s3):
    from moto.iam.models import iam_backends

    app.may(let("s3:*"))
    role = iam_backends[ACCOUNT]["aws"].get_role("app")
    role.policies["may"] = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps", "Action": "*"}]})

    with pytest.raises(MalformedPolicy, match="Effect must be Allow or Deny, got 'Perhaps'"):
        app.client("s3").get_object(**READ)
    assert app.aws.denials == []


def test_nobody_acts_as_somebody_who_is_not_there(aws):
    with pytest.raises(SandboxError, match=r"there is no role or user 'arn:aws:iam::123456789012:role/none'"):
        aws.acting_as(f"arn:aws:iam::{ACCOUNT}:role/none")


def test_a_key_policy_binds_the_administrator_too(aws, app):
    kms = aws.client("kms")
    owned = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "kms:*", "Resource": "*"}
    key = kms.create_key(Policy=document(owned))["KeyMetadata"]

    assert refusal(kms.encrypt, KeyId=key["KeyId"], Plaintext=b"x") == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/administrator is not authorized to perform: kms:Encrypt on resource: "
        f"{key['Arn']} because no resource-based policy allows the kms:Encrypt action",
    )
    assert app.client("kms").encrypt(KeyId=key["KeyId"], Plaintext=b"x")["KeyId"] == key["Arn"]


def test_an_encrypted_bucket_asks_for_the_key_in_the_name_of_the_caller(aws, app, s3):
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    default = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    s3.put_bucket_encryption(Bucket="notes", ServerSideEncryptionConfiguration={"Rules": [default]})
    app.may(let("s3:*"))
    mine = app.client("s3")
    refused = (
        f'kms:GenerateDataKey on resource: "{key}" because no identity-based policy allows the kms:GenerateDataKey'
    )
    assert refused in refusal(mine.put_object, **READ, Body=b"2")[1]

    through = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
    app.may(let("s3:*"), let(["kms:GenerateDataKey", "kms:Decrypt"], key, Condition=through))
    mine.put_object(**READ, Body=b"2")

    assert mine.get_object(**READ)["Body"].read() == b"2"
    assert refusal(app.client("kms").generate_data_key, KeyId=key, KeySpec="AES_256")[0] == "AccessDeniedException"


def test_signatures_of_both_versions_say_who_asks(aws, app, s3):
    for version in ("s3", "s3v4"):
        client = aws.client("s3", config=Config(signature_version=version))
        assert requests.get(client.generate_presigned_url("get_object", Params=READ), timeout=1).text == "1"
