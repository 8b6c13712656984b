"""Who reaches whom in a network: what it is made of, and what decides about traffic in it, one part to a module.

Pure: `analysis`, `checks` and `sandbox` all import it. Not here: what a resource costs, how anything is drawn.
"""
