"""Makes one tree with every kind of entry. Arguments: folder, seed. The same seed gives the same tree."""
import os
import random
import socket
import struct
import sys
import zlib

root = os.fsencode(sys.argv[1])
rng = random.Random(int(sys.argv[2]))
is_root = os.geteuid() == 0
os.makedirs(root, exist_ok=True)
os.chdir(root)
os.umask(0o022)


def write(path, data=None, size=None):
    with open(path, "wb") as f:
        f.write(rng.randbytes(rng.randrange(1, 3000) if size is None else size) if data is None else data)


def folder(path):
    os.makedirs(path, exist_ok=True)
    return path


def names():
    d = folder(b"names")
    odd = ["a blank", " leading and trailing ", "Ünïcode-ÄÖÜß", "Русский", "日本語", "emoji 🐢", "new\nline", "esc\x1b[31mred", "back\\slash",
           "-rf", ".hidden", "...", "~", "quote\"'`$(x)", "colon:stream", "CON", "trail.", "star*?[a]", "tab\there", "\u202eright-to-left",
           "e\u0301 (two code points)", "\u00e9 (one code point)", "percent%41", "#\\#012"]
    for name in odd:
        write(os.path.join(d, name.encode()))
    for name in (b"not utf-8 \xff\xfe", b"latin1 \xe4\xf6\xfc", b"surrogate \xed\xb2\x80", b"cut \xe6\x97"):
        write(os.path.join(d, name))
    write(os.path.join(d, b"n" * 255))
    write(os.path.join(d, "ü".encode() * 127 + b"x"))
    write(os.path.join(folder(os.path.join(d, b"folder \xff with bytes")), b"inside \xfe"))
    write(os.path.join(folder(os.path.join(d, "Ördner\nmit Umbruch".encode())), b"-n"))
    for name in (b"case", b"Case", b"CASE"):
        write(os.path.join(d, name))


def shapes():
    write(os.path.join(folder(b"nested/one/two/three/four/five"), b"file.txt"))
    folder(b"empty/folder/in/folder")
    write(b"empty/file", b"")
    write(b"big.bin", size=5 * 1024 * 1024 + 17)
    write(b"zeros.bin", b"\0" * 300_000)
    for size in (1, 4095, 4096, 4097, 65_535, 65_536, 131_073, 1_048_576):
        write(os.path.join(folder(b"sizes"), b"%d" % size), size=size)
    for i in range(300):
        write(os.path.join(folder(b"many/%02d" % (i % 20)), b"file-%03d.dat" % i), size=rng.randrange(0, 2000))
    deep = b"deep"
    while len(os.path.join(root, deep)) < 3500:
        deep = os.path.join(deep, b"d" * 180)
    write(os.path.join(folder(deep), b"bottom"))


def links():
    d = folder(b"links")
    write(os.path.join(d, b"target"))
    folder(os.path.join(d, b"folder"))
    for name, target in ((b"relative", b"target"), (b"up", b"../big.bin"), (b"absolute", b"/etc/hostname"), (b"dangling", b"gone/away"),
                         (b"to-folder", b"folder"), (b"to-itself", b"to-itself"), (b"ping", b"pong"), (b"pong", b"ping"), (b"to-parent", b".."),
                         (b"escape", b"../../../../../../etc"), (b"not utf-8 \xff", b"target \xfe\n"), (b"long", b"x/" * 2000), (b"blank", b" ")):
        os.symlink(target, os.path.join(d, name))
    h = folder(b"hardlinks")
    write(os.path.join(h, b"a"))
    os.link(os.path.join(h, b"a"), os.path.join(h, b"b"))
    os.link(os.path.join(h, b"a"), os.path.join(folder(b"hardlinks/sub"), b"c"))
    os.link(os.path.join(h, b"a"), os.path.join(d, b"hard across folders"))
    write(os.path.join(h, b"z-first"))
    os.link(os.path.join(h, b"z-first"), os.path.join(folder(b"a-early"), b"z-other"))


def sparse():
    d = folder(b"sparse")
    mib = 1024 * 1024
    for name, size, parts in ((b"hole-at-start", 3 * mib, [2 * mib]), (b"hole-in-middle", 3 * mib, [0, 2 * mib]), (b"hole-at-end", 3 * mib, [0]),
                              (b"only-hole", 50 * mib, []), (b"many-holes", 8 * mib, range(0, 8 * mib, mib)), (b"odd-length", 2 * mib + 1, [mib])):
        with open(os.path.join(d, name), "wb") as f:
            f.truncate(size)
            for at in parts:
                f.seek(at)
                f.write(rng.randbytes(5000))


