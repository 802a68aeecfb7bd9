"""What each page shows, as frozen values.  Templates receive one of these as ``view`` and decide nothing themselves."""
