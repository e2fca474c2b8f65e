#!/usr/bin/env bash
# Installs the peers from npm, builds zk and prints the table: bench/peers/run.sh > bench/results/DATE-peers.md
# SIZES, THREADS, PROVERS and RUNS in the environment are described in README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
# Not npm ci: it wants the optional packages of every platform in the lock file.
[ -d node_modules ] || npm install --no-save --ignore-scripts >&2
mkdir -p out
dotnet publish -c Release ../../src/Cli -o out/zk -v q >&2
exec node peers.mjs "$here/out/zk/zk"
