"""One line per entry of a tree: path, inode, change time, time of last write. Whatever touched an entry shows here.
The program's own folder in the root is left out. Arguments: folder."""
import os
import stat
import sys

out = sys.stdout.buffer


def quote(name):
    return b"".join(bytes([c]) if 33 <= c < 127 and c != 92 else b"\\x%02x" % c for c in name)


def walk(fd, path):
    st = os.fstat(fd)
    out.write(b"%s %d %d %d\n" % (path, st.st_ino, st.st_ctime_ns, st.st_mtime_ns))
    for name in sorted(os.fsencode(entry) for entry in os.listdir(fd)):
        if path == b"." and name == b".snapback":
            continue
        st = os.stat(name, dir_fd=fd, follow_symlinks=False)
        if stat.S_ISDIR(st.st_mode):
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
            walk(below, path + b"/" + quote(name))
            os.close(below)
        else:
            out.write(b"%s %d %d %d\n" % (path + b"/" + quote(name), st.st_ino, st.st_ctime_ns, st.st_mtime_ns))


walk(os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECTORY), b".")
