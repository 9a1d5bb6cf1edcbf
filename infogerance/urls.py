"""Every address of the portal: French paths, English names."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from infogerance.views import (
    comparison,
    contract_file,
    contract_import,
    creation,
    dashboard,
    exit_file,
    health,
    home,
    jobs,
    journal,
    pack_link,
    pages,
    review,
    setup,
    survey,
    work_units,
)

ON_CONTRACT = "contrats/<slug:contract>/"
# One namespace over three floors: an amendment reaches the commitments, a new contract every section of its file.
OF_CONTRACTS: list[URLPattern | URLResolver] = [
    path("nouveau/", creation.create, name="create"),
    path("nouveau/importer/", contract_import.create_import, name="create_import"),
    path("nouveau/fichier/", contract_import.create_file, name="create_file"),
    path("nouveau/verifier/", creation.create_review, name="create_review"),
    path("nouveau/abandonner/", creation.create_drop, name="create_drop"),
    path("nouveau/<slug:step>/", creation.create_step, name="create_step"),
    path("", include("contracts.urls_all")),
    path("<slug:contract>/avenants/", include("slas.urls_amendments")),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("a-faire/", home.inbox, name="inbox"),
    path("exemple/", home.load_example, name="load_example"),
    path("taches/<uuid:pk>/", jobs.job, name="job"),
    path("preferences/theme/", pages.theme, name="theme"),
    path("aide/", pages.help_page, name="help"),
    path("aide/methode/", pages.method, name="method"),
    path("aide/glossaire/", pages.glossary, name="glossary"),
    path("aide/format-rapport/", pages.report_format, name="report_format"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("enquete/<str:token>/", survey.survey_answer, name="survey_answer"),
    path("dossier/<str:token>/", pack_link.pack_link, name="pack_link"),
    path("comparer/", comparison.compare, name="compare"),
    path("sante/", health.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("contrats/", include((OF_CONTRACTS, "contracts"))),
    path(ON_CONTRACT, dashboard.contract_dashboard, name="contract_dashboard"),
    path(f"{ON_CONTRACT}demarrer/", setup.contract_setup, name="contract_setup"),
    path(f"{ON_CONTRACT}demarrer/<slug:table>/confirmer/", setup.contract_confirm, name="contract_confirm"),
    path(f"{ON_CONTRACT}journal/", journal.contract_journal, name="contract_journal"),
    path(f"{ON_CONTRACT}unites-oeuvre/import/", work_units.import_list, name="work_units_import"),
    path(f"{ON_CONTRACT}controle/", review.contract_review, name="contract_review"),
    path(f"{ON_CONTRACT}controle.pdf", review.review_pdf, name="review_pdf"),
    path(f"{ON_CONTRACT}fichier/", contract_file.contract_file, name="contract_file"),
    path(
        f"{ON_CONTRACT}fichier/confirmer/", contract_file.contract_file_confirm, name="contract_file_confirm"
    ),
    path(f"{ON_CONTRACT}fichier.toml", contract_file.contract_file_export, name="contract_file_export"),
    path(f"{ON_CONTRACT}reversibilite/dossier/", exit_file.exit_file, name="exit_file"),
    path(ON_CONTRACT, include("reports.urls")),
    path(ON_CONTRACT, include("slas.urls")),
    path(ON_CONTRACT, include("kpis.urls")),
    path(ON_CONTRACT, include("governance.urls")),
    path(ON_CONTRACT, include("reversibility.urls")),
]
