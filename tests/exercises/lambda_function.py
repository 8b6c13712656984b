"""Answers to the exercises of the function page."""

from patterns import LambdaFunction
from patterns.catalogue import exercise

LEAKING = exercise("mend_the_handler").start
LOGGED = '    logging.info(f"Event: {json.dumps(event)}")\n'
PRICED = LEAKING.replace('"4.50"', '"450"').replace("int(rate)", "int(rate) / 100")
CHECKED = PRICED.replace(
    "    try:\n", '    if not event.get("body"):\n        return {"statusCode": 400, "body": "no body"}\n    try:\n'
)
MENDED = CHECKED.replace(LOGGED, "")
CAUGHT = '    except KeyError:\n        return {"statusCode": 500, "body": "{}"}\n'
TELLING = MENDED.replace("except ValueError", "except Exception")

GOOD = MENDED.replace("    except ValueError", CAUGHT + "    except ValueError")
KIND = MENDED.replace(
    "    try:\n",
    '    try:\n        if json.loads(event["body"]).get("rate", "standard") != "standard":\n'
    '            return {"statusCode": 400, "body": json.dumps({"error": "there is no such rate"})}\n',
)
NINE = """\
def handler(event, context):
    return {"statusCode": 200 if event.get("body") else 400, "body": '{"total": 9}'}
"""
FOUR_PRICES = """\
import json
def handler(event, context):
    if not event.get("body"):
        return {"statusCode": 400, "body": "{}"}
    order = json.loads(event["body"])
    if "rate" in order:
        return {"statusCode": 404, "body": "{}"}
    return {"statusCode": 200, "body": json.dumps({"total": {1: 4.5, 2: 9, 3: 13.5, 10: 45}[order["quantity"]]})}
"""
REFUSING = "def handler(event, context):\n    return {'statusCode': 400, 'body': '{}'}\n"
LOGGING_ERRORS = GOOD.replace("    except KeyError:\n", "    except KeyError:\n        logging.exception(event)\n")
DEFAULT = MENDED.replace('[order.get("rate", "standard")]', '.get(order.get("rate"), "450")')
BUSY = LambdaFunction(memory_mb=128, reserve=True, reserved_concurrency=5)


def with_second():
    """The right function, and another one that nothing limits."""
    template = BUSY.to_dict()
    second = {**template["Resources"]["Function"]}
    second["Properties"] = {k: v for k, v in second["Properties"].items() if k != "ReservedConcurrentExecutions"}
    template["Resources"]["Second"] = second
    return template


RIGHT = {"how_often_lambda_tries": 3, "mend_the_handler": GOOD, "a_function_for_a_busy_day": BUSY}
UNUSUAL = {
    "how_often_lambda_tries": ["3"],
    "mend_the_handler": [KIND],
    "a_function_for_a_busy_day": [BUSY.with_(reserved_concurrency=3), BUSY.to_yaml()],
}
WRONG = {
    "how_often_lambda_tries": [
        (2, "there are more: nobody else would retry"),
        (4, "there are fewer: Lambda retries for nobody who waits"),
        ("often", "give a whole number"),
    ],
    "mend_the_handler": [
        (LEAKING, "a good order is priced: the answer to a quantity of 2 is 400"),
        (PRICED, "a request without a body is a 400: the code fails with KeyError"),
        (CHECKED, "the log holds the caller's authorization"),
        (TELLING, "the caller reads the error of the code"),
        (NINE, "the total of 1 is 9, and should be 4.5"),
        (FOUR_PRICES, "the code fails with KeyError: 7"),
        (REFUSING, "the answer to a quantity of 2 is 400"),
        (LOGGING_ERRORS, "the log holds the caller's authorization"),
        (DEFAULT, "a rate that there is not is 200: refuse it"),
        ("def handler(event", "the code fails with Runtime.UserCodeSyntaxError"),
        ({"Resources": {}}, "give the text of a module"),
    ],
    "a_function_for_a_busy_day": [
        (LambdaFunction(memory_mb=128), "Function reserves nothing"),
        (LambdaFunction(memory_mb=3008, reserve=True, reserved_concurrency=5), "it comes to $"),
        (LambdaFunction(memory_mb=128, reserve=True, reserved_concurrency=5, tracing=False), "LAMBDA-003"),
        (BUSY.with_(reserved_concurrency=6), "Function reserves 6"),
        (with_second(), "Second reserves nothing"),
        ("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "it has no AWS::Lambda::Function: add one"),
    ],
}  # fmt: skip
