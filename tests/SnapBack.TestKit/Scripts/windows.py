"""Looks, from the Linux side, at what a program under Wine copied.

usage: windows.py list ROOT              one line per entry: all that must be the same on both sides
       windows.py record DESTINATION LS  holds the answer of 'catalog ls RUN --format json' (a file) against the disk; prints what is not so

Wine keeps read-only as missing write bits, hidden and system in an extended attribute, times in units of 100 ns. Knows nothing of the product.
"""
import hashlib
import json
import os
import stat
import sys

HIDDEN_AND_SYSTEM = 0x6


def marks(path):
    try:
        return int(os.getxattr(path, "user.DOSATTRIB", follow_symlinks=False), 16) & HIDDEN_AND_SYSTEM
    except OSError:
        return 0


def digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def entries(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if folder != root or name != ".snapback")
        for name in sorted(folders + files):
            yield os.path.join(folder, name)


def listing(root):
    names = {}
    paths = list(entries(root))
    for path in paths:
        st = os.lstat(path)
        if stat.S_ISREG(st.st_mode) and st.st_nlink > 1:
            names.setdefault(st.st_ino, []).append(path)
    for path in [root] + paths:
        st = os.lstat(path)
        is_file = stat.S_ISREG(st.st_mode)
        shown = os.fsencode(os.path.relpath(path, root)).decode("latin-1").encode("unicode_escape").decode()
        read_only = is_file and not st.st_mode & 0o222
        print(shown, "file" if is_file else "folder", st.st_size if is_file else "", digest(path) if is_file else "", st.st_mtime_ns // 100,
              "R" if read_only else "", marks(path), len(names.get(st.st_ino, [])) if is_file else "",
              os.path.relpath(names[st.st_ino][0], root) if is_file and st.st_ino in names else "", sep="|")


def record(destination, ls):
    with open(ls, encoding="utf-8") as f:
        rows = {row["path"]: row for row in json.load(f)}
    found = {os.path.relpath(path, destination): path for path in entries(destination)}
    for path in sorted(rows.keys() ^ found.keys()):
        print("only in the record:" if path in rows else "only on the disk:", path)
    for path in sorted(rows.keys() & found.keys()):
        row, st = rows[path], os.lstat(found[path])
        is_file = stat.S_ISREG(st.st_mode)
        if (row["kind"] == "file") != is_file:
            print("kind:", path, row["kind"])
        if is_file and row["size"] != st.st_size:
            print("size:", path, row["size"], st.st_size)
        if is_file and row["sha256"] not in (None, digest(found[path])):
            print("sha256:", path)


if sys.argv[1] == "list":
    listing(sys.argv[2])
else:
    record(sys.argv[2], sys.argv[3])
