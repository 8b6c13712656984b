"""Who may do what in the account: each call becomes the actions it needs, and IAM's evaluator decides about them.

Not here: the evaluator (`patterns.iam`), and what services of AWS may do in their own name, which their resources are
asked by whoever acts for them. What the calls of a service need is said by the service itself,
in its `permissions.py`.
"""

from patterns.sandbox.authorisation.authoriser import Authoriser
from patterns.sandbox.authorisation.denials import Denial

__all__ = ["Authoriser", "Denial"]
