"""Report files in, one frozen Report out."""
