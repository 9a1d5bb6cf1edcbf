"""The administration: people, organisations and who may act on which contract. No contract content is here.

It sits behind the portal's own login. Nobody is ever deleted: what a person did keeps its author, an account is
closed by « actif ».
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from accounts.forms import PersonChangeForm, PersonCreationForm
from accounts.models import Membership, Organisation, Role, User
from core.scope import Side, unscoped
from journal.services import record

admin.site.site_header = "Administration du portail"
admin.site.site_title = "Portail infogérance"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Addresses live on the person; a second factor's page would show its secret.
admin.site.unregister([Group, EmailAddress, Authenticator])


class Undeletable:
    """Rows that are closed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(Undeletable, admin.ModelAdmin):
    list_display = ("name", "kind")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(User)
class PersonAdmin(Undeletable, UserAdmin):
    """A person. Rights on contracts are memberships: groups and permissions of Django are not used."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("email", "title", "organisation", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "organisation")
    search_fields = ("email", "title")
    ordering = ("email",)
    filter_horizontal = ()
    actions = ("end_second_factor",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Personne", {"fields": ("title", "organisation")}),
        ("Accès", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "usable_password", "password1", "password2", "title", "organisation")}),
    )

    @admin.action(description="Retirer la double authentification (appareil perdu)")
    def end_second_factor(self, request: HttpRequest, queryset: Any) -> None:
        for person in queryset:
            Authenticator.objects.filter(user=person).delete()
            self.log_change(request, person, "Double authentification retirée")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who may do what on which contract; contracts are named by their reference and nothing else."""

    list_display = ("user", "contract", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "contract")
    search_fields = ("user__email",)
    ordering = ("user__email",)
    autocomplete_fields = ("user",)
    fields = ("user", "contract", "role")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """The side follows the role; the act goes to the contract's journal."""
        obj.side = Side.PROVIDER if obj.role == Role.PROVIDER else Side.CLIENT
        super().save_model(request, obj, form, change)
        self._note(request, obj, "changed" if change else "granted")

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self._note(request, obj, "withdrawn")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for membership in queryset:
            self.delete_model(request, membership)

    def _note(self, request: HttpRequest, obj: Membership, what: str) -> None:
        record(
            contract_id=obj.contract_id,
            action=f"membership.{what}",
            subject=obj.user.email,
            actor=request.user,
            role="admin",
            details={"role": obj.role},
        )

    # An administrator belongs to no contract: their own scope would show no membership at all.

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _across_contracts(super().changelist_view, request, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _across_contracts(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _across_contracts(super().delete_view, request, *args, **kwargs)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _across_contracts(super().history_view, request, *args, **kwargs)


def _across_contracts(
    view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The view's answer, rendered while memberships of every contract are in sight."""
    with unscoped("administrators grant memberships on every contract"):
        response: Any = view(request, *args, **kwargs)
        return response.render() if hasattr(response, "render") else response
