"""Trees with every sort of Windows metadata on a mounted ntfs-3g volume, and the judge that holds two of them against one another.

usage: ntfs.py make ROOT SEED COUNT IS_NARROW  makes COUNT files and folders in ROOT; prints how many of each sort. IS_NARROW is 1 for what ext4
                                         can hold of them: short streams, write times of our days; and no descriptors without a list
       ntfs.py alter ROOT SEED COUNT     changes one entry of the access list of COUNT files; prints their paths
       ntfs.py list ROOT PART...         one line per entry below ROOT: path, kind, content and the parts acl, attributes, times, streams, marks
       ntfs.py differ A B PART...        what differs in these parts, and in kind and content; the roots are not compared
       ntfs.py give PATH SORT SEED       gives one entry a descriptor of a sort (see make_descriptor)
       ntfs.py time PATH TIME            sets its times, in 100 ns since 1601
       ntfs.py parts PATH                control word, owner, group, access list and audit list of one entry, one line each
       ntfs.py show PATH                 the descriptor, the attributes and the creation time of one entry, in hexadecimal

Writes through setxattr; reads with getfattr, a program that neither this nor the product brought along. Puts descriptors together by itself
(https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d). Knows nothing of the product.
"""
import collections
import hashlib
import os
import random
import re
import struct
import subprocess
import sys

ACL, ATTRIBUTES, TIMES = "system.ntfs_acl", "system.ntfs_attrib_be", "system.ntfs_times_be"
ALLOW, DENY, AUDIT, ALARM, OBJECT_ALLOW, OBJECT_DENY, OBJECT_AUDIT, CALLBACK, LABEL, RESOURCE, POLICY = 0, 1, 2, 3, 5, 6, 7, 9, 17, 18, 19
DACL, SACL, DACL_INHERITED, SACL_INHERITED, DACL_PROTECTED, SACL_PROTECTED, SELF_RELATIVE = 0x4, 0x10, 0x400, 0x800, 0x1000, 0x2000, 0x8000
INHERITED = 0x10
FULL, MODIFY, READ = 0x1F01FF, 0x1301BF, 0x1200A9
ADMINISTRATORS, SYSTEM, USERS, EVERYONE, CREATOR = "S-1-5-32-544", "S-1-5-18", "S-1-5-32-545", "S-1-1-0", "S-1-3-0"
FIRST, LAST = 1, 2650467743999999999  # 1601-01-01 and the end of 9999, in 100 ns
NOW = 133_500_000_000_000_000  # in January 2024
FILE_MARKS = [0x0, 0x1, 0x2, 0x4, 0x6, 0x7, 0x20, 0x21, 0x27, 0x100, 0x2000, 0x2021, 0x1000]
FOLDER_MARKS = [0x0, 0x0, 0x1, 0x2, 0x6, 0x20, 0x2000]


def sid(text):
    parts = [int(part) for part in text.split("-")[2:]]
    return bytes([1, len(parts) - 1]) + parts[0].to_bytes(6, "big") + struct.pack("<%dI" % (len(parts) - 1), *parts[1:])


def ace(kind, flags, mask, who, between=b"", behind=b""):
    body = struct.pack("<I", mask) + between + sid(who) + behind
    return struct.pack("<BBH", kind, flags, 4 + len(body)) + body


def acl(entries, spare=0):
    revision = 4 if any(entry[0] in (OBJECT_ALLOW, OBJECT_DENY, OBJECT_AUDIT) for entry in entries) else 2
    body = b"".join(entries)
    return struct.pack("<BBHHH", revision, 0, 8 + len(body) + spare, len(entries), 0) + body + bytes(spare)


def descriptor(control, owner, group, dacl=None, sacl=None, order="sdog"):
    parts = {"o": sid(owner), "g": sid(group), "d": dacl or b"", "s": sacl or b""}
    offsets, body = {}, b""
    for part in order:
        offsets[part] = 20 + len(body) if parts[part] else 0
        body += parts[part]
    return struct.pack("<BBHIIII", 1, 0, control | SELF_RELATIVE, *(offsets[part] for part in "ogsd")) + body


def foreign(rng):
    """An account of a domain that no machine knows."""
    return "S-1-5-21-%d-%d-%d-%d" % tuple(rng.randrange(1, 1 << 32) for _ in range(4))


def guids(rng, which):
    return struct.pack("<I", which) + b"".join(rng.randbytes(16) for bit in (1, 2) if which & bit)


