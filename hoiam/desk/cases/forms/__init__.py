"""What people type at this counter. A form checks the shape; what is allowed is for law to say."""
