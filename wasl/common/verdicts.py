"""The answer to "may this happen?": yes, or no with a sentence that says why."""

from dataclasses import dataclass


class Refused(Exception):
    """An action was refused; `reason` is the sentence to show, rendered in the user's language."""

    def __init__(self, reason: object, *, link: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.link = link

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Verdict:
    """A yes (empty reason) or a refusal; `link`, if given, leads to what must be done first."""

    # An object, not a string: a lazily translated reason is rendered in the reader's language.
    reason: object = ""
    link: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise `Refused` with the reason when the answer is no."""
        if self.reason:
            raise Refused(self.reason, link=self.link)


YES = Verdict()