def entries(rng, count, inherited=False, is_folder=False):
    flags = (INHERITED if inherited else 0)
    made = []
    for _ in range(count):
        inherit = rng.choice([0, 0x3, 0xB, 0x1, 0x2, 0x7]) if is_folder else 0
        who = rng.choice([ADMINISTRATORS, SYSTEM, USERS, EVERYONE, CREATOR, foreign(rng), foreign(rng)])
        made.append(ace(ALLOW, flags | inherit, rng.choice([FULL, MODIFY, READ, 0x10000000, 0x1, 0x40000]), who))
    return made


def make_descriptor(rng, sort, is_folder):
    owner, group = (rng.choice([ADMINISTRATORS, SYSTEM, foreign(rng), foreign(rng)]) for _ in "og")
    plain = acl(entries(rng, rng.randrange(1, 6), is_folder=is_folder))
    audit = [ace(AUDIT, rng.choice([0x40, 0x80, 0xC0]), FULL, rng.choice([EVERYONE, foreign(rng)])) for _ in range(rng.randrange(1, 4))]
    return {
        "plain": lambda: descriptor(DACL, owner, group, plain),
        "inherited": lambda: descriptor(
            DACL | DACL_INHERITED, owner, group, acl(entries(rng, 1, False, is_folder) + entries(rng, 3, True, is_folder))),
        "protected": lambda: descriptor(DACL | DACL_PROTECTED, owner, group, plain),
        "protected, once inherited": lambda: descriptor(DACL | DACL_PROTECTED | DACL_INHERITED, owner, group, plain),
        "denying": lambda: descriptor(
            DACL, owner, group, acl([ace(DENY, 0, rng.choice([0x2, 0x10000, FULL]), foreign(rng)) for _ in range(3)] + entries(rng, 2))),
        # No tool of today writes it so, and a copy must not put it in order.
        "denying late": lambda: descriptor(DACL, owner, group, acl(entries(rng, 2) + [ace(DENY, 0, 0x2, foreign(rng))])),
        "audited": lambda: descriptor(DACL | SACL, owner, group, plain, acl(audit)),
        "audited, protected": lambda: descriptor(DACL | SACL | SACL_PROTECTED | SACL_INHERITED, owner, group, plain, acl(audit)),
        "labelled": lambda: descriptor(
            DACL | SACL, owner, group, plain, acl([ace(LABEL, 0, 1, rng.choice(["S-1-16-4096", "S-1-16-12288"]))] + audit)),
        "classified": lambda: descriptor(
            DACL | SACL, owner, group, plain,
            acl([ace(RESOURCE, 0, 0, EVERYONE, behind=rng.randbytes(40)), ace(POLICY, 0, 0, "S-1-17-%d-%d" % (rng.randrange(1 << 32), rng.randrange(1 << 32)))])),
        "by object": lambda: descriptor(
            DACL, owner, group,
            acl([ace(rng.choice([OBJECT_ALLOW, OBJECT_DENY]), 0, 0x100, foreign(rng), between=guids(rng, which)) for which in (0, 1, 2, 3)])),
        "conditional": lambda: descriptor(
            DACL, owner, group, acl([ace(CALLBACK, 0, READ, foreign(rng), behind=b"artx" + rng.randbytes(12))] + entries(rng, 1))),
        "everybody (NULL list)": lambda: descriptor(DACL, owner, group),
        "nobody (empty list)": lambda: descriptor(DACL | DACL_PROTECTED, owner, group, acl([])),
        "empty lists": lambda: descriptor(DACL | SACL, owner, group, acl([]), acl([])),
        "without a list": lambda: descriptor(0, owner, group),
        "spare bytes in the list": lambda: descriptor(DACL, owner, group, acl(entries(rng, 2), spare=4 * rng.randrange(1, 20))),
        "parts in another order": lambda: descriptor(DACL | SACL, owner, group, plain, acl(audit), order="ogds"),
        "longest SID": lambda: descriptor(DACL, "S-1-5-" + "-".join(str(rng.randrange(1, 1 << 32)) for _ in range(15)), group, plain),
        "hundreds of entries": lambda: descriptor(DACL, owner, group, acl(entries(rng, rng.randrange(200, 700)))),
        "as many entries as fit": lambda: descriptor(DACL, owner, group, acl([ace(ALLOW, 0, READ, foreign(rng)) for _ in range(1800)])),
    }[sort]()


