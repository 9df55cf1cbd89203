"""The Django site: settings, addresses, sign-in. Doors are mounted on it; records are kept beside it."""
