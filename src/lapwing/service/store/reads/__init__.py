"""Questions of screens, the register and the API. They change nothing, and none of them gives content."""
