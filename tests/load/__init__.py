"""Tests of what puts the product under load."""
