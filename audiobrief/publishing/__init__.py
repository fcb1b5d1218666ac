"""A finished programme turned into transcripts, pages and a feed."""
