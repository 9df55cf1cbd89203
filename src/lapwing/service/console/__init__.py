"""The console: pages for those who decide, lead, administer and audit. Made without scripts."""
