"""The pills of the section « Contrat », for its pages that live on a higher floor."""

from __future__ import annotations

from django import template

from contracts.views.submenu import submenu

register = template.Library()


@register.inclusion_tag("parts/_pills.html", takes_context=True)
def contractpages(context: template.Context) -> dict[str, object]:
    """`{% contractpages %}`: the pages of the contract, the current one marked."""
    return {"items": submenu(context["request"]), "label": "Pages du contrat"}
