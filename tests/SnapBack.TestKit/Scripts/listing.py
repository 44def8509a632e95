"""One line per entry of a tree, everything that a copy must keep, at any depth. The program's own folder in
the root is left out. Arguments: folder, then names to leave out."""
import hashlib
import os
import stat
import sys

skip = {os.fsencode(name) for name in sys.argv[2:]}
first_name = {}
out = sys.stdout.buffer


def quote(name):
    return b"".join(bytes([c]) if 33 <= c < 127 and c != 92 else b"\\x%02x" % c for c in name)


def attributes(fd):
    target = b"/proc/self/fd/%d" % fd
    try:
        found = sorted(os.listxattr(target))
    except OSError:
        return b""
    return b" ".join(quote(os.fsencode(name)) + b"=" + os.getxattr(target, name).hex().encode() for name in found)


def content(name, parent):
    fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=parent)
    with open(fd, "rb") as f:
        digest = hashlib.sha256()
        while block := f.read(1 << 20):
            digest.update(block)
        return digest.hexdigest().encode(), attributes(f.fileno())


def line(path, name, parent, st):
    kind, extra = b"other", b""
    if stat.S_ISREG(st.st_mode):
        digest, attrs = content(name, parent)
        kind, extra = b"file", b"%d %s %s" % (st.st_size, digest, attrs)
    elif stat.S_ISLNK(st.st_mode):
        kind, extra = b"link", b"-> " + quote(os.readlink(name, dir_fd=parent))
    elif stat.S_ISFIFO(st.st_mode):
        kind = b"fifo"
    elif stat.S_ISSOCK(st.st_mode):
        kind = b"socket"
    elif stat.S_ISCHR(st.st_mode) or stat.S_ISBLK(st.st_mode):
        kind, extra = b"device", b"%d" % st.st_rdev
    if st.st_nlink > 1:
        extra += b" same-as " + first_name.setdefault((st.st_dev, st.st_ino), path)
    out.write(b"%s %s %04o %d:%d %d %s\n" % (path, kind, stat.S_IMODE(st.st_mode), st.st_uid, st.st_gid, st.st_mtime_ns, extra.strip()))


def walk(fd, path):
    st = os.fstat(fd)
    out.write(b"%s folder %04o %d:%d %d %s\n" % (path, stat.S_IMODE(st.st_mode), st.st_uid, st.st_gid, st.st_mtime_ns, attributes(fd)))
    for name in sorted(os.fsencode(entry) for entry in os.listdir(fd)):
        if name in skip or (path == b"." and name == b".snapback"):
            continue
        st = os.stat(name, dir_fd=fd, follow_symlinks=False)
        if stat.S_ISDIR(st.st_mode):
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
            walk(below, path + b"/" + quote(name))
            os.close(below)
        else:
            line(path + b"/" + quote(name), name, fd, st)


walk(os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECTORY), b".")
