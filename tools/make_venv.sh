#!/bin/sh
# Makes .venv for this checkout from requirements.lock and installs the project into it, editable.
#
#   tools/make_venv.sh          PYTHON=… names the interpreter; otherwise the first Python >= 3.11 is taken
#
# A .venv made from another lock, in another folder, or by an interpreter that is gone is made anew; otherwise only the
# project itself is installed again. If anything fails, the .venv from before is put back, or none is left.
set -u

here=$(pwd -P)
venv=.venv
old=.venv.old
stamp=$venv/.made

say() { printf 'orderclerk: %s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if new_enough "$PYTHON"; then
            printf '%s\n' "$PYTHON"
            return 0
        fi
        say "PYTHON=$PYTHON is not a Python 3.11 or newer that runs."
        return 1
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    say "Python 3.11 or newer is needed and was not found. Install it (Debian, Ubuntu: apt install python3 python3-venv;" \
        "Fedora: dnf install python3; macOS: brew install python), or name one: make PYTHON=/path/to/python3.12"
    return 1
}

# What .venv was made from: the folder (scripts and the editable install name it) and the lock.
made_from() {
    printf '%s\n' "$here"
    cat requirements.lock
}

fresh() {
    [ -f "$stamp" ] && new_enough "$venv/bin/python" && made_from | cmp -s - "$stamp"
}

# Runs pip for .venv: its own, or, where the machine's venv has none, the interpreter's.
run_pip() {
    if [ -n "$outside_pip" ]; then
        "$python" -m pip --python "$venv/bin/python" "$@"
    else
        "$venv/bin/python" -m pip "$@"
    fi
}

put_back() {
    status=$?
    trap - EXIT
    if [ "$status" -ne 0 ]; then
        rm -rf "$venv"
        if [ -d "$old" ]; then
            mv "$old" "$venv"
            say "$venv was not made anew; the one from before is back in its place."
        else
            say "$venv was not made; nothing is left of it."
        fi
    fi
    exit "$status"
}

make_anew() {
    trap put_back EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    if [ -d "$old" ]; then
        # A run before this one was killed between the two moves below: what lies aside is the whole one.
        rm -rf "$venv"
    elif [ -d "$venv" ]; then
        mv "$venv" "$old" || exit 1
    fi
    say "making $venv with $("$python" -c 'import sys; print(sys.executable, sys.version.split()[0])')"
    outside_pip=
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        if ! "$python" -m pip --version >/dev/null 2>&1; then
            say "this Python has neither ensurepip nor pip, so nothing can be installed into $venv. Install one of them" \
                "(Debian, Ubuntu: apt install python3-venv; Fedora: dnf install python3-pip) and run make again."
            exit 1
        fi
        "$python" -m venv --without-pip "$venv" || exit 1
        outside_pip=yes
    fi
    say "installing $(grep -c '^[a-z]' requirements.lock) packages; this takes a minute or two"
    run_pip install --quiet --quiet --no-deps --require-hashes -r requirements.lock || exit 1
    install_project || exit 1
    run_pip check >&2 || exit 1
    made_from >"$stamp" || exit 1
    trap - EXIT
    rm -rf "$old"
}

install_project() {
    run_pip install --quiet --quiet --no-deps --no-build-isolation --editable .
}

PIP_NO_INPUT=1
PIP_USER=0
PIP_DISABLE_PIP_VERSION_CHECK=1
PIP_ROOT_USER_ACTION=ignore
export PIP_NO_INPUT PIP_USER PIP_DISABLE_PIP_VERSION_CHECK PIP_ROOT_USER_ACTION

python=$(find_python) || exit 1
if fresh; then
    outside_pip=
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || outside_pip=yes
    install_project || exit 1
    touch "$stamp"
else
    make_anew
fi
