"""Changes a tree in every way that a backup must notice, and prints what it touched: one line of kind and path each, paths as in marks.py.

usage: changes.py FOLDER SEED COUNT

Kinds: add, edit (size, time), stealth (same size and time), rename (the new name and all below), delete (the old name and all below), meta,
type (file, folder and link turned into one another), link (both names of a new hard link), unlink (a name that got a file of its own).
"""
import os
import random
import shutil
import stat
import subprocess
import sys

root = os.fsencode(sys.argv[1])
rng = random.Random(int(sys.argv[2]))
count = int(sys.argv[3])
out = sys.stdout.buffer
os.chdir(root)


def quote(name):
    return b"".join(bytes([c]) if 33 <= c < 127 and c != 92 else b"\\x%02x" % c for c in name)


def tell(kind, path):
    out.write(b"%s %s\n" % (kind, b"/".join(quote(part) for part in path.split(b"/"))))


def tell_all(kind, path):
    tell(kind, path)
    if os.path.isdir(path) and not os.path.islink(path):
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                tell(kind, os.path.join(folder, name))


files, links, folders = [], [], []
linked = set()
for path, below, names in os.walk(b"."):
    folders.append(path)
    for name in below + names:
        full = os.path.join(path, name)
        st = os.lstat(full)
        if stat.S_ISLNK(st.st_mode):
            links.append(full)
        elif stat.S_ISREG(st.st_mode):
            if st.st_nlink > 1:
                linked.add(path)
            else:
                files.append(full)
# Each folder takes part in one kind of change only, so that what is expected of one does not hide what another did.
small = [f for f in folders[1:] if 1 <= len(os.listdir(f)) <= 12 and not any(os.path.isdir(os.path.join(f, n)) for n in os.listdir(f)) and f not in linked]
rng.shuffle(small)
moved, removed, turned = small[: count // 5], small[count // 5 : count // 5 + count // 10], small[count // 5 + count // 10 : count // 5 + count // 10 + 6]
gone = set(moved + removed + turned)
files = [f for f in files if os.path.dirname(f) not in gone]
links = [f for f in links if os.path.dirname(f) not in gone]
folders = [f for f in folders if f not in gone]
rng.shuffle(files)
rng.shuffle(links)


def take(number):
    taken, files[:] = files[:number], files[number:]
    return taken


def add():
    for i in range(count):
        path = os.path.join(rng.choice(folders), b"added \xff %d" % i)
        if i % 3 == 0:
            with open(path, "wb") as f:
                f.write(rng.randbytes(rng.randrange(100_000)))
        elif i % 3 == 1:
            os.mkdir(path)
            with open(os.path.join(path, b"inside"), "wb") as f:
                f.write(b"inside")
        else:
            os.symlink(b"added-%d" % i, path)
        tell_all(b"add", path)


def edit():
    for i, path in enumerate(take(count)):
        st = os.lstat(path)
        if i % 3 == 0:
            with open(path, "ab") as f:
                f.write(b"one more line\n")
            os.utime(path, ns=(st.st_mtime_ns, st.st_mtime_ns))
            tell(b"edit", path)
        elif st.st_size == 0:
            continue
        else:
            with open(path, "r+b") as f:
                first = f.read(1)
                f.seek(0)
                f.write(bytes([first[0] ^ 255]))
            if i % 3 == 1:
                os.utime(path, ns=(st.st_mtime_ns + 12_345_678_901, st.st_mtime_ns + 12_345_678_901))
                tell(b"edit", path)
            else:
                subprocess.run([b"touch", b"-h", b"-d", b"@%d.%09d" % divmod(st.st_mtime_ns, 10**9), path], check=True)
                tell(b"stealth", path)


def rename():
    for path in take(count - len(moved)):
        tell(b"delete", path)
        os.rename(path, path + b".renamed")
        tell(b"rename", path + b".renamed")
    for path in moved:
        target = os.path.join(rng.choice(folders), b"moved-%d" % rng.randrange(10**9))
        tell_all(b"delete", path)
        os.rename(path, target)
        tell_all(b"rename", target)


def delete():
    for path in take(count - len(removed)):
        tell(b"delete", path)
        os.unlink(path)
    for path in removed:
        tell_all(b"delete", path)
        shutil.rmtree(path)


def meta():
    for i, path in enumerate(take(count // 2)):
        if i % 4 == 0:
            os.chmod(path, os.lstat(path).st_mode & 0o777 ^ 0o011)
        elif i % 4 == 1:
            os.chown(path, 1234 + i, 5678)
        elif i % 4 == 2:
            os.setxattr(path, b"user.changed", b"%d" % i)
        else:
            subprocess.run([b"setfacl", b"-m", b"u:1234:rw,g:5678:r", path], check=True)
        tell(b"meta", path)


def turn():
    for i, path in enumerate(take(12)):
        os.unlink(path)
        if i % 2:
            os.symlink(b"was a file", path)
        else:
            os.mkdir(path)
            with open(os.path.join(path, b"inside"), "wb") as f:
                f.write(b"was a file")
        tell_all(b"type", path)
    for i, path in enumerate(turned):
        tell_all(b"type", path)
        shutil.rmtree(path)
        if i % 2:
            os.symlink(b"was a folder", path)
        else:
            with open(path, "wb") as f:
                f.write(b"was a folder")
    for i, path in enumerate(links[:12]):
        os.unlink(path)
        if i % 2:
            with open(path, "wb") as f:
                f.write(b"was a link")
        else:
            os.mkdir(path)
        tell(b"type", path)
    for path in links[12:24]:
        os.unlink(path)
        os.symlink(b"another target", path)
        tell(b"type", path)


def hard_links():
    for i, path in enumerate(take(20)):
        second = os.path.join(rng.choice(folders), b"second name %d" % i)
        os.link(path, second)
        tell(b"link", path)
        tell(b"link", second)
    groups = {}
    for folder in sorted(linked):
        for name in sorted(os.listdir(folder)):
            full = os.path.join(folder, name)
            st = os.lstat(full)
            if stat.S_ISREG(st.st_mode) and st.st_nlink > 1:
                groups.setdefault(st.st_ino, []).append(full)
    for names in [names for names in groups.values() if len(names) > 1][:20]:
        with open(names[0] + b".new", "wb") as f:
            f.write(b"a file of its own")
        os.rename(names[0] + b".new", names[0])
        for name in names:
            tell(b"unlink", name)


for part in (edit, meta, hard_links, turn, rename, delete, add):
    part()
