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
    « facultatif » marks what may stay empty; not what is `awaited`.
    Sizes: short, medium, (nothing: whole column).
    """
    widget = bound.field.widget
    look = _look(widget)
    if hint and not bound.help_text:
        bound.help_text = hint
    widget.attrs.pop("placeholder", None)  # vanishes as one types: the label and the help stay
    attrs: dict[str, str | bool] = {} if look == "box" else {"class": _css(widget, bool(bound.errors))}
    return {
        "bound": bound,
        "look": look,
        "control": "" if look == "group" else bound.as_widget(attrs=attrs),
        "size": f" field-{size}" if size else "",
        "optional": not bound.field.required and look != "box" and not getattr(bound.field, "awaited", False),
    }


@register.inclusion_tag("parts/_cell.html")
def cell(bound: BoundField, row: object = "") -> dict[str, object]:
    """`{% cell form.quantity forloop.counter %}`: a control in a table, named by its column and its row."""
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {"aria-label": f"{bound.label}, ligne {row}" if row else str(bound.label)}
    if _look(widget) == "control":
        attrs["class"] = _css(widget, bool(bound.errors))
    return {"bound": bound, "control": bound.as_widget(attrs=attrs)}


@register.inclusion_tag("parts/_errors.html")
def errorsummary(form: forms.BaseForm) -> dict[str, object]:
    """`{% errorsummary form %}`: at the head of a refused form, one link per field; nothing otherwise."""
    items = [(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        anchor = f"#{bound.id_for_label or bound.auto_id}"
        items += [(f"{str(bound.label).rstrip('.')}\u00a0: {error}", anchor) for error in bound.errors]
    title = "1 point à corriger" if len(items) == 1 else f"{len(items)} points à corriger"
    return {"items": items, "title": title}


@register.inclusion_tag("parts/_fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """`{% fields form %}`: every field in order, hidden ones included, under their error summary."""
    return {"form": form}


@register.inclusion_tag("parts/_formactions.html")
def formactions(
    label: str, cancel_url: str = "", cancel: str = "Annuler", css: str = "btn-primary"
) -> dict[str, object]:
    """`{% formactions "Enregistrer" cancel_url %}`: the main button of a form, and its way out.

    `css="btn-plain"` where the act is not the one the page leads to.
    """
    return {"label": label, "cancel_url": cancel_url, "cancel": cancel, "css": css}


@register.inclusion_tag("parts/_postbutton.html")
def postbutton(label: str, url: str, **options: str) -> dict[str, object]:
    """`{% postbutton "Relancer" url css="btn-plain btn-row" name= value= about="USI-2023-11" %}`.

    A change of state is always a form, never a link; `about` completes the label for a screen reader.
    """
    unknown = set(options) - {"css", "name", "value", "about"}
    if unknown:
        raise template.TemplateSyntaxError(f"unknown options {sorted(unknown)}")
    return {"css": "btn-plain", **options, "label": label, "url": url}
