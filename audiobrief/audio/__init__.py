"""Clips and music turned into one mastered MP3."""
