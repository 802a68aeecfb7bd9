"""Two portals and a command line over one archive: HTTP and wiring, no rule of access."""
