"""Holds what the catalog says of a run against the disk, and prints each thing that is not so. No line means: the record is true.

usage: record.py before DESTINATION OUT        notes the destination as it is before a run
       record.py check SOURCE DESTINATION BEFORE LS FILES MODE NOHASH EXCLUDED...

LS and FILES are files with the answers of 'catalog ls RUN --format json' and 'catalog files RUN --format json'. MODE is mirror or incremental. With
nohash contents are not read. EXCLUDED are names that the job leaves out at every depth. Knows nothing of the product but its words.
"""
import base64
import calendar
import hashlib
import json
import os
import pickle
import re
import stat
import sys
from collections import Counter

KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symbolic-link", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket",
         stat.S_IFCHR: "character-device", stat.S_IFBLK: "block-device"}
COPIED = ("file", "directory", "symbolic-link")
wrong = Counter()


def complain(what, path, text=""):
    wrong[what] += 1
    if wrong[what] <= 5:
        print(what, repr(path), text)


class Entry:
    def __init__(self, name, parent, st):
        self.kind = KINDS[stat.S_IFMT(st.st_mode)]
        self.size, self.mtime, self.mode = st.st_size, st.st_mtime_ns, stat.S_IMODE(st.st_mode)
        self.owner, self.ino, self.nlink = (st.st_uid, st.st_gid), st.st_ino, st.st_nlink
        self.target = os.readlink(name, dir_fd=parent) if self.kind == "symbolic-link" else None
        self.attributes = self.read_attributes(name, parent) if self.kind in ("file", "directory") else ()

    @staticmethod
    def read_attributes(name, parent):
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
        try:
            return tuple((key, os.getxattr(fd, key)) for key in sorted(os.listxattr(fd)))
        finally:
            os.close(fd)


def listing(root):
    found = {}

    def walk(fd, path):
        for name in os.listdir(fd):
            name = os.fsencode(name)
            if path + name == b".snapback":
                continue
            entry = Entry(name, fd, os.stat(name, dir_fd=fd, follow_symlinks=False))
            found[path + name] = entry
            if entry.kind == "directory":
                below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
                walk(below, path + name + b"/")
                os.close(below)

    if os.path.isdir(root):
        fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        walk(fd, b"")
        os.close(fd)
    return found


def exact(row, key="path"):
    return base64.b64decode(row[key + "Bytes"]) if key + "Bytes" in row else row[key].encode()


def nanoseconds(text):
    part = re.fullmatch(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?Z", text)
    return calendar.timegm(tuple(int(n) for n in part.groups()[:6])) * 10**9 + int((part[7] or "0").ljust(9, "0"))


def content(root, path):
    """SHA-256 of a file below a root, reached name by name so that no path is too long."""
    fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    parts = path.split(b"/")
    for part in parts[:-1]:
        below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
        os.close(fd)
        fd = below
    file = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW, dir_fd=fd)
    os.close(fd)
    digest = hashlib.sha256()
    with open(file, "rb") as f:
        while block := f.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def left_out(path, excluded):
    return any(part in excluded for part in path.split(b"/"))


def is_below(path, tops):
    parts = path.split(b"/")
    return any(b"/".join(parts[:i]) in tops for i in range(1, len(parts)))


def check_tree(source, now, rows, destination, read, excluded):
    """What ls shows is what the destination holds of the source."""
    clash = {path for path, entry in now.items() if path in source and (entry.kind == "directory") != (source[path].kind == "directory")}
    expected = {path: entry for path, entry in now.items()
                if path in source and source[path].kind in COPIED and path not in clash and not is_below(path, clash) and not left_out(path, excluded)}
    seen = Counter(exact(row) for row in rows)
    for path in expected.keys() - seen.keys():
        complain("ls lacks", path)
    for path in seen.keys() - expected.keys():
        complain("ls has too much", path)
    for row in rows:
        path = exact(row)
        entry = expected.get(path)
        if entry is None:
            continue
        if seen[path] > 1:
            complain("ls has twice", path)
        if row["kind"] != entry.kind:
            complain("ls kind", path, f"{row['kind']} is {entry.kind}")
        if entry.kind == "file" and row["size"] != entry.size:
            complain("ls size", path, f"{row['size']} is {entry.size}")
        if nanoseconds(row["modified"]) != entry.mtime:
            complain("ls modified", path, f"{row['modified']} is {entry.mtime}")
        if entry.kind != "symbolic-link" and int(row["mode"], 8) != entry.mode:
            complain("ls mode", path, f"{row['mode']} is {entry.mode:o}")
        if (os.fsencode(entry.target) if entry.target is not None else None) != (exact(row, "linkTarget") if row["linkTarget"] is not None else None):
            complain("ls linkTarget", path, f"{row['linkTarget']} is {entry.target}")
        if entry.kind != "file" and row["sha256"] is not None:
            complain("ls sha256 of what is no file", path)
        if read and entry.kind == "file" and row["sha256"] is not None and row["sha256"] != content(destination, path):
            complain("ls sha256", path)


