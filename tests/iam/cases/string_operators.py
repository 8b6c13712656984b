"""How texts are compared."""

from tests.iam.case_table import OPERATORS, when

TITLE = "Condition operators: texts"
PAGE = f"{OPERATORS}#Conditions_String"
KEY = "aws:PrincipalTag/team"

ROWS = (
    ("StringEquals", "red", "red", True, "holds for the same text"),
    ("StringEquals", "red", "Red", False, "is case-sensitive"),
    ("StringEquals", "r*d", "red", False, "takes wildcards literally"),
    ("StringEquals", "r*d", "r*d", True, "takes a star for a star"),
    ("StringEquals", "red", "red ", False, "counts a space at the end"),
    ("StringEquals", "red", "redder", False, "compares the whole text"),
    ("StringEquals", ["red", "blue"], "blue", True, "holds if any of several values is equal"),
    ("StringEquals", ["red", "blue"], "green", False, "fails if none of several values is equal"),
    ("StringNotEquals", "red", "blue", True, "holds for another text"),
    ("StringNotEquals", "red", "red", False, "fails for the same text"),
    ("StringNotEquals", "red", "Red", True, "is case-sensitive"),
    ("StringNotEquals", ["red", "blue"], "blue", False, "fails if any of several values is equal"),
    ("StringNotEquals", ["red", "blue"], "green", True, "holds if none of several values is equal"),
    ("StringEqualsIgnoreCase", "RED", "red", True, "ignores case"),
    ("StringEqualsIgnoreCase", "RED", "reds", False, "compares the whole text"),
    ("StringEqualsIgnoreCase", "R*D", "red", False, "takes wildcards literally"),
    ("StringNotEqualsIgnoreCase", "RED", "red", False, "fails for the same text in another case"),
    ("StringNotEqualsIgnoreCase", "RED", "blue", True, "holds for another text"),
    ("StringLike", "red", "red", True, "holds for the same text"),
    ("StringLike", "re*", "red", True, "accepts a star at the end"),
    ("StringLike", "*d", "red", True, "accepts a star at the beginning"),
    ("StringLike", "r*d", "round and red", True, "lets a star stand for any characters"),
    ("StringLike", "red*", "red", True, "lets a star stand for nothing as well"),
    ("StringLike", "r?d", "red", True, "lets a question mark stand for one character"),
    ("StringLike", "r?d", "rd", False, "lets a question mark stand for no fewer than one"),
    ("StringLike", "r?d", "reed", False, "lets a question mark stand for no more than one"),
    ("StringLike", "RE*", "red", False, "is case-sensitive"),
    ("StringLike", "re", "red", False, "needs wildcards to match a part"),
    ("StringLike", "*", "anything", True, "lets a star alone stand for every text"),
    ("StringNotLike", "re*", "red", False, "fails where the pattern fits"),
    ("StringNotLike", "re*", "blue", True, "holds where the pattern does not fit"),
    ("StringNotLike", ["re*", "bl*"], "blue", False, "fails where any of several patterns fits"),
)

CASES = [
    when(f"{operator} {claim}", holds, {operator: {KEY: wanted}}, {KEY: given}, page=PAGE)
    for operator, wanted, given, holds, claim in ROWS
]
