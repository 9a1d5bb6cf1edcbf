"""Rows that nobody may change: triggers of the database, the same on SQLite and PostgreSQL.

An app declares its guards when it is ready. They are taken down before every `migrate` and put up after it:
SQLite loses the triggers of a table that a migration rebuilds, and refuses to rename one that a trigger names.
`lifted()` is the one way through, for the removal of a whole contract or of the whole database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection, transaction

Event = Literal["INSERT", "UPDATE", "DELETE"]
ROWS: dict[str, tuple[str, ...]] = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


@dataclass(frozen=True)
class Call:
    """A function of the database, `@` standing for what it is given: `{sha256:NEW.content}`."""

    text: str

    def __format__(self, given: str) -> str:
        return self.text.replace("@", given)


Dialect = Mapping[str, str | Call]
SQLITE: Dialect = {
    "differs": "IS NOT",
    "sha256": Call(
        "SHA256(@)"
    ),  # Django's, on each of its connections: any other client cannot write there at all
    "quoted": Call("JSON_QUOTE(@)"),
    "second": Call("SUBSTR(@, 1, 19)"),
}
POSTGRESQL: Dialect = {
    "differs": "IS DISTINCT FROM",
    "sha256": Call("ENCODE(SHA256(CONVERT_TO(@, 'UTF8')), 'hex')"),
    "quoted": Call("TO_JSON(CAST(@ AS TEXT))::TEXT"),
    "second": Call("TO_CHAR(@ AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"),
}


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on the rows of `table` where `when` holds (SQL; always when empty), saying `message`.

    `when` names the row `{row}`: on an update both the old and the new one are tried. A condition on both at
    once names them `OLD` and `NEW` instead. `{differs}` is the comparison that knows NULL; `{sha256:…}`,
    `{quoted:…}` (as JSON) and `{second:…}` (an instant as text) call the database's own functions. `needs` are
    other tables it reads. `bulk` tries a statement's rows together where the database can: thousands are written
    at once there.
    """

    name: str
    table: str
    event: Event
    message: str
    when: str = ""
    needs: tuple[str, ...] = ()
    bulk: bool = False

    def condition(self, row: str, dialect: Dialect) -> str:
        return self.when.format(row=row, **dialect) if self.when else "1 = 1"

    def tried(self, dialect: Dialect) -> str:
        """The condition over every row the event names."""
        if "{row}" not in self.when:
            return self.condition("", dialect)
        return " OR ".join(f"({self.condition(row, dialect)})" for row in ROWS[self.event])

    @property
    def label(self) -> str:
        """The trigger's name in the database."""
        return f"guard_{self.name}_{self.event.lower()}"


def changed(*columns: str) -> str:
    """SQL, for a guard of updates: one of these columns becomes another value."""
    return "(" + " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in columns) + ")"


_guards: dict[str, Guard] = {}


def declare(guards: Sequence[Guard]) -> None:
    """Add guards to those that `put_up` knows. Called when an app is ready."""
    _guards.update({guard.label: guard for guard in guards})


def declared() -> list[Guard]:
    """Every guard that an app declared."""
    return list(_guards.values())


def put_up() -> None:
    """Write every guard whose tables exist; one already there is written again."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for guard in _guards.values():
            if {guard.table, *guard.needs} <= present:
                for statement in (*_dropping(guard), *_writing(guard)):
                    cursor.execute(statement)


def take_down() -> None:
    """Drop every guard."""
    with connection.cursor() as cursor:
        for guard in _guards.values():
            for statement in _dropping(guard):
                cursor.execute(statement)


def missing() -> list[str]:
    """Names of the guards that the database lacks (1 query)."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(set(_guards) - present)


@contextmanager
def lifted() -> Iterator[None]:
    """Without guards for the block, in one transaction: for whoever removes a whole contract."""
    with transaction.atomic():
        connection.check_constraints()  # checks left for later would hold the tables
        take_down()
        yield
        connection.check_constraints()
        put_up()


def before_migration(**_: Any) -> None:
    """Receiver of `pre_migrate`."""
    take_down()


def after_migration(**_: Any) -> None:
    """Receiver of `post_migrate`."""
    put_up()


def _dropping(guard: Guard) -> list[str]:
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {guard.label}"]
    names = [guard.label, f"{guard.label}_all"] if guard.event == "DELETE" else [guard.label]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in names]


def _writing(guard: Guard) -> list[str]:
    text = guard.message.replace("'", "''")
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER {guard.label} BEFORE {guard.event} ON {guard.table} WHEN {guard.tried(SQLITE)} "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        ]
    refusal = f"RAISE EXCEPTION '{text.replace('%', '%%')}' USING ERRCODE = 'integrity_constraint_violation';"
    own = _for_statements(guard, refusal) if guard.bulk else _for_rows(guard, refusal)
    return own + _for_truncation(guard, refusal) if guard.event == "DELETE" else own


def _for_rows(guard: Guard, refusal: str) -> list[str]:
    kept = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {guard.label}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.tried(POSTGRESQL)} THEN {refusal} END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER {guard.label} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.label}()",
    ]


def _for_statements(guard: Guard, refusal: str) -> list[str]:
    tried = " OR ".join(
        f"EXISTS (SELECT 1 FROM rows_{row.lower()} changed WHERE {guard.condition('changed', POSTGRESQL)})"
        for row in ROWS[guard.event]
    )
    tables = " ".join(f"{row} TABLE AS rows_{row.lower()}" for row in ROWS[guard.event])
    return [
        f"CREATE FUNCTION {guard.label}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {tried} THEN {refusal} END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER {guard.label} AFTER {guard.event} ON {guard.table} "
        f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {guard.label}()",
    ]


def _for_truncation(guard: Guard, refusal: str) -> list[str]:
    """Emptying a table deletes its rows without naming them: refused where one of them is guarded."""
    held = guard.condition("held", POSTGRESQL)
    name = f"{guard.label}_all"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT 1 FROM {guard.table} held WHERE {held}) THEN {refusal} END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {guard.table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