COMMON = ["plain", "inherited", "inherited", "protected", "protected, once inherited", "denying", "denying late", "audited", "audited, protected", "labelled",
          "classified", "by object", "conditional", "everybody (NULL list)", "nobody (empty list)", "empty lists", "without a list",
          "spare bytes in the list", "parts in another order", "longest SID"]
FOR_FOLDERS = ["plain", "inherited", "protected", "audited", "denying"]


def any_time(rng):
    return rng.choice([FIRST, LAST, rng.randrange(FIRST, LAST), rng.randrange(FIRST, LAST), NOW + rng.randrange(10**14), NOW + rng.randrange(10**14)])


def set_metadata(path, acl_bytes, marks, created, written):
    os.setxattr(path, ATTRIBUTES, struct.pack(">I", marks))
    os.setxattr(path, ACL, acl_bytes)
    os.setxattr(path, TIMES, struct.pack(">QQQ", created, written, NOW))


def add_streams(path, rng, is_narrow):
    for name in rng.sample(["Zone.Identifier", "AFP_AfpInfo", "ümlaut 漢字", "a.b.c", "with blank", "x" * 200, "favicon", "EMPTY"], rng.randrange(1, 4)):
        size = 0 if name == "EMPTY" else rng.choice([1, 26, 300, 5000, 60000])
        os.setxattr(path, "user." + name, rng.randbytes(min(size, 300 if is_narrow else size)))


def make(root, seed, count, is_narrow):
    rng = random.Random(seed)
    told = collections.Counter()
    folders, later = [""], []
    pool = {(sort, is_folder): make_descriptor(rng, sort, is_folder) for sort in dict.fromkeys(COMMON) for is_folder in (False, True)}
    for number in range(count):
        is_folder = number % 8 == 1
        parent = rng.choice(folders[-40:])
        name = "%s %04d%s" % (rng.choice(["Bericht", "übersicht", "data", "REPORT", "漢字"]), number, "" if is_folder else ".bin")
        path = os.path.join(root, parent, name)
        if is_folder:
            sort = rng.choice(FOR_FOLDERS if number % 3 else COMMON)
            os.mkdir(path)
            folders.append(os.path.join(parent, name))
        else:
            sort = "as many entries as fit" if number in (2, 3) else "hundreds of entries" if number % 50 == 7 else rng.choice(COMMON)
            with open(path, "wb") as f:
                size = f.write(rng.randbytes(rng.choice([0, 1, 100, 700, 5000, 20000])))
        if number % 4 == 0 or (is_folder and number % 5 == 0):
            add_streams(path, rng, is_narrow)
            told["streams"] += 1
        if is_narrow and sort == "without a list":
            sort = "everybody (NULL list)"
        # Most files of a real tree share a few descriptors.
        shared = rng.random() < 0.5 and (sort, is_folder) in pool
        acl_bytes = pool[(sort, is_folder)] if shared else make_descriptor(rng, sort, is_folder)
        marks = rng.choice(FOLDER_MARKS if is_folder else FILE_MARKS)
        if not is_folder and size < 2:
            # ntfs-3g takes such a file for a pipe or a socket when it belongs to the system.
            marks &= ~0x4
        written = NOW + rng.randrange(10**14) if is_narrow else any_time(rng)
        later.append((path, acl_bytes, marks, any_time(rng), written))
        told["folders" if is_folder else "files"] += 1
        told[sort] += 1
    # Folders after what lies in them, or their times would not stay.
    for path, *metadata in reversed(later):
        set_metadata(path, *metadata)
    told["different descriptors"] = len({acl_bytes for _, acl_bytes, *_ in later})
    for what in sorted(told):
        print("%s|%d" % (what, told[what]))


def attribute(path, name):
    said = subprocess.run(["getfattr", "-h", "--absolute-names", "--only-values", "-n", name, path], check=True, capture_output=True)
    return said.stdout


def is_own(root, folder):
    return os.path.relpath(folder, root) in (".snapback", b".snapback")


def alter(root, seed, count):
    """Another mask in one entry of a list, and every other byte as it was."""
    rng = random.Random(seed)
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(root) if not is_own(root, folder) for name in names)
    rng.shuffle(files)
    done = []
    for path in files:
        if len(done) == count:
            break
        value = bytearray(attribute(path, ACL))
        dacl = struct.unpack_from("<I", value, 16)[0]
        if dacl == 0 or struct.unpack_from("<H", value, dacl + 4)[0] == 0:
            continue
        at = dacl + 8 + 4
        struct.pack_into("<I", value, at, struct.unpack_from("<I", value, at)[0] ^ 0x20000)
        os.setxattr(path, ACL, bytes(value))
        done.append(os.path.relpath(path, root))
    for path in sorted(done):
        print(path)


