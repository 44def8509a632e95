"""Reads a log in robocopy's layout by nothing but its layout, and prints what it says: one line per fact.

usage: robolog.py LOGFILE ENCODING
"""
import re
import sys

FOLDER = re.compile(r"^\t(.{12})\s*(-?\d+)\t(.*[\\/])$")
FILE = re.compile(r"^\t  (.{12})\t\t\s*(\d+(?:[.,]\d+ [kmgt])?)(?: (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d))?\t(.+)$")
PERCENT = re.compile(r"^\s*\d{1,3}(?:[.,]\d)?%\s*$")
ERROR = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \S+ (\d+) \(0x([0-9A-Fa-f]{8})\) (.+)$")
SUM = re.compile(r"^\s*(\S+) :((?:\s+\d+(?:[.,]\d+ [kmgt])?){6})\s*$")
TIMES = re.compile(r"^\s*(\S+) :\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s*$")


def main():
    with open(sys.argv[1], encoding=sys.argv[2], newline="") as log:
        text = log.read()
    assert "\n" not in text.replace("\r\n", ""), "a line does not end with CR LF"
    lines = text.split("\r\n")
    dashes = [i for i, line in enumerate(lines) if len(line) > 70 and set(line) == {"-"}]
    assert len(dashes) == 4, dashes
    assert [len(lines[i]) for i in dashes] == [79, 79, 78, 78]
    context = ""
    for line in lines[dashes[2] + 1:dashes[3]]:
        line = "".join(part for part in line.split("\r") if not PERCENT.match(part))
        folder, file, error = FOLDER.match(line), FILE.match(line), ERROR.match(line)
        fields = [field for field in line.strip().split("\t") if field]
        if folder:
            assert len(fields) in (1, 2), fields
            label = folder[1].strip()
            context = folder[3] if label in ("", "New Dir") else context
            print("folder", label or "-", folder[2], folder[3], sep="|")
        elif file:
            assert len(fields) == 3, fields
            name = file[4] if re.match(r"/|[A-Za-z]:\\", file[4]) else context + file[4]
            print("file", file[1].strip(), file[2], name, sep="|")
        elif error:
            assert int(error[1]) == int(error[2], 16)
            print("error", error[1], error[3], sep="|")
    for line in lines[dashes[3] + 1:]:
        row, times = SUM.match(line), TIMES.match(line)
        if row:
            print("sum", row[1], *row[2].split(), sep="|")
        elif times:
            print("times", times[1], sep="|")


main()
