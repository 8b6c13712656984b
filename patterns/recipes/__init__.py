"""One module per recipe: what it is, its parameters, and `build`, which turns them into resources."""
