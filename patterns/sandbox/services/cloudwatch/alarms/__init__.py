"""What makes an alarm go off: its settings, its data, its state and what it says. Not when it is looked at."""
