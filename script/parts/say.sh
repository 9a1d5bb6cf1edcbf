# Messages of the scripts: progress on stdout, refusals on stderr.
say() { printf '%s\n' "$*"; }
section() { printf '\n== %s\n' "$*"; }
fail() { printf 'Arrêt : %s\n' "$*" >&2; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }
