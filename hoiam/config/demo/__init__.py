"""The demonstration: an obviously fictional Lạng Sơn whose history is made by the real actions."""
