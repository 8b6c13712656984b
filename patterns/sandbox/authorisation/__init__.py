"""Who may do what in the account: each call becomes the actions it needs, and IAM's evaluator decides about them.

Not here: the evaluator (`patterns.iam`), and what services of AWS may do in their own name, which their resources are
asked by whoever acts for them. A service is one module in `services`, found by boto3's name of it.
"""

from patterns.sandbox.authorisation.authoriser import Authoriser
from patterns.sandbox.authorisation.denials import Denial

__all__ = ["Authoriser", "Denial"]
