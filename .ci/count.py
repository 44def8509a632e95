"""Counts what the result files (trx) of a folder say: prints "PASSED FAILED". A test that was skipped for any reason but Windows itself counts as
failed, and so does a folder without results."""
import pathlib
import sys
import xml.etree.ElementTree

NAMESPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
ALLOWED_SKIP = "needs Windows"

passed = failed = 0
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.trx"))
for file in files:
    for result in xml.etree.ElementTree.parse(file).iter(NAMESPACE + "UnitTestResult"):
        outcome, name = result.get("outcome"), result.get("testName")
        if outcome == "Passed":
            passed += 1
        elif outcome == "NotExecuted":
            reason = "".join(node.text or "" for part in ("Message", "StdOut") for node in result.iter(NAMESPACE + part)).strip()
            if not reason.startswith(ALLOWED_SKIP):
                failed += 1
                print(f"ci: skipped, and must not be: {name}: {reason or 'no reason given'}", file=sys.stderr)
        else:
            failed += 1
            print(f"ci: {outcome}: {name}", file=sys.stderr)
if not files:
    failed += 1
    print("ci: there are no test results", file=sys.stderr)
print(passed, failed)
