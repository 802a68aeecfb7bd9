"""The pages of both portals: one module per page, with its handler and the step from values to view.

Nothing here decides what a reader may see; ``search.catalogue.Catalogue`` has decided before a value arrives.
"""
