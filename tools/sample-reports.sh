#!/usr/bin/env bash
# Makes the reports in samples/reports from real runs: one that is complete, one in which a file failed, one that was stopped. As root, on a file system with chattr.
# Usage: tools/sample-reports.sh   (after: dotnet build src/SnapBack.Cli -c Release)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
place=/srv/snapback-sample
snapback=(dotnet "$PWD/artifacts/bin/SnapBack.Cli/release/snapback.dll")
rm -rf -- "$place" && mkdir -p "$place/data/Accounts" "$place/data/Projects/Plans" samples/reports
trap 'chattr -i "$place/backup/Accounts/ledger.xlsx" 2>/dev/null || true; rm -rf -- "$place"' EXIT
run() { "${snapback[@]}" backup --source "$place/data" --destination "$place/backup" --mode mirror --name nightly --catalog "$place/catalog.db" --exclude-file '*.tmp' --keep-versions --no-progress "$@" || true; }
report() { "${snapback[@]}" report last --html "samples/reports/$1.html" --catalog "$place/catalog.db"; }
fill() { head -c "$2" /dev/urandom >"$place/data/$1"; }

fill Accounts/ledger.xlsx 240000; fill Accounts/2026.csv 90000; fill Projects/Plans/house.dwg 900000; fill Projects/old.txt 4000; fill Projects/scratch.tmp 100
for night in 1 2 3 4 5 6 7; do
    fill "Projects/Plans/sheet-$night.pdf" $((night * 130000)); fill Accounts/2026.csv $((90000 + night * 3000)); run
done
rm "$place/data/Projects/old.txt"; fill Accounts/2026.csv 130000; run
report good
fill Accounts/ledger.xlsx 250000; fill Accounts/2026.csv 140000; chattr +i "$place/backup/Accounts/ledger.xlsx"; run --retry 0
report partly-failed
chattr -i "$place/backup/Accounts/ledger.xlsx"; fill Projects/Plans/model.ifc 9000000
"${snapback[@]}" backup --source "$place/data" --destination "$place/backup" --mode mirror --name nightly --catalog "$place/catalog.db" --keep-versions --no-progress --bandwidth 500K &
sleep 8; kill -TERM $!; wait $! || true
report interrupted