def expect(source, path, before, mode, excluded):
    """Pairs of class and action that are right for a path, by the state of both sides before the run."""
    src, dst = source.get(path), before.get(path)
    mirror = mode == "mirror"
    if src is None:
        return [("extra", "delete" if mirror else "none")]
    if left_out(path, excluded) or src.kind not in COPIED:
        return [("excluded", "none")]
    is_folder = src.kind == "directory"
    if dst is None:
        return [("new", "create-folder")] if is_folder else [("new", "copy")] + ([("new", "link")] if src.nlink > 1 else [])
    if is_folder != (dst.kind == "directory"):
        return [("mismatch", "replace"), ("new", "create-folder")] if mirror and is_folder else [("mismatch", "replace" if mirror else "none")]
    linked = [("changed", "link")] if src.nlink > 1 and not is_folder else []
    if src.kind != dst.kind:
        return [("changed", "copy")] + linked
    if not is_folder and src.mtime != dst.mtime:
        return [("newer" if src.mtime > dst.mtime else "older", "copy")] + linked
    if not is_folder and src.size != dst.size or src.target != dst.target:
        return [("changed", "copy")] + linked
    if src.owner != dst.owner or src.attributes != dst.attributes or (src.kind != "symbolic-link" and src.mode != dst.mode):
        # Content may have changed without a trace besides: then the file is copied.
        return [("tweaked", "update-metadata"), ("tweaked", "copy"), ("modified", "copy")] + linked
    return [("same", "none")] + ([("modified", "recheck"), ("modified", "copy")] if src.kind == "file" else []) + linked


def check_files(source, before, rows, mode, excluded):
    """Every entry of the source is told of once, and rightly; so is what only the destination had."""
    seen = Counter()
    for row in rows:
        path = exact(row)
        if path == b".":
            continue
        seen[path] += 1
        expected = expect(source, path, before, mode, excluded)
        if (row["class"], row["action"]) not in expected:
            complain("files class and action", path, f"{row['class']} {row['action']} is not in {expected}")
        outcome = "skipped" if row["class"] == "excluded" else "done"
        if row["outcome"] != outcome:
            complain("files outcome", path, f"{row['outcome']} {row['error']}")
        if path in source and row["kind"] != source[path].kind and (row["class"], row["action"]) != ("mismatch", "delete"):
            complain("files kind", path, f"{row['kind']} is {source[path].kind}")
    out_folders = {path for path, entry in source.items() if entry.kind == "directory" and left_out(path, excluded)}
    clash = {path for path, entry in before.items() if path in source and (entry.kind == "directory") != (source[path].kind == "directory")}
    needed = {path for path in source if not is_below(path, out_folders) and not (mode == "incremental" and is_below(path, clash))}
    extra_tops = {path for path, entry in before.items() if path not in source and entry.kind == "directory"}
    extras = {path for path in before if path not in source and not left_out(path, excluded)}
    if mode == "incremental":
        # Of a folder that only the destination has, its top is told.
        extras = {path for path in extras if not is_below(path, extra_tops) and not is_below(path, clash)}
    for path in needed | extras:
        if seen[path] != 1:
            complain(f"files has {seen[path]} times", path)
    for path in seen.keys() - needed - extras:
        complain("files has too much", path)


def main():
    if sys.argv[1] == "before":
        with open(sys.argv[3], "wb") as f:
            pickle.dump(listing(os.fsencode(sys.argv[2])), f)
        return
    source_root, destination, before, ls, files, mode, read = sys.argv[2:9]
    excluded = {os.fsencode(name) for name in sys.argv[9:]}
    with open(before, "rb") as f:
        earlier = pickle.load(f)
    with open(ls, encoding="utf-8") as f:
        tree = json.load(f)
    with open(files, encoding="utf-8") as f:
        told = json.load(f)
    source, now = listing(os.fsencode(source_root)), listing(os.fsencode(destination))
    check_tree(source, now, tree, os.fsencode(destination), read != "nohash", excluded)
    check_files(source, earlier, told, mode, excluded)
    for what, number in wrong.items():
        print(f"{what}: {number} in all")


sys.setrecursionlimit(10_000)
main()
