"""What a network is made of, and what decides about traffic in it: each module one part of `reachability`.

Not here: what a resource costs, how anything is drawn. Nothing here asks an account.
"""
