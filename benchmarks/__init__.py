"""What is promised to be fast, measured beside the alternative in the same run. No test asserts a time.

A benchmark is a module with `rows(runs, plain_moto)`: the medians of so many runs, one `Row` per promise.
"""
