"""What the register does by itself at night."""

from procrastinate.contrib.django import app

from wasl.beneficiaries import naming


@app.task(name="wasl.beneficiaries.tasks.tend_names")
def tend_names() -> None:
    """Count the words of names anew, so that near spellings are looked for among those that are in use."""
    naming.tend()
