"""Answers to the exercises of the page of the whole."""

from patterns import MultiAzService, WebApplication
from patterns.catalogue import exercise

START = exercise("a_login_for_one_role").start
NAMED = START.replace("!Sub 'arn:aws:iam::${AWS::AccountId}:role/App'", "!GetAtt App.Arn")
RIGHTS = START.replace("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
MENDED = NAMED.replace("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
GIVEN_NAME = RIGHTS.replace(
    "    Properties:\n      AssumeRole", "    Properties:\n      RoleName: App\n      AssumeRole"
)
UNGUARDED = MENDED[: MENDED.index("  LoginPolicy:")]
KEEPS_ONE_OUT = MENDED.replace(
    "ArnNotEquals: {'aws:PrincipalArn': !GetAtt App.Arn}",
    "ArnEquals: {'aws:PrincipalArn': !Sub 'arn:aws:iam::${AWS::AccountId}:user/administrator'}",
)
BY_THE_SECRET = NAMED.replace(
    "          - Effect: Deny",
    "          - Effect: Allow\n            Principal: {AWS: !GetAtt App.Arn}\n"
    "            Action: 'secretsmanager:GetSecretValue'\n            Resource: '*'\n"
    "          - Effect: Deny",
)
CONDITION = "ArnNotEquals: {'aws:PrincipalArn': !GetAtt App.Arn}"
LIKE_APP = MENDED.replace(CONDITION, "StringNotLike: {'aws:PrincipalArn': '*App*'}")
BEGINNING_SO = MENDED.replace(CONDITION, "ArnNotLike: {'aws:PrincipalArn': !Sub '${App.Arn}*'}")
SMALL = WebApplication(instance_type="t4g.small")


def without_a_key():
    """The application with its bucket and queues under AWS's keys, and the key still there."""
    template = SMALL.to_dict()
    resources = template["Resources"]
    for name in ("DataQueue", "DataDeadLetters"):
        del resources[name]["Properties"]["KmsMasterKeyId"]
    rule = resources["DataStoreBucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    rule["ServerSideEncryptionByDefault"] = {"SSEAlgorithm": "AES256"}
    return template


def without_an_attachment():
    """The application whose login does not know where the database is."""
    template = SMALL.to_dict()
    del template["Resources"]["LoginAttachment"]
    for resource in template["Resources"].values():
        if "LoginAttachment" in resource.get("DependsOn", ()):
            del resource["DependsOn"]
    return template


def with_another_key_first():
    """The application, and before it a key that nothing uses."""
    template = SMALL.to_dict()
    return {**template, "Resources": {"Another": template["Resources"]["DataKey"], **template["Resources"]}}


RIGHT = {
    "what_stops_without_the_key": ["Uploads", "Jobs"],
    "a_login_for_one_role": MENDED,
    "the_whole_for_less": SMALL,
}
UNUSUAL = {
    "what_stops_without_the_key": [("Jobs", "Uploads"), "Uploads, Jobs", "Uploads and Jobs"],
    "a_login_for_one_role": [GIVEN_NAME, MENDED.replace("ArnNotEquals", "ArnNotLike"), BY_THE_SECRET],
    "the_whole_for_less": [SMALL.to_yaml(), with_another_key_first()],
}
WRONG = {
    "what_stops_without_the_key": [
        (["Uploads", "Jobs", "Login"], "Login still answers: it uses another key"),
        (["Uploads"], "1 of 2 are named"),
        ("Uploads", "1 of 2 are named"),
        (2, "give the names of resources"),
        (["Uploads", "Jobs", "Key"], "there is no Key"),
    ],
    "a_login_for_one_role": [
        (RIGHTS, "deni"),
        (NAMED, "allow"),
        (UNGUARDED, "the account's administrator can read it too"),
        (LIKE_APP, "-operations can read it too"),
        (BEGINNING_SO, "-operations can read it too"),
        (KEEPS_ONE_OUT, "role/operations can read it too"),
        (MENDED.replace("secretsmanager:GetSecretValue', Resource: !Ref", "secretsmanager:*', Resource: !Ref"),
         "App may secretsmanager:"),
        (MENDED.replace("Resource: !Ref Login", "Resource: '*'"), "secret:payroll"),
        (MENDED.replace("Principal: {Service: ec2.amazonaws.com}", "Principal: {AWS: !Ref AWS::AccountId}"),
         "EC2 cannot assume it any more"),
        (MENDED.replace("{Service: ec2.amazonaws.com}", "{Service: ec2.amazonaws.com, AWS: !Ref AWS::AccountId}"),
         "can assume App"),
        ("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "it has no role App any more"),
    ],
    "the_whole_for_less": [
        (WebApplication(), "it comes to $4"),
        (WebApplication(capacity=3), "% of the requests are served"),
        (WebApplication(instance_type="t4g.small", standbys=False), "RDS-001"),
        (without_a_key(), "no bucket and no queue stops without its key"),
        (without_an_attachment(), "no role of it can read a login"),
        (MultiAzService(), "it has no AWS::KMS::Key: add one"),
    ],
}  # fmt: skip
