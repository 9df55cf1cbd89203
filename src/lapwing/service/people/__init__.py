"""The people who use the console: who they are, in which roles, and how they sign in. A Django app."""
