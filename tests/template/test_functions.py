import pytest

from patterns.template.errors import TemplateError
from patterns.template.resolve import Resolver
from patterns.template.source import load
from patterns.template.values import Unknown

TEMPLATE = """\
Transform: AWS::LanguageExtensions
Parameters:
  Env: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
  Count: {Type: Number, Default: 3}
  Key: {Type: String, Default: dev}
Mappings:
  Sizes:
    dev: {Class: small, Ports: [80, 443]}
Conditions:
  Open: !Equals [!Ref Env, prod]
  Yes: !Equals [a, a]
  No: !Equals [a, b]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Vpc: {Type: AWS::EC2::VPC}
"""


class Made:
    """A deployment in which the bucket exists and the VPC does not yet."""

    def ref(self, logical_id):
        return "data-1" if logical_id == "Bucket" else Unknown("${Vpc}", frozenset({("Vpc", "Ref")}))

    def get_att(self, logical_id, attribute):
        return f"{logical_id}/{attribute}" if logical_id == "Bucket" else Unknown(f"${{Vpc.{attribute}}}")


def value(expression, **options):
    return Resolver(load(TEMPLATE), **{"lookup": Made(), **options}).value(expression)


ENV = {"Ref": "Env"}
KNOWN = {
    "Ref to a parameter": ({"Ref": "Count"}, "3"),
    "Ref to a list": ({"Ref": "Zones"}, ["a", "b", "c"]),
    "Ref to a pseudo parameter": ({"Ref": "AWS::AccountId"}, "123456789012"),
    "Ref to a resource": ({"Ref": "Bucket"}, "data-1"),
    "Ref to nothing": ({"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}, {"b": [1]}),
    "GetAtt": ({"Fn::GetAtt": ["Bucket", "Arn"]}, "Bucket/Arn"),
    "Sub": (
        {"Fn::Sub": "${Bucket}-${Bucket.Arn}-${AWS::Region}-${!literal}"},
        "data-1-Bucket/Arn-us-east-1-${literal}",
    ),
    "Sub with values": ({"Fn::Sub": ["${a}-${Count}", {"a": {"Fn::Select": [1, {"Ref": "Zones"}]}}]}, "b-3"),
    "Sub of truth": ({"Fn::Sub": ["${a}", {"a": True}]}, "true"),
    "Join": ({"Fn::Join": ["-", ["a", 5, {"Ref": "Count"}, {"Ref": "AWS::NoValue"}]]}, "a-5-3"),
    "Join of a list": ({"Fn::Join": [",", {"Ref": "Zones"}]}, "a,b,c"),
    "Select by text": ({"Fn::Select": ["2", {"Ref": "Zones"}]}, "c"),
    "Split": ({"Fn::Split": ["-", "a-b-"]}, ["a", "b", ""]),
    "FindInMap": ({"Fn::FindInMap": ["Sizes", {"Ref": "Key"}, "Class"]}, "small"),
    "FindInMap of a list": ({"Fn::Select": [1, {"Fn::FindInMap": ["Sizes", "dev", "Ports"]}]}, 443),
    "FindInMap with a default": ({"Fn::FindInMap": ["Sizes", "qa", "Class", {"DefaultValue": "tiny"}]}, "tiny"),
    "GetAZs here": ({"Fn::GetAZs": ""}, ["us-east-1a", "us-east-1b", "us-east-1c"]),
    "GetAZs by Ref": ({"Fn::GetAZs": {"Ref": "AWS::Region"}}, ["us-east-1a", "us-east-1b", "us-east-1c"]),
    "Cidr": ({"Fn::Cidr": ["10.0.0.0/24", 3, 6]}, ["10.0.0.0/26", "10.0.0.64/26", "10.0.0.128/26"]),
    "Cidr of IPv6": ({"Fn::Cidr": ["2001:db8::/56", "2", "64"]}, ["2001:db8::/64", "2001:db8:0:1::/64"]),
    "Base64": ({"Fn::Base64": "é"}, "w6k="),
    "If": ({"Fn::If": ["Yes", "a", {"Ref": "Nobody"}]}, "a"),
    "If not": ({"a": {"Fn::If": ["No", "a", {"Ref": "AWS::NoValue"}]}}, {}),
    "Length": ({"Fn::Length": {"Ref": "Zones"}}, 3),
    "ToJsonString": ({"Fn::ToJsonString": {"a": [1, True, {"Ref": "Count"}]}}, '{"a":[1,true,"3"]}'),
    "data": (
        {"Condition": {"StringEquals": {"a": 1.5}}, "b": True},
        {"Condition": {"StringEquals": {"a": 1.5}}, "b": True},
    ),
}


@pytest.mark.parametrize(("expression", "expected"), KNOWN.values(), ids=KNOWN)
def test_a_function_over_known_values(expression, expected):
    assert value(expression) == expected


UNKNOWN = {
    "Ref to a parameter": (ENV, "${Env}"),
    "Ref to a resource": ({"Ref": "Vpc"}, "${Vpc}"),
    "Sub": ({"Fn::Sub": "${Env}-${Count}-${!x}"}, "${Env}-3-${!x}"),
    "Join": ({"Fn::Join": ["/", ["a", ENV, {"Fn::GetAtt": ["Vpc", "CidrBlock"]}]]}, "a/${Env}/${Vpc.CidrBlock}"),
    "Select of a list": ({"Fn::Select": [0, {"Fn::Split": ["-", ENV]}]}, "${Fn::Select(0, Fn::Split(-, Env))}"),
    "Select by Unknown": ({"Fn::Select": [ENV, ["a"]]}, "${Fn::Select(Env, [a])}"),
    "FindInMap": ({"Fn::FindInMap": ["Sizes", ENV, "Class"]}, "${Fn::FindInMap(Sizes, Env, Class)}"),
    "GetAZs": ({"Fn::GetAZs": ENV}, "${Fn::GetAZs(Env)}"),
    "Cidr": ({"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 2, 8]}, "${Fn::Cidr(Vpc.CidrBlock, 2, 8)}"),
    "Base64": ({"Fn::Base64": {"Fn::Sub": "run ${Env}"}}, "${Fn::Base64(run ${Env})}"),
    "ImportValue": ({"Fn::ImportValue": "net-vpc"}, "${Fn::ImportValue(net-vpc)}"),
    "If": ({"Fn::If": ["Open", "a", {"Ref": "AWS::NoValue"}]}, "${Fn::If(Open, a, AWS::NoValue)}"),
    "Length": ({"Fn::Length": {"Fn::Split": ["-", ENV]}}, "${Fn::Length(Fn::Split(-, Env))}"),
    "ToJsonString": ({"Fn::ToJsonString": {"a": ENV}}, '{"a":"${Env}"}'),
}


@pytest.mark.parametrize(("expression", "text"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_function_over_unknown_values_reads_as_what_is_open(expression, text):
    found = value(expression)

    assert isinstance(found, Unknown)
    assert str(found) == text


def test_an_unknown_knows_everything_it_depends_on():
    found = Resolver(load(TEMPLATE)).value({"Fn::Join": ["", [ENV, {"Fn::Sub": "${Bucket.Arn}/${Vpc}"}]]})

    assert found.references == {("Env", "Ref"), ("Bucket", "Arn"), ("Vpc", "Ref")}


def test_an_item_of_a_list_is_known_beside_one_that_is_not():
    assert value({"Fn::Select": [0, ["a", ENV]]}) == "a"


def test_both_branches_the_same_need_no_condition():
    assert value({"Fn::If": ["Open", "a", "a"]}) == "a"


def test_an_import_is_looked_up_among_the_exports():
    expression = {"Fn::ImportValue": {"Fn::Sub": "${AWS::StackName}-vpc"}}

    assert value(expression, exports={"net-vpc": "vpc-1"}, stack_name="net") == "vpc-1"
    with pytest.raises(TemplateError, match="No export named net-vpc found"):
        value(expression, exports={}, stack_name="net")


def test_the_zones_are_those_of_the_account():
    assert value({"Fn::GetAZs": ""}, zones=["us-east-1d"]) == ["us-east-1d"]
    assert value({"Fn::GetAZs": "eu-west-1"}, zones=["us-east-1d"]) == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


@pytest.mark.parametrize(
    ("region", "letters"),
    [("eu-west-1", "abc"), ("ap-northeast-1", "acd"), ("ca-central-1", "abd"), ("us-west-1", "ab")],
)
def test_the_zones_of_any_region_are_those_it_has(region, letters):
    zones = [region + letter for letter in letters]

    assert value({"Fn::GetAZs": region}) == zones
    assert value({"Fn::GetAZs": ""}, region=region) == zones


@pytest.mark.parametrize("names", [["Nope", "a", "b"], ["Sizes", "qa", "Class"], ["Sizes", {"Ref": "Key"}, "Disk"]])
def test_a_mapping_that_has_no_entry_gives_the_default(names):
    default = {"DefaultValue": {"Fn::Select": [0, {"Ref": "Zones"}]}}

    assert value({"Fn::FindInMap": [*names, default]}) == "a"


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_the_partition_follows_from_the_region(region, partition, suffix):
    assert value({"Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix}"}, region=region) == f"{partition} {suffix}"


REFUSED = {
    "Ref": ({"Ref": ["a"]}, "every Ref object must have a single String value"),
    "GetAtt": (
        {"Fn::GetAtt": ["Bucket"]},
        "requires two non-empty parameters, the resource name and the resource attr",
    ),
    "Sub of a list": ({"Fn::Sub": ["${a}"]}, "Fn::Sub intrinsic functions don't specify expected arguments"),
    "Sub name": ({"Fn::Sub": "${a b}"}, "variable names in Fn::Sub syntax must contain only alphanumeric characters"),
    "Sub empty": ({"Fn::Sub": "${}"}, "variable names in Fn::Sub syntax must contain only alphanumeric characters"),
    "Sub list": ({"Fn::Sub": "${Zones}"}, "variable Zones in Fn::Sub expression does not resolve to a string"),
    "Join": ({"Fn::Join": ["-"]}, "every Fn::Join object requires two parameters"),
    "Join of a text": ({"Fn::Join": ["-", "abc"]}, "every Fn::Join object requires two parameters"),
    "Select beyond": (
        {"Fn::Select": [3, {"Ref": "Zones"}]},
        "Fn::Select  cannot select nonexistent value at index 3 of a list of 3",
    ),
    "Select before": (
        {"Fn::Select": [-1, ["a"]]},
        "Fn::Select  cannot select nonexistent value at index -1 of a list of 1",
    ),
    "Select word": ({"Fn::Select": ["x", ["a"]]}, "every Fn::Select object requires two parameters"),
    "Split": ({"Fn::Split": ["", "a"]}, "every Fn::Split object requires two parameters"),
    "FindInMap map": ({"Fn::FindInMap": ["Nope", "a", "b"]}, "Mapping named 'Nope' is not present in the 'Mappings'"),
    "FindInMap key": ({"Fn::FindInMap": ["Sizes", "qa", "Class"]}, "Unable to get mapping for Sizes::qa::Class"),
    "Cidr of a word": ({"Fn::Cidr": ["x", 1, 8]}, "every Fn::Cidr object requires three parameters"),
    "Cidr too many": ({"Fn::Cidr": ["10.0.0.0/24", 257, 1]}, "257 is not between 1 and 256"),
    "Cidr too small": ({"Fn::Cidr": ["10.0.0.0/24", 5, 6]}, "holds 4 blocks of /26, 5 were asked for"),
    "Base64": ({"Fn::Base64": ["a"]}, "every Fn::Base64 object must have a String-typed value"),
    "If": ({"Fn::If": ["Yes", "a"]}, "Fn::If requires a list argument with three parameters"),
    "If unnamed": ({"Fn::If": ["Nope", "a", "b"]}, "Unresolved condition dependency Nope"),
    "Length": ({"Fn::Length": "abc"}, "Fn::Length needs a list"),
    "ToJsonString": ({"Fn::ToJsonString": "abc"}, "Fn::ToJsonString needs an object or an array"),
    "unknown": ({"Fn::Upper": "a"}, "Encountered unsupported function: Fn::Upper Supported functions are: [Fn::Base64"),
    "condition function": ({"Fn::Not": ["a"]}, "Encountered unsupported function: Fn::Not"),
}


@pytest.mark.parametrize(("expression", "message"), REFUSED.values(), ids=REFUSED)
def test_wrong_arguments_are_refused_in_cloudformations_words(expression, message):
    with pytest.raises(TemplateError) as caught:
        value(expression)

    assert message in caught.value.message


@pytest.mark.parametrize("expression", [{"Fn::Length": [1]}, {"Fn::ToJsonString": {}}])
def test_an_extension_needs_its_transform(expression):
    plain = Resolver(load("Resources:\n  A: {Type: 'X::Y::Z'}\n"))

    with pytest.raises(TemplateError, match="needs Transform: AWS::LanguageExtensions"):
        plain.value(expression)


def test_a_default_of_a_mapping_needs_the_transform():
    plain = Resolver(load("Resources:\n  A: {Type: 'X::Y::Z'}\n"))

    with pytest.raises(TemplateError, match="every Fn::FindInMap object requires three parameters"):
        plain.value({"Fn::FindInMap": ["a", "b", "c", {"DefaultValue": "d"}]})


def test_text_that_doubles_at_every_level_is_stopped():
    expression = "abcd"
    for _ in range(40):
        expression = {"Fn::Sub": ["${x}${x}", {"x": expression}]}

    with pytest.raises(TemplateError, match=r"makes a text of over 1,048,576 characters"):
        value(expression)


def test_much_text_made_many_times_is_stopped():
    long = {"Fn::Join": ["", [{"Fn::Sub": ["${x}", {"x": "y" * 1_000_000}]}] * 1]}

    with pytest.raises(TemplateError, match=r"expressions make more than 100,000,000 characters in all"):
        value([{"Fn::Sub": ["${x}", {"x": long}]}] * 60)
