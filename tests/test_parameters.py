from dataclasses import replace

import pytest

from patterns.parameters import Choice, Number, ParameterError, Rejected, Switch, Text, Texts, bounds_as_parameter

SWITCH = Switch(label="Versioning", help="Keeps what is overwritten.")
DAYS = Number(label="Kept", help="Longer costs more.", minimum=1, maximum=10, unit="days")
CLASS = Choice(label="Class", help="Cheaper to keep.", options={"none": "stay", "GLACIER": "archive"})
ORIGIN = Text(
    label="Origin", help="", pattern=r"https://[a-z.]+", maximum=20, shape="an https origin", examples=("https://a.b",)
)
ORIGINS = Texts(label="Origins", help="", item=ORIGIN, most=2)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SWITCH, True),
        (DAYS, 1),
        (DAYS, 10),
        (CLASS, "GLACIER"),
        (ORIGIN, "https://a.b"),
        (ORIGINS, ()),
        (ORIGINS, ("https://a.b", "https://c.d")),
    ],
)
def test_a_value_within_limits_is_kept(kind, value):
    assert kind.checked(value) == value


@pytest.mark.parametrize(
    ("kind", "value", "limit"),
    [
        (SWITCH, 1, "is not a switch: choose True or False"),
        (SWITCH, None, "is not a switch: choose True or False"),
        (DAYS, 0, "is under the limit of 1 days: choose 1 to 10 days"),
        (DAYS, 11, "is over the limit of 10 days: choose 1 to 10 days"),
        (DAYS, True, "is not a whole number: choose 1 to 10 days"),
        (DAYS, 2.0, "is not a whole number: choose 1 to 10 days"),
        (CLASS, "glacier", "is not one of the choices: none, GLACIER"),
        (CLASS, ["none"], "is not one of the choices: none, GLACIER"),
        (ORIGIN, 5, "is not text: write an https origin, for example https://a.b"),
        (ORIGIN, "https://a.b\n", "does not have the right form: write an https origin, for example https://a.b"),
        (ORIGIN, "https://" + "a" * 20, "is over the limit of 20 characters: it has 28"),
        (ORIGINS, "https://a.b", "is not a list of texts: write up to 2 entries"),
        (ORIGINS, ["https://a.b"] * 2, "names an entry twice: write each entry once"),
        (ORIGINS, ["https://a.b", "https://c.d", "https://e.f"], "is over the limit of 2 entries: it has 3"),
        (ORIGINS, ["<b>"], "holds '<b>', which does not have the right form"),
        (ORIGINS, [["https://a.b"]], "holds ['https://a.b'], which is not text"),
    ],
)
def test_a_value_outside_its_limits_is_refused_in_words(kind, value, limit):
    with pytest.raises(Rejected) as refused:
        kind.checked(value)

    assert str(refused.value).startswith(limit)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SWITCH, "true", True),
        (SWITCH, "OFF", False),
        (DAYS, "7", 7),
        (CLASS, "none", "none"),
        (ORIGINS, "https://a.b, https://c.d", ("https://a.b", "https://c.d")),
        (ORIGINS, "", ()),
    ],
)
def test_a_value_is_parsed_from_the_text_of_a_command_line(kind, text, value):
    assert kind.parsed(text) == value


@pytest.mark.parametrize(("kind", "text"), [(SWITCH, "maybe"), (DAYS, "7.5"), (DAYS, "9" * 30), (CLASS, "")])
def test_text_that_stands_for_no_value_is_refused(kind, text):
    with pytest.raises(Rejected, match=r"write true or false|is not a whole number|is not one of the choices"):
        kind.parsed(text)


def test_choices_cover_a_range_by_its_ends_and_a_middle():
    assert DAYS.choices() == (1, 5, 10)
    assert replace(DAYS, maximum=1).choices() == (1,)
    assert SWITCH.choices() == (True, False)
    assert CLASS.choices() == ("none", "GLACIER")


def test_choices_of_a_list_are_none_each_and_all_without_repetition():
    both = replace(ORIGINS, item=replace(ORIGIN, examples=("https://a.b", "https://c.d")))

    assert ORIGINS.choices() == ((), ("https://a.b",))
    assert both.choices() == ((), ("https://a.b",), ("https://c.d",), ("https://a.b", "https://c.d"))


@pytest.mark.parametrize("kind", [SWITCH, DAYS, CLASS, ORIGIN, ORIGINS])
def test_every_choice_is_within_the_limits(kind):
    assert [kind.checked(value) for value in kind.choices()] == list(kind.choices())
    assert kind.limits()


def test_bounds_become_those_of_a_cloudformation_parameter():
    assert bounds_as_parameter(CLASS) == {"Type": "String", "AllowedValues": ["none", "GLACIER"]}
    assert bounds_as_parameter(ORIGIN) == {
        "Type": "String",
        "AllowedPattern": "https://[a-z.]+",
        "MaxLength": 20,
        "ConstraintDescription": "an https origin, for example https://a.b",
    }
    with pytest.raises(TypeError, match="a deploy-time parameter is a Choice or a Text, not Number"):
        bounds_as_parameter(DAYS)


def test_the_error_names_parameter_value_and_limit():
    error = ParameterError("days", 11, "is over the limit of 10 days")

    assert str(error) == "days = 11 is over the limit of 10 days"
    assert (error.name, error.value, error.limit) == ("days", 11, "is over the limit of 10 days")
