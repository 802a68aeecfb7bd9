"""What the archive holds: fonds to item, components, renditions, blobs, outbox, blocks and jobs.  No search, no HTTP."""
