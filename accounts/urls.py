"""Sign-in pages of allauth on French paths; sign-up, e-mail management and the rest are not mounted."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa_base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("reauthentification/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/changer/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/cle/<uidb36>-<key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("compte/inactif/", account.account_inactive, name="account_inactive"),
    path("double-authentification/", mfa_base.index, name="mfa_index"),
    path("double-authentification/code/", mfa_base.authenticate, name="mfa_authenticate"),
    path("double-authentification/confirmer/", mfa_base.reauthenticate, name="mfa_reauthenticate"),
    path("double-authentification/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("double-authentification/application/arreter/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("double-authentification/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "double-authentification/secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "double-authentification/secours/fichier/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
