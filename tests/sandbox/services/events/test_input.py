"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html"""

import json

import pytest

from patterns.sandbox.services.events.input import shaped

EVENT = {
    "version": "0",
    "source": "shop",
    "time": "2026-01-01T00:00:00Z",
    "detail": {"id": "i-1", "items": [{"sku": "a"}], "count": 2, "said": 'a "word"'},
}
RULE = {"Arn": "arn:aws:events:us-east-1:123456789012:rule/orders", "Name": "orders"}


def filled(template, **paths):
    return shaped({"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}, EVENT, RULE)


def test_a_target_gets_the_event_a_part_of_it_or_a_constant():
    assert json.loads(shaped({}, EVENT, RULE)) == EVENT
    assert json.loads(shaped({"InputPath": "$.detail.items[0]"}, EVENT, RULE)) == {"sku": "a"}
    assert shaped({"InputPath": "$.detail.missing"}, EVENT, RULE) == "null"
    assert shaped({"Input": '{"night": true}'}, EVENT, RULE) == '{"night": true}'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{"id": <id>, "count": <count>}', {"id": "i-1", "count": 2}),
        ('{"text": "item <id> of <count>"}', {"text": "item i-1 of 2"}),
        ('{"text": "they said <said>"}', {"text": 'they said a "word"'}),
        ('"Order <id>"', "Order i-1"),
        ('{"items": <items>}', {"items": [{"sku": "a"}]}),
        ('{"text": "none: <missing>."}', {"text": "none: ."}),
        ('{"by": <aws.events.rule-name>, "when": <aws.events.event.ingestion-time>}',
         {"by": "orders", "when": "2026-01-01T00:00:00Z"}),
        ('{"whole": <aws.events.event.json>}', {"whole": EVENT}),
        ('{"unknown": "<nobody>"}', {"unknown": "<nobody>"}),
    ],
)  # fmt: skip
def test_a_template_is_filled_with_parts_of_the_event(template, expected):
    paths = {"id": "$.detail.id", "count": "$.detail.count", "items": "$.detail.items", "said": "$.detail.said"}

    assert json.loads(filled(template, missing="$.detail.missing", **paths)) == expected
