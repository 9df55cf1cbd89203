"""What uploaders do to pictures, by family: the tone, the frame, what is laid over, what is put around."""
