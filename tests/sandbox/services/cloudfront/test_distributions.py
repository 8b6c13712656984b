"""Distributions of CloudFront: certificates and aliases, what they use, and how they go."""

import pytest

from patterns.sandbox.core.errors import StackFailed

ORIGIN = {"Id": "site", "DomainName": "www.example.net", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}
BEHAVIOUR = {
    "TargetOriginId": "site", "ViewerProtocolPolicy": "https-only", "ForwardedValues": {"QueryString": False},
}  # fmt: skip
CONTROL = {
    "Name": "mine", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4",
}  # fmt: skip


def distribution(**config):
    whole = {"Enabled": True, "Origins": [ORIGIN], "DefaultCacheBehavior": BEHAVIOUR, **config}
    return {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": whole}}


def proof(region="us-east-1"):
    arn = f"arn:aws:acm:{region}:123456789012:certificate/12345678-1234-1234-1234-123456789012"
    return {"AcmCertificateArn": arn, "SslSupportMethod": "sni-only"}


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"Aliases": ["shop.example.net"]}, "you must attach a trusted certificate"),
        ({"Aliases": ["shop.example.net"], "ViewerCertificate": proof("eu-west-1")}, "isn't in us-east-1 region"),
        ({"Origins": [{**ORIGIN, "OriginAccessControlId": "ENOBODY"}]}, "origin access control does not exist"),
        ({"DefaultCacheBehavior": {**BEHAVIOUR, "TargetOriginId": "other"}}, "origins or origin groups do not exist"),
    ],
)
def test_a_distribution_is_looked_at_before_it_is_made(aws, config, said):
    with pytest.raises(Exception, match=said):
        aws.deploy({"Resources": {"One": distribution(**config)}})

    assert aws.client("cloudfront").list_distributions()["DistributionList"]["Quantity"] == 0


def test_an_alias_belongs_to_one_distribution(aws):
    named = distribution(Aliases=["shop.example.net"], ViewerCertificate=proof())
    first = aws.deploy({"Resources": {"One": named}}, name="first")

    with pytest.raises(StackFailed, match="already associated with a different resource"):
        aws.deploy({"Resources": {"One": named}}, name="second")

    assert first.drift() == {}


@pytest.mark.slow
def test_what_is_enabled_or_in_use_is_not_deleted_and_a_stack_does_both_in_their_order(aws):
    control = {"Type": "AWS::CloudFront::OriginAccessControl", "Properties": {"OriginAccessControlConfig": CONTROL}}
    bucket = {
        "Id": "site", "DomainName": "pages.s3.us-east-1.amazonaws.com", "S3OriginConfig": {},
        "OriginAccessControlId": {"Ref": "Control"},
    }  # fmt: skip
    stack = aws.deploy({"Resources": {"Control": control, "One": distribution(Origins=[bucket])}})
    cloudfront = aws.client("cloudfront")
    one, of = stack["One"].physical_id, stack["Control"].physical_id

    with pytest.raises(cloudfront.exceptions.DistributionNotDisabled):
        cloudfront.delete_distribution(Id=one, IfMatch=cloudfront.get_distribution(Id=one)["ETag"])
    with pytest.raises(cloudfront.exceptions.OriginAccessControlInUse):
        cloudfront.delete_origin_access_control(Id=of, IfMatch=cloudfront.get_origin_access_control(Id=of)["ETag"])
    stack.delete()

    assert cloudfront.list_distributions()["DistributionList"]["Quantity"] == 0
    assert cloudfront.list_origin_access_controls()["OriginAccessControlList"]["Quantity"] == 0


def test_a_function_is_live_once_it_is_published(aws):
    def function(publish):
        own = {
            "Name": "edge", "FunctionCode": "function handler(event) { return event.request; }",
            "FunctionConfig": {"Comment": str(publish), "Runtime": "cloudfront-js-2.0"}, "AutoPublish": publish,
        }  # fmt: skip
        return {
            "Resources": {"One": {"Type": "AWS::CloudFront::Function", "Properties": own}},
            "Outputs": {"Stage": {"Value": {"Fn::GetAtt": ["One", "Stage"]}}},
        }

    stack = aws.deploy(function(False))
    before = stack.outputs["Stage"]
    stack.update(function(True))

    assert (before, stack.outputs["Stage"]) == ("DEVELOPMENT", "LIVE")
