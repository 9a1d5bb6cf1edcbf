"""Forms of the administration: a person is known by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from accounts.models import User


class PersonCreationForm(AdminUserCreationForm):
    """A new person; without a password, the reset e-mail gives them their first one."""

    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> Any:
        return self.cleaned_data["email"].lower()


class PersonChangeForm(UserChangeForm):
    """A known person."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> Any:
        return self.cleaned_data["email"].lower()
