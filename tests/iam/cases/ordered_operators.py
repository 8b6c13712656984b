"""How numbers and moments are compared."""

from tests.iam.case_table import OPERATORS, when

TITLE = "Condition operators: numbers and dates"
NUMBER, DATE = "s3:max-keys", "aws:CurrentTime"
NEW_YEAR = "2026-01-01T00:00:00Z"

NUMBERS = (
    ("Equals", "10", "10", True, "holds for the same number"),
    ("Equals", "10", "11", False, "fails for another"),
    ("Equals", "10", "10.0", True, "compares numbers, not texts"),
    ("Equals", ["5", "10"], "10", True, "holds if any of several values is equal"),
    ("NotEquals", "10", "11", True, "holds for another number"),
    ("NotEquals", "10", "10.00", False, "fails for the same number"),
    ("NotEquals", ["5", "10"], "10", False, "fails if any of several values is equal"),
    ("LessThan", "10", "9", True, "holds below"),
    ("LessThan", "10", "10", False, "fails at the number itself"),
    ("LessThan", "10", "9.99", True, "compares decimals"),
    ("LessThan", "10", "100", False, "orders by size, not by the first digits"),
    ("LessThanEquals", "10", "10", True, "holds at the number itself"),
    ("LessThanEquals", "10", "11", False, "fails above"),
    ("GreaterThan", "10", "11", True, "holds above"),
    ("GreaterThan", "10", "10", False, "fails at the number itself"),
    ("GreaterThan", "-1", "0", True, "compares negative numbers"),
    ("GreaterThanEquals", "10", "10", True, "holds at the number itself"),
    ("GreaterThanEquals", "10", "9", False, "fails below"),
)

DATES = (
    ("Equals", NEW_YEAR, NEW_YEAR, True, "holds for the same moment"),
    ("Equals", NEW_YEAR, "2026-01-01T00:00:01Z", False, "fails a second later"),
    ("Equals", "1767225600", NEW_YEAR, True, "takes seconds since 1970 as well"),
    ("Equals", "2026-01-01T02:00:00+02:00", NEW_YEAR, True, "understands time zones"),
    ("NotEquals", NEW_YEAR, "2026-01-02T00:00:00Z", True, "holds for another moment"),
    ("NotEquals", NEW_YEAR, NEW_YEAR, False, "fails for the same moment"),
    ("LessThan", NEW_YEAR, "2025-12-31T23:59:59Z", True, "holds before"),
    ("LessThan", NEW_YEAR, NEW_YEAR, False, "fails at the moment itself"),
    ("LessThanEquals", NEW_YEAR, NEW_YEAR, True, "holds at the moment itself"),
    ("LessThanEquals", NEW_YEAR, "2026-06-01T00:00:00Z", False, "fails after"),
    ("GreaterThan", NEW_YEAR, "2026-06-01T00:00:00Z", True, "holds after"),
    ("GreaterThan", NEW_YEAR, NEW_YEAR, False, "fails at the moment itself"),
    ("GreaterThan", NEW_YEAR, "1767225601", True, "takes a request's seconds since 1970"),
    ("GreaterThanEquals", NEW_YEAR, NEW_YEAR, True, "holds at the moment itself"),
    ("GreaterThanEquals", NEW_YEAR, "2025-12-31T23:59:59Z", False, "fails before"),
)

CASES = [
    when(
        f"{family}{operator} {claim}", holds, {f"{family}{operator}": {key: wanted}}, {key: given},
        page=f"{OPERATORS}#Conditions_{family}",
    )
    for family, key, rows in (("Numeric", NUMBER, NUMBERS), ("Date", DATE, DATES))
    for operator, wanted, given, holds, claim in rows
]  # fmt: skip
CASES += [
    when(
        "Two dates make a range: within it", True,
        {"DateGreaterThan": {DATE: "2026-01-01T00:00:00Z"}, "DateLessThan": {DATE: "2026-07-01T00:00:00Z"}},
        {DATE: "2026-03-01T00:00:00Z"}, page=f"{OPERATORS}#Conditions_Date",
    ),
    when(
        "Two dates make a range: after it", False,
        {"DateGreaterThan": {DATE: "2026-01-01T00:00:00Z"}, "DateLessThan": {DATE: "2026-07-01T00:00:00Z"}},
        {DATE: "2026-08-01T00:00:00Z"}, page=f"{OPERATORS}#Conditions_Date",
    ),
]  # fmt: skip
