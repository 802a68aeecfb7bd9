"""Tests of the Chinese text room."""
