"""Sentences written for the eye made sentences for the ear."""
