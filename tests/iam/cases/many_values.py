"""Conditions of several keys, several values, and keys that have several values."""

from tests.iam.case_table import CONDITION, EXPLICIT, IMPLICIT, MANY_KEYS, MANY_VALUES, allow, case, deny, when

TITLE = "Several keys and several values"
TAGS, TEAM, TLS = "aws:TagKeys", "aws:PrincipalTag/team", "aws:SecureTransport"
ALL, ANY = "ForAllValues:StringEquals", "ForAnyValue:StringEquals"
ALL_NOT, ANY_NOT = "ForAllValues:StringNotEquals", "ForAnyValue:StringNotEquals"
ANY_IF_EXISTS = "https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w"
RED = {"StringEquals": {TEAM: "red"}}


def tags(claim, holds, operator, wanted, given):
    context = {} if given is None else {TAGS: given}
    return when(claim, holds, {operator: {TAGS: wanted}}, context, page=MANY_VALUES)


CASES = [
    tags("ForAllValues holds where each value is among those wanted", True, ALL, ["a", "b"], ["a", "b"]),
    tags("ForAllValues holds for fewer values than wanted", True, ALL, ["a", "b"], ["b"]),
    tags("ForAllValues fails for one value that is not wanted", False, ALL, ["a", "b"], ["a", "c"]),
    tags("ForAllValues holds without the key", True, ALL, ["a"], None),
    tags("ForAllValues holds for a key without values", True, ALL, ["a"], []),
    tags("ForAnyValue holds where one value is wanted", True, ANY, ["a", "b"], ["c", "b"]),
    tags("ForAnyValue fails where none is", False, ANY, ["a", "b"], ["c", "d"]),
    tags("ForAnyValue fails without the key", False, ANY, ["a"], None),
    tags("ForAnyValue fails for a key without values", False, ANY, ["a"], []),
    tags("ForAllValues of a negated operator holds where no value is named", True, ALL_NOT, ["a"], ["b", "c"]),
    tags("ForAllValues of a negated operator fails where one value is named", False, ALL_NOT, ["a"], ["a", "c"]),
    tags("ForAllValues of a negated operator holds without the key", True, ALL_NOT, ["a"], None),
    tags("ForAnyValue of a negated operator holds where one value is not named", True, ANY_NOT, ["a"], ["a", "c"]),
    tags("ForAnyValue of a negated operator fails where every value is named", False, ANY_NOT, ["a"], ["a"]),
    tags("ForAnyValue of a negated operator fails without the key", False, ANY_NOT, ["a"], None),
    tags("ForAllValues:StringLike accepts wildcards", True, "ForAllValues:StringLike", ["key1*", "key2*"], ["key1-a"]),
    tags("ForAnyValue:StringLike accepts wildcards", True, "ForAnyValue:StringLike", ["key1*"], ["x", "key12"]),
    tags("ForAllValues:StringEqualsIgnoreCase ignores case", True, "ForAllValues:StringEqualsIgnoreCase", "A", ["a"]),
    when("ForAnyValue with IfExists fails without the key", False, {f"{ANY}IfExists": {TAGS: ["a"]}},
         page=ANY_IF_EXISTS),
    tags("ForAnyValue with IfExists holds where one value is wanted", True, f"{ANY}IfExists", ["a"], ["b", "a"]),
    tags("ForAllValues with IfExists holds without the key", True, f"{ALL}IfExists", ["a"], None),
    when("ForAnyValue of a negated operator with IfExists fails without the key", False,
         {f"{ANY_NOT}IfExists": {TAGS: ["a"]}}, page=ANY_IF_EXISTS),
    when("Null beside ForAllValues refuses a request without the key", False,
         {ALL: {TAGS: ["a"]}, "Null": {TAGS: "false"}}, page=MANY_VALUES),
    when("Null beside ForAllValues lets the right values pass", True,
         {ALL: {TAGS: ["a"]}, "Null": {TAGS: "false"}}, {TAGS: ["a"]}, page=MANY_VALUES),
    case("A denial by ForAnyValue reaches a request with one such value", EXPLICIT, MANY_VALUES,
         identity=[allow(), deny(Condition={ANY: {TAGS: ["secret"]}})], context={TAGS: ["plain", "secret"]}),
    when("Every operator of a block must hold", False, {**RED, "Bool": {TLS: "true"}}, {TEAM: "red", TLS: "false"},
         page=MANY_KEYS),
    when("All operators of a block hold together", True, {**RED, "Bool": {TLS: "true"}}, {TEAM: "red", TLS: "true"},
         page=MANY_KEYS),
    when("Every key under an operator must hold", False,
         {"StringEquals": {TEAM: "red", "aws:PrincipalTag/stage": "live"}}, {TEAM: "red"}, page=MANY_KEYS),
    when("One of a key's values is enough", True, {"StringEquals": {TEAM: ["blue", "red"]}}, {TEAM: "red"},
         page=MANY_KEYS),
    when("The names of keys ignore case", True, {"StringEquals": {"AWS:principaltag/TEAM": "red"}}, {TEAM: "red"},
         page=CONDITION),
    case("Two statements with a condition each: one that holds is enough", "allowed", MANY_KEYS,
         identity=[allow(Condition={"StringEquals": {TEAM: "blue"}}), allow(Condition=RED)], context={TEAM: "red"}),
    case("A condition that fails takes its statement away, no more", IMPLICIT, CONDITION,
         identity=[allow(Condition=RED), allow("s3:PutObject")], context={TEAM: "blue"}),
    case("A denial whose condition fails denies nothing", "allowed", CONDITION,
         identity=[allow(), deny(Condition=RED)], context={TEAM: "blue"}),
]  # fmt: skip
