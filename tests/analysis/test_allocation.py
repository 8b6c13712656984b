from patterns.analysis.allocation import shares
from patterns.analysis.cost import cost

VOLUME = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 100, "VolumeType": "gp3"}}


def server(**properties):
    tags = [{"Key": "CostCenter", "Value": "4711"}]
    return {
        "Type": "AWS::EC2::Instance",
        "Properties": {
            "ImageId": "ami-1", "InstanceType": "t4g.micro", "BlockDeviceMappings": [VOLUME], "Tags": tags,
            **properties,
        },
    }  # fmt: skip


def body(**resources):
    return {"Resources": resources}


def test_a_bill_is_shared_out_whole():
    source = body(Shop=server(), Search=server(Tags=[{"Key": "CostCenter", "Value": "12"}]), Loose=server(Tags=[]))

    found = shares(source, "CostCenter")

    assert [share.value for share in found] == ["12", "4711", None]
    assert round(sum(share.monthly_usd for share in found), 6) == round(cost(source).monthly_usd, 6)


def test_a_volume_goes_to_nobody_unless_the_tags_are_handed_on():
    [own, nobody] = shares(body(Shop=server()), "CostCenter")
    [whole] = shares(body(Shop=server(PropagateTagsToVolumeOnCreation=True)), "CostCenter")

    assert (own.value, nobody.value, whole.value) == ("4711", None, "4711")
    assert round(nobody.monthly_usd, 2) == 8.0
    assert round(whole.monthly_usd, 6) == round(own.monthly_usd + nobody.monthly_usd, 6)


def test_the_largest_share_stands_first_and_names_its_resources():
    large = server(PropagateTagsToVolumeOnCreation=True, Tags=[{"Key": "Team", "Value": "b"}])
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Key": "Team", "Value": "a"}]}}

    found = shares(body(Data=bucket, Server=large), "Team")

    assert [(share.value, share.resources) for share in found] == [("b", ("Server",)), ("a", ("Data",))]


def test_the_shares_of_a_template_that_costs_nothing_are_none():
    assert shares(body(Role={"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["a"]}}), "Owner") == ()
