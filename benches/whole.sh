#!/usr/bin/env bash
# The whole process, cold, against Typst alone compiling the very markup we wrote, in one
# run: benches/whole.sh [PAGE]. Needs hyperfine.
set -euo pipefail
cd "$(dirname "$0")/.."
page=${1:-content/whitepaper/dataskydd.md}
cargo build --release --example plain_typst --bin offprint
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
target/release/offprint export "$page" --to "$folder/export" >/dev/null 2>&1
hyperfine --warmup 3 --runs 30 --export-json "$folder/times.json" \
  --command-name "offprint build" "target/release/offprint build $page --output $folder/out" \
  --command-name "Typst alone" "target/release/examples/plain_typst $folder/export $folder/plain.pdf"
python3 - "$folder/times.json" <<'PYTHON'
import json, sys
ours, theirs = (run["median"] for run in json.load(open(sys.argv[1]))["results"])
print(f"ratio of the medians: {ours / theirs:.2f} (offprint {ours * 1000:.0f} ms, Typst {theirs * 1000:.0f} ms)")
PYTHON
