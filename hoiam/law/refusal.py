"""One exception for everything the law does not allow."""


class Refused(Exception):
    """A code with facts, never a sentence: templates word it, in the reader's language.

    Facts are days, states, codes and numbers; never a name or a text a citizen wrote.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
