"""Wildcards and policy variables for the naive evaluator: a text is a list of (character, stands for others)."""

SPECIAL = "*?"


def literal(text, *, wildcards):
    """The text as it stands; `*` and `?` stand for others if they may."""
    return [(character, wildcards and character in SPECIAL) for character in text]


def expanded(text, context, version, *, wildcards):
    """The text with its policy variables replaced; None if one has no value and no default.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    if version != "2012-10-17" or "${" not in text:
        return literal(text, wildcards=wildcards)
    before, rest = text.split("${", 1)
    inside, after = rest.split("}", 1)
    value = variable(inside, context)
    tail = expanded(after, context, version, wildcards=wildcards)
    if value is None or tail is None:
        return None
    return literal(before, wildcards=wildcards) + literal(value, wildcards=False) + tail


def variable(inside, context):
    if inside in ("*", "?", "$"):
        return inside
    name, _, default = inside.partition(",")
    values = context.get(name.strip().lower(), [])
    if len(values) == 1:
        return values[0]
    return default.strip().strip("'") if default else None


def like(pattern, text):
    """Whether the text is what the pattern describes: `*` any characters, `?` exactly one."""
    if not pattern:
        return text == ""
    (character, stands_for_others), rest = pattern[0], pattern[1:]
    if stands_for_others and character == "*":
        return like(rest, text) or (text != "" and like(pattern, text[1:]))
    if text == "":
        return False
    return (stands_for_others or character == text[0]) and like(rest, text[1:])
