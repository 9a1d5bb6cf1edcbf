"""Forms as the portal draws them: label, help and error tied to the control, errors said in words."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _look(widget: forms.Widget) -> str:
    """Which template draws the widget: a group of choices, one box, a file, or a plain control."""
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    return "file" if isinstance(widget, forms.FileInput) else "control"


def _css(widget: forms.Widget, errors: bool) -> str:
    base = "form-select" if isinstance(widget, forms.Select) else "form-control"
    own = str(widget.attrs.get("class", ""))
    return " ".join(part for part in (base, own, "is-bad" if errors else "") if part)


@register.inclusion_tag("parts/_field.html")
def field(bound: BoundField, hint: str = "", size: str = "") -> dict[str, object]:
    """`{% field form.reason %}`, `{% field form.due_on hint="jj/mm/aaaa" size="short" %}`.

    Help and errors carry the identifiers that Django names in `aria-describedby`; the mention
    « facultatif » marks what may stay empty. Sizes: short, medium, (nothing: whole column).
    """
    widget = bound.field.widget
    look = _look(widget)
    if hint and not bound.help_text:
        bound.help_text = hint
    control = "" if look in ("group", "box") else bound.as_widget(attrs={"class": _css(widget, bool(bound.errors))})
    return {
        "bound": bound,
        "look": look,
        "control": control or bound.as_widget() if look == "box" else control,
        "size": f" field-{size}" if size else "",
        "optional": not bound.field.required and look != "box",
    }


@register.inclusion_tag("parts/_fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """`{% fields form %}`: every field in order, hidden ones included, under their error summary."""
    return {"form": form}


@register.inclusion_tag("parts/_formactions.html")
def formactions(label: str, cancel_url: str = "", cancel: str = "Annuler") -> dict[str, object]:
    """`{% formactions "Enregistrer" cancel_url %}`: the main button of a form, and its way out."""
    return {"label": label, "cancel_url": cancel_url, "cancel": cancel}


@register.inclusion_tag("parts/_postbutton.html")
def postbutton(label: str, url: str, **options: str) -> dict[str, object]:
    """`{% postbutton "Relancer" url css="btn-plain btn-row" name="action" value="remind" about="USI-2023-11" %}`.

    A change of state is always a form, never a link; `about` completes the label for a screen reader.
    """
    unknown = set(options) - {"css", "name", "value", "about"}
    if unknown:
        raise template.TemplateSyntaxError(f"unknown options {sorted(unknown)}")
    return {"css": "btn-plain"} | options | {"label": label, "url": url}
