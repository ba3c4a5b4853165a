"""Names of the log's chains that follow from what they are about, so that nobody has to keep them."""

import hashlib


def of_post(post_id: int) -> str:
    """A chain for each post."""
    return ref(f"hoiam post {post_id}")


def of_unit(unit_id: int) -> str:
    """The chain of what a unit publishes."""
    return ref(f"hoiam unit {unit_id}")


def ref(name: str) -> str:
    """The chain of something that is no case."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]
