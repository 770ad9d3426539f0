"""Forms for personal data, data requests and incidents."""
