"""A script line turned into sound by a Piper voice."""
