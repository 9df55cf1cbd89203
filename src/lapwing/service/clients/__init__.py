"""What goes out: webhooks to the platform. Nothing leaves that no operator has configured."""
