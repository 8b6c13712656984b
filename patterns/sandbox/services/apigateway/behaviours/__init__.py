"""What REST APIs do in the background."""
