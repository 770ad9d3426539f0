"""The answer to «may this happen?»: yes, or no with a sentence that says why."""

from dataclasses import dataclass


class Refused(Exception):
    """An action was refused; the argument is the sentence to show, already in the user's language
    when rendered.
    """

    def __init__(self, reason: object, *, link: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.link = link

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Verdict:
    """An empty reason means yes. `link`, where given, leads to what would have to be done first."""

    reason: object = ""
    link: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise `Refused` with the reason when the answer is no."""
        if self.reason:
            raise Refused(self.reason, link=self.link)


YES = Verdict()
