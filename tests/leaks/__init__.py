"""What must not be seen, and is looked for everywhere."""
