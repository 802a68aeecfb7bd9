"""The tests of Kaijuan; nothing in the product may import from here."""
