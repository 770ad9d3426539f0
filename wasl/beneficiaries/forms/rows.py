"""Forms that name the fields shown side by side."""

from django import forms

from wasl.common.forms import OnceField


class RowsForm(forms.Form):
    """A form drawn row by row; `beside` names fields that share a row."""

    beside: tuple[tuple[str, ...], ...] = ()
    once = OnceField(required=False)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the visible fields in order, those that share a row together."""
        group = {name: names for names in self.beside for name in names}
        groups: dict[tuple[str, ...], list[forms.BoundField]] = {}
        for field in self.visible_fields():
            groups.setdefault(group.get(field.name, (field.name,)), []).append(field)
        return list(groups.values())