def unquote(text):
    return re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), text)


def attributes(root, *what):
    """Attributes of every entry below a root, as getfattr tells them."""
    said = subprocess.run(["getfattr", "-R", "-P", "-h", "-e", "hex", *what, "."], cwd=root, capture_output=True)
    found, path = {}, b""
    for line in said.stdout.split(b"\n"):
        if line.startswith(b"# file: "):
            path = os.path.normpath(unquote(line[8:]))
        elif b"=" in line:
            name, value = line.split(b"=", 1)
            found.setdefault(path, []).append((unquote(name), value))
    return found


# Creation, last write, last access, change: four numbers of 16 digits behind 0x. Looking at a file may move the third.
KEPT_OF_TIMES = {"times": lambda value: value[:34], "marks": lambda value: value[:34] + value[50:]}


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def describe(root, parts):
    described = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        for name in folders + files:
            path = os.path.join(folder, name)
            if is_own(os.fsencode(root), path) or is_own(os.fsencode(root), folder):
                continue
            kind = "link" if os.path.islink(path) else "folder" if os.path.isdir(path) else "file"
            described[os.path.relpath(path, os.fsencode(root))] = {"kind": kind, "content": digest(path) if kind == "file" else ""}
    asked = {"marks": ["-n", TIMES], "acl": ["-n", ACL], "attributes": ["-n", ATTRIBUTES], "times": ["-n", TIMES], "streams": ["-d", "-m", "^user\\."]}
    for part in parts:
        for path, values in attributes(root, *asked[part]).items():
            if path in described:
                described[path][part] = [(name, KEPT_OF_TIMES.get(part, bytes)(value)) for name, value in sorted(values)]
    for path, entry in described.items():
        for part in parts:
            if part != "streams" and part not in entry:
                entry[part] = "not told"
    return described


def shown(path):
    return path.decode("utf-8", "backslashreplace").encode("unicode_escape").decode()


def differ(a, b, parts):
    left, right = describe(a, parts), describe(b, parts)
    for path in sorted(left.keys() | right.keys()):
        if path not in left or path not in right:
            print(shown(path) + "|" + ("only in the second" if path not in left else "only in the first"))
            continue
        for part in ["kind", "content", *parts]:
            mine, theirs = left[path].get(part), right[path].get(part)
            if mine != theirs:
                print("%s|%s|%s|%s" % (shown(path), part, mine, theirs))


def listing(root, parts):
    for path, entry in sorted(describe(root, parts).items()):
        print(shown(path), *(entry.get(part, "") for part in ["kind", "content", *parts]), sep="|")


def parts_of(path):
    value = attribute(path, ACL)
    owner, group, sacl, dacl = struct.unpack_from("<IIII", value, 4)
    print("control=%04x" % struct.unpack_from("<H", value, 2))
    for name, at in (("owner", owner), ("group", group)):
        print(name + "=" + (value[at : at + 8 + 4 * value[at + 1]].hex() if at else ""))
    for name, at in (("dacl", dacl), ("sacl", sacl)):
        print(name + "=" + (value[at : at + struct.unpack_from("<H", value, at + 2)[0]].hex() if at else ""))


def show(path):
    print(attribute(path, ACL).hex(), attribute(path, ATTRIBUTES).hex(), attribute(path, TIMES)[:8].hex(), sep="|")


command, arguments = sys.argv[1], sys.argv[2:]
if command in ("make", "alter"):
    (make if command == "make" else alter)(arguments[0], *(int(argument) for argument in arguments[1:]))
elif command == "list":
    listing(arguments[0], arguments[1:])
elif command == "differ":
    differ(arguments[0], arguments[1], arguments[2:])
elif command == "give":
    os.setxattr(arguments[0], ACL, make_descriptor(random.Random(int(arguments[2])), arguments[1], os.path.isdir(arguments[0])))
elif command == "time":
    os.setxattr(arguments[0], TIMES, struct.pack(">QQQ", *[int(arguments[1])] * 3))
elif command == "parts":
    parts_of(arguments[0])
else:
    show(arguments[0])
