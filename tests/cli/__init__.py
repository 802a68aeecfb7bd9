"""The contract of the command line, held by running it."""
