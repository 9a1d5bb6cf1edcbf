# Starting and stopping the processes of an embedded installation. Each one leads its own group.
declare -A running=()

# start NAME COMMAND…: runs in the background, writes to $var/log/NAME.log
start() {
    local name=$1
    shift
    setsid "$@" >>"$var/log/$name.log" 2>&1 </dev/null &
    running[$name]=$!
}

alive() { kill -0 "$1" 2>/dev/null; }

# stop_all: asks politely, insists, then ends the whole group, so that no process is left behind.
stop_all() {
    local name pid waited
    for pid in "${running[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for waited in $(seq 1 100); do
        for pid in "${running[@]}"; do alive "$pid" && break; done && sleep 0.2 || break
        # A worker busy on a long job hears a second, firmer call; its job is taken back at the next start.
        [ "$waited" != 50 ] || for pid in "${running[@]}"; do kill -QUIT "$pid" 2>/dev/null || true; done
    done
    for name in "${!running[@]}"; do
        pid=${running[$name]}
        kill -KILL -- "-$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    running=()
}

# check_running: a process that died takes the whole installation down, with the end of its journal.
check_running() {
    local name
    for name in "${!running[@]}"; do
        if ! alive "${running[$name]}"; then
            tail -n 20 "$var/log/$name.log" >&2
            fail "le processus « $name » s’est arrêté (journal : $var/log/$name.log)"
        fi
    done
}
