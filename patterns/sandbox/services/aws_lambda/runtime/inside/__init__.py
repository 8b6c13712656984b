"""What runs in the processes of functions: the standard library only, and nothing else of the project."""
