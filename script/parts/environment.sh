# The Python environment in .venv, from the hash-locked lists.

# Prints the command of a Python ≥ 3.11.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
    fail "il faut Python 3.11 ou plus récent (python3 introuvable ou trop ancien)"
}

make_venv() {
    local python
    [ ! -x .venv/bin/python ] || .venv/bin/python -c '' 2>/dev/null || rm -rf .venv
    [ ! -x .venv/bin/python ] || return 0
    python=$(find_python)
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
        return
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        need_packages "le module venv de Python" \
            "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    "$python" -m venv .venv
}

# in_place FILE: the environment holds exactly this list.
in_place() { [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$(stamp_of "$1")" ]; }
stamp_of() { printf '%s %s' "$(.venv/bin/python -V)" "$(cksum <"$1")"; }

# install_locked FILE: nothing to do when the same list is already in place.
install_locked() {
    local list=$1
    ! in_place "$list" || return 0
    say "Bibliothèques de $list"
    if command -v uv >/dev/null; then
        uv pip sync --quiet --compile-bytecode --require-hashes --python .venv/bin/python "$list"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
            --require-hashes --no-deps -r "$list"
    fi
    rm -f .venv/*.stamp
    stamp_of "$list" >".venv/$list.stamp"
}

# The list for development holds the runtime's: a server set up after the tests has nothing to install.
install_runtime() { in_place requirements-dev.txt || install_locked requirements.txt; }
