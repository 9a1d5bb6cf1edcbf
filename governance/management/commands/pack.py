"""`manage.py pack REF MONTH --out F.pdf`: the committee pack of a month."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, add_contract_and_month, asked_contract_and_month
from core.jobs import JobRefused
from core.scope import for_contract
from core.storage import open_file
from governance.models import Pack
from governance.services import NothingToPrepare, prepare_committee, render_pack


class Command(BaseCommand):
    help = "Produit le dossier de comité d’un mois, en PDF."

    def add_arguments(self, parser: Any) -> None:
        add_contract_and_month(parser)
        parser.add_argument("--out", required=True, help="fichier PDF à écrire")
        parser.add_argument(
            "--variant", choices=Pack.Variant.values, default=Pack.Variant.CLIENT.value, help="exemplaire"
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract, month = asked_contract_and_month(options)
        out = Path(options["out"])
        if not out.parent.is_dir():
            raise CommandError(f"Dossier introuvable : {out.parent}. Créez-le d’abord.", returncode=REFUSED)
        with for_contract(contract.pk):
            try:
                committee = prepare_committee(contract=contract, month=month)
                pack = render_pack(committee=committee, variant=options["variant"])
            except (NothingToPrepare, JobRefused) as error:
                raise CommandError(str(error), returncode=NOT_NOW) from error
        with open_file(pack.storage_name) as file:
            out.write_bytes(file.read())
        self._tell(pack, out, as_json=options["json"])

    def _tell(self, pack: Pack, out: Path, *, as_json: bool) -> None:
        facts = {
            "out": str(out),
            "variant": pack.variant,
            "version": pack.version,
            "pages": pack.pages,
            "size": pack.size,
            "sha256": pack.sha256,
            "provisional": pack.provisional,
        }
        if as_json:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        state = ", provisoire" if pack.provisional else ""
        self.stdout.write(f"{out} : {pack.pages} pages, {pack.size // 1024} ko{state}")
