"""What the archive holds: fonds to item, components, blobs, outbox, blocks and jobs.  No search, no HTTP."""
