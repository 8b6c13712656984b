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

RIGHT = {
    "how_often_lambda_tries": 3,
    "mend_the_handler": MENDED.replace("    except ValueError", CAUGHT + "    except ValueError"),
    "a_function_for_a_busy_day": LambdaFunction(memory_mb=128, reserve=True, reserved_concurrency=5),
}
WRONG = {
    "how_often_lambda_tries": [
        (1, "there are more: Lambda does not give up at the first error"),
        (4, "there are fewer: after its retries Lambda gives up"),
    ],
    "mend_the_handler": [
        (LEAKING, "a good order is priced: the answer is 400"),
        (PRICED, "a request without a body is a 400: the answer is no answer"),
        (CHECKED, "the log holds the caller's authorization"),
        (TELLING, "the caller reads the name that our table lacks"),
    ],
    "a_function_for_a_busy_day": [
        (LambdaFunction(memory_mb=128), "the function reserves nothing"),
        (LambdaFunction(memory_mb=3008, reserve=True, reserved_concurrency=5), "it comes to $"),
        (LambdaFunction(memory_mb=128, reserve=True, reserved_concurrency=5, tracing=False), "LAMBDA-003"),
    ],
}
