"""Files put elsewhere and fetched again: S3, Google Cloud, SFTP, a folder, by fsspec."""
