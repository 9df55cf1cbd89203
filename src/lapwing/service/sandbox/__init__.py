"""Worker processes in which untrusted bytes are decoded."""
