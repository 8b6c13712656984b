"""What moto leaves out or answers otherwise, and what it keeps; the only modules here that touch moto."""
