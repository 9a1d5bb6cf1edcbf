"""What the pages of the exit share: who acts, finding a row or nothing, a refusal put back in its form."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.http import Http404, HttpRequest

from reversibility.services.acts import Actor, ExitActRefused

Row = TypeVar("Row")


def actor_of(request: HttpRequest) -> Actor:
    """The visitor as the services know them."""
    member = request.membership  # type: ignore[attr-defined]
    return Actor(request.user, member.role, member.side)


def found(row: Row | None) -> Row:
    """The row, or the page of what never was."""
    if row is None:
        raise Http404
    return row


def put_back(form: forms.Form, refusal: ExitActRefused) -> None:
    """The refusal beside the entry at fault, or at the head of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
