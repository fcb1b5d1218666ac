"""A report turned into the script that is spoken."""
