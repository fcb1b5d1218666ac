"""The shelf on the web: public shows to all, private ones by a token in the path."""
