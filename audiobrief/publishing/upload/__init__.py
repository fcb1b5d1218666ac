"""The shelf sent to where listeners fetch it: S3, Google Cloud, SFTP, a folder, by fsspec."""
