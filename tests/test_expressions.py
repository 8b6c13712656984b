"""Patterns that others wrote: what they match, and that a hostile one ends. https://cwe.mitre.org/data/definitions/1333.html"""

import fnmatch
import re
from random import Random

import pytest

from patterns.expressions import Expression, ExpressionError, Wild, wildcard


def wild(text: str) -> re.Pattern[str]:
    return wildcard(Wild(part) if part in ("*", "?") else part for part in re.findall(r"[*?]|[^*?]+", text))


@pytest.mark.slow
def test_a_wildcard_matches_as_the_search_with_backtracking_does():
    chance = Random(7)
    for _ in range(5_000):
        pattern = "".join(chance.choice("ab*?") for _ in range(chance.randrange(9)))
        text = "".join(chance.choice("ab") for _ in range(chance.randrange(12)))
        assert bool(wild(pattern).fullmatch(text)) == fnmatch.fnmatchcase(text, pattern), (pattern, text)


@pytest.mark.parametrize("pattern", ["a*" * 200 + "b", "*" * 5_000 + "b", "*a?" * 300 + "b"])
def test_a_wildcard_of_many_stars_is_decided(pattern):
    assert not wild(pattern).fullmatch("a" * 5_000)
    assert wild(pattern).fullmatch("a" * 5_000 + "b")


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"[\p{L}\p{N}_.-]*", "né_1", "né 1"),
        (r"\p{Alpha}+", "abc", "né"),
        (r"\d+", "12", "١٢"),
        (r"[^\d]", "a", "1"),
        ("[a-z&&[^aeiou]]+", "xyz", "xay"),
        ("[a||b]+", "a|b", "a-b"),
        ("[--/]+", "-./", "0"),
        ("a||b", "", "c"),
        (r"\Qa.b\E+", "a.bb", "axb"),
        (r"(?<n>a)b\k<n>", "aba", "abb"),
        (r"a\z", "a", "a\n"),
        ("(?i)abc", "ABC", "abd"),
        ("a++b", "aab", "aa"),
    ],
)
def test_an_expression_is_read_as_java_reads_it(pattern, fits, fails):
    assert Expression(pattern).fullmatch(fits)
    assert not Expression(pattern).fullmatch(fails)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "text", "reason"),
    [
        ("^(a|a)*$", "a" * 60 + "!", "tries too many ways for 61 characters"),
        ("(", "", "missing"),
        ("[a", "", "unterminated"),
        ("(" * 2_000 + ")" * 2_000, "", "recursion"),
        ("a" * 6_000, "", "has 6000 characters; the cookbook reads up to 5000"),
        ("(((a{1,999}){1,999}){1,999})", "a", "more than 10000 times"),
        ("a{99999999999}", "a", "more than 10000 times"),
    ],
)
def test_what_cannot_be_decided_says_why(pattern, text, reason):
    with pytest.raises(ExpressionError, match=re.escape(reason)):
        Expression(pattern).fullmatch(text)


def test_a_match_found_in_time_is_found():
    assert Expression("(a{1,99}){1,99}").fullmatch("a" * 100)
    assert Expression("b").search("a" * 100_000 + "b")
