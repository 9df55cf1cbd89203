"""What is kept on disk: lists, their segments, decisions."""
