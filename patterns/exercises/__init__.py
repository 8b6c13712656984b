"""The exercises: one module per recipe, named like it, with `EXERCISES` in the order of its page.

A condition is settled by what the account does. Its words say what was seen, and never the answer.
"""
