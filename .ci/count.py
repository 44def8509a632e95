"""Counts what the result files (trx) of a folder say: prints "PASSED FAILED". A test that was skipped for any reason but Windows itself counts as
failed, and so does a folder without results. The full names of the tests that failed go to the file that is named second, one per line."""
import pathlib
import sys
import xml.etree.ElementTree

NAMESPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
ALLOWED_SKIP = "needs Windows"
LINES = 40


def text_of(result, *parts):
    return "\n".join(node.text or "" for part in parts for node in result.iter(NAMESPACE + part)).strip()


passed = failed = 0
names = set()
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.trx"))
for file in files:
    tree = xml.etree.ElementTree.parse(file)
    methods = {test.get("id"): test.find(NAMESPACE + "TestMethod") for test in tree.iter(NAMESPACE + "UnitTest")}
    for result in tree.iter(NAMESPACE + "UnitTestResult"):
        outcome, name = result.get("outcome"), result.get("testName")
        if outcome == "Passed":
            passed += 1
        elif outcome == "NotExecuted":
            reason = text_of(result, "Message", "StdOut")
            if not reason.startswith(ALLOWED_SKIP):
                failed += 1
                print(f"ci: skipped, and must not be: {name}: {reason or 'no reason given'}", file=sys.stderr)
        else:
            failed += 1
            print(f"ci: {outcome}: {name}", file=sys.stderr)
            # Among thousands of lines of output, what went wrong is hard to find.
            for line in [*text_of(result, "Message").splitlines()[:LINES], *text_of(result, "StackTrace").splitlines()[:5]]:
                print(f"ci:   {line}", file=sys.stderr)
            method = methods[result.get("testId")]
            names.add(f"{method.get('className')}.{method.get('name').split('(')[0]}")
if not files:
    failed += 1
    print("ci: there are no test results", file=sys.stderr)
pathlib.Path(sys.argv[2]).write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
print(passed, failed)
