"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html"""

import pytest
import requests

URL = "https://s3.us-east-1.amazonaws.com/cors-bucket/k"
SHOP = "https://shop.example.com"


@pytest.fixture
def bucket(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="cors-bucket")
    s3.put_object(Bucket="cors-bucket", Key="k", Body=b"x")
    return s3


def allow(bucket, *rules):
    bucket.put_bucket_cors(Bucket="cors-bucket", CORSConfiguration={"CORSRules": list(rules)})


def preflight(origin=SHOP, method="GET", headers=""):
    given = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return requests.options(URL, headers={name: value for name, value in given.items() if value})


def test_preflight_is_answered_by_the_first_rule_that_lets_it_in(bucket):
    assert preflight().status_code == 403
    allow(
        bucket,
        {"AllowedOrigins": [SHOP], "AllowedMethods": ["PUT"], "AllowedHeaders": ["x-amz-*"], "MaxAgeSeconds": 60},
        {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]},
    )

    assert preflight().headers["Access-Control-Allow-Origin"] == "*"
    answer = preflight(method="PUT", headers="x-amz-date")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, SHOP)
    assert (answer.headers["Access-Control-Max-Age"], "Origin" in answer.headers["Vary"]) == ("60", True)
    assert preflight(method="PUT", headers="x-evil").status_code == 403
    assert preflight(method="DELETE").status_code == 403
    assert preflight("https://other.example.com", "PUT").status_code == 403
    assert preflight(None, None).status_code == 400


def test_answer_tells_other_origins_whether_they_may_read_it(bucket):
    allow(bucket, {"AllowedOrigins": [SHOP], "AllowedMethods": ["GET"]})
    url = bucket.generate_presigned_url("get_object", Params={"Bucket": "cors-bucket", "Key": "k"})

    assert requests.get(url, headers={"Origin": SHOP}).headers["Access-Control-Allow-Origin"] == SHOP
    assert "Access-Control-Allow-Origin" not in requests.get(url, headers={"Origin": "https://x.example.com"}).headers
