"""`python -m patterns` is the command line `aws-patterns`."""

from patterns.cli import main

main()
