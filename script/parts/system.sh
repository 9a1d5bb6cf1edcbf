# What the operating system must bring: installed by apt when root, named in one line otherwise.

# need_packages PURPOSE PACKAGE…
need_packages() {
    local purpose=$1
    shift
    if is_root && command -v apt-get >/dev/null; then
        say "Installation de $purpose : $*"
        local log
        log=$(mktemp)
        if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
            tail -n 5 "$log" >&2
            fail "apt-get n’a pas pu installer $*"
        fi
        rm -f "$log"
    else
        fail "il manque $purpose ; sur Debian ou Ubuntu : sudo apt-get install $*"
    fi
}

# The PDF pack is drawn with Pango; fonts come from the system.
need_pango() {
    local missing
    missing=$("$1" - <<'PY'
import ctypes

wanted = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "fontconfig": "libfontconfig.so.1",
}
for package, library in wanted.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
    )
    command -v fc-list >/dev/null && fc-list | grep -qi dejavu || missing="$missing fontconfig fonts-dejavu-core"
    # shellcheck disable=SC2086
    [ -z "$missing" ] || need_packages "Pango et les polices (paquet PDF du comité)" $missing
}

need_chromium() {
    [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        need_packages "Chromium (tests du navigateur)" chromium
}
