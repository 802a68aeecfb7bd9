"""The people chain."""