def special():
    d = folder(b"special")
    os.mkfifo(os.path.join(d, b"fifo"))
    here = os.open(".", os.O_RDONLY)
    os.chdir(d)
    with socket.socket(socket.AF_UNIX) as s:
        s.bind("socket")
    os.fchdir(here)
    os.close(here)
    if is_root:
        try:
            os.mknod(os.path.join(d, b"null"), 0o666 | 0o020000, os.makedev(1, 3))
        except PermissionError:
            pass  # a container may not make devices


def metadata():
    d = folder(b"metadata")
    for mode in (0o000, 0o400, 0o644, 0o755, 0o777, 0o4755, 0o2755, 0o1644, 0o6711):
        path = os.path.join(d, b"mode-%04o" % mode)
        write(path)
        os.chmod(path, mode)
    for mode in (0o700, 0o1777, 0o2775, 0o555):
        path = folder(os.path.join(d, b"folder-%04o" % mode))
        write(os.path.join(path, b"inside"))
        os.chmod(path, mode)
    if is_root:
        for uid, gid in ((1, 1), (1234, 5678), (65534, 65534), (4_000_000_000, 4_000_000_000)):
            path = os.path.join(d, b"owner-%d" % uid)
            write(path)
            os.chown(path, uid, gid)
            folder(path + b"-folder")
            os.chown(path + b"-folder", uid, gid)
            os.symlink(b"mode-0644", path + b"-link")
            os.chown(path + b"-link", uid, gid, follow_symlinks=False)


def attribute(path, name, value):
    try:
        os.setxattr(path, name, value, follow_symlinks=False)
    except OSError as error:
        print("left out:", name, error, file=sys.stderr)


def attributes():
    d = folder(b"attributes")
    for name, values in ((b"one", {b"user.comment": b"hello"}), (b"empty", {b"user.empty": b""}), (b"binary", {b"user.bin": bytes(range(256))}),
                         (b"several", {b"user.%02d" % i: rng.randbytes(20) for i in range(12)}), (b"odd", {"user.Ünï".encode(): b"x", b"user.\xff": b"y"}),
                         (b"large", {b"user.large": rng.randbytes(2000)})):
        path = os.path.join(d, name)
        write(path)
        for key, value in values.items():
            attribute(path, key, value)
    attribute(folder(os.path.join(d, b"folder")), b"user.on-a-folder", b"1")
    write(os.path.join(d, b"acl"))
    folder(os.path.join(d, b"acl-default"))
    # The kernel's own form: version 2, then tag, permissions, id of each entry.
    undefined = 0xFFFFFFFF
    acl = [(1, 6, undefined), (2, 4, 1), (2, 7, 1234), (4, 4, undefined), (8, 5, 5678), (16, 7, undefined), (32, 0, undefined)]
    raw = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in acl)
    attribute(os.path.join(d, b"acl"), b"system.posix_acl_access", raw)
    attribute(os.path.join(d, b"acl-default"), b"system.posix_acl_default", raw)
    write(os.path.join(d, b"acl-default", b"inherits"))


def times():
    d = folder(b"times")
    for name, ns in ((b"1901", -2_147_483_000 * 10**9), (b"1969", -1 * 10**9 + 123_456_789), (b"1970", 0), (b"2001-nanoseconds", 10**18 + 987_654_321),
                     (b"2001-hundreds", 10**18 + 987_654_300), (b"2038", 2**31 * 10**9 + 1), (b"2106", 2**32 * 10**9 + 1), (b"2446", 15_032_385_535 * 10**9)):
        for path in (os.path.join(d, name), folder(os.path.join(d, name + b"-folder")), os.path.join(d, name + b"-link")):
            if path.endswith(b"-link"):
                os.symlink(name, path)
            elif not os.path.isdir(path):
                write(path)
            os.utime(path, ns=(ns, ns), follow_symlinks=False)


for part in (names, shapes, links, sparse, special, metadata, attributes, times):
    part()
# Every other time is old and follows from the path, so that a tree made twice is the same and nothing looks freshly written.
for path, folders, files in os.walk(b".", topdown=False):
    for name in files + folders:
        full = os.path.join(path, name)
        if not full.startswith(b"./times/"):
            # One hard-linked file has one time, whichever of its names comes last.
            key = b"linked" if os.lstat(full).st_nlink > 1 and not os.path.isdir(full) else full
            ns = 10**18 + zlib.crc32(key, int(sys.argv[2])) * 150_000_001
            os.utime(full, ns=(ns, ns), follow_symlinks=False)
os.utime(b".", ns=(10**18 + 5, 10**18 + 5))
