"""The page at the root, as a browser asks for it."""

import re
from urllib.parse import urlencode

from tests.sandbox.endpoint.clients import client, raw, refused
from tools.rights import document, let

HTML = {"Accept": "text/html,application/xhtml+xml"}


def asked(url, method="GET", path="/", headers=None, body=None):
    return raw(url, method, path, {**HTML, **(headers or {})}, body)


def test_it_shows_what_is_deployed_and_who_was_refused_and_why(aws, url):
    aws.deploy("Resources: {Work: {Type: AWS::SQS::Queue}}\n", name="shop")
    aws.client("iam").create_user(UserName="ann")
    aws.client("iam").put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document(let("sqs:ListQueues")))
    key = aws.client("iam").create_access_key(UserName="ann")["AccessKey"]
    keys = key["AccessKeyId"], key["SecretAccessKey"]
    client(url, "sqs", *keys).list_queues()
    assert refused(client(url, "dynamodb", *keys).list_tables) == "AccessDeniedException"

    status, page, headers = asked(url)

    assert status == 200
    assert "shop" in page
    assert "CREATE_COMPLETE" in page
    assert "user/ann" in page
    assert "dynamodb:</code>" not in page
    assert "AccessDeniedException" in page
    assert "no policy allows" in page.lower() or "nothing allows" in page.lower()
    assert "script" not in headers["Content-Security-Policy"]
    allowed, denied = aws.calls[-2:]
    assert (allowed.operation, allowed.was_refused, denied.operation, denied.was_refused) == (
        "ListQueues", False, "ListTables", True,
    )  # fmt: skip
    assert "dynamodb:ListTables" in str(denied)


def test_what_strangers_write_is_escaped(url):
    asked(url, "POST", headers={"Content-Type": "application/x-www-form-urlencoded"}, body="Action=<script>x</script>")
    client(url, "sqs", "<script>alert(1)</script>")
    assert "<script" not in asked(url)[1]


def test_a_button_moves_the_clock_only_with_the_page_s_own_token(aws, url):
    page = asked(url)[1]
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    before = aws.clock.now

    for wrong in ({"seconds": "3600"}, {"seconds": "3600", "token": "x"}, {"seconds": "17", "token": token}):
        assert asked(url, "POST", "/_patterns/advance", body=urlencode(wrong))[0] == 403
    foreign = {"Origin": "https://evil.example"}
    given = urlencode({"seconds": "3600", "token": token})
    assert asked(url, "POST", "/_patterns/advance", headers=foreign, body=given)[0] == 403
    assert aws.clock.now == before

    status, _, headers = asked(url, "POST", "/_patterns/advance", body=given)
    assert (status, headers["Location"]) == (303, "/")
    assert (aws.clock.now - before).total_seconds() == 3600


def test_who_asks_for_no_page_asks_s3(url):
    assert "AccessDenied" in asked(url, headers={"Accept": "*/*"})[1]
