#!/usr/bin/env python3
"""The native half of the stand-in shadow copy service: makes, strips, shows and deletes btrfs snapshots.

Called as `service.py REQUEST`. REQUEST is a file of tab-separated lines in C:\\vss-double\\requests; the answer goes to REQUEST.answer, which appears
complete. The first word of its first line:

probe ROOT               can a snapshot of the volume at ROOT be made
create OWNER LOSTAFTER   followed by a line per volume and per group of files that does not belong into its snapshot
delete ROOT ID DEVICE    deletes a snapshot and its device
"""
import fnmatch
import os
import signal
import subprocess
import sys
import time

STATE = os.path.dirname(os.path.realpath(sys.argv[0]))
PREFIX = os.environ["WINEPREFIX"]
SUBVOLUME_TOP = 256
# Far more than the real service has: what is slow here is the machine of the test, not the writer.
HOLD_LIMIT = 60.0


class Refused(Exception):
    """Why it can't be done, in one line."""


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refused(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()}".replace("\n", " "))
    return done.stdout


def mount_points():
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        return {line.split(" ")[4].replace("\\040", " ") for line in file}


def probe(root):
    root = os.path.realpath(root)
    kind = run("stat", "-f", "-c", "%T", root).strip()
    if kind != "btrfs":
        raise Refused(f"{root} lies on {kind}")
    if os.stat(root).st_ino != SUBVOLUME_TOP:
        raise Refused(f"{root} is not the top of a subvolume")
    if root in mount_points():
        raise Refused(f"{root} is a mount point; the drive must be a subvolume below one, so that snapshots find a place beside it")


def place_of(root, number):
    """Where the snapshot of a volume lies: beside the volume, out of sight of those who list it."""
    return os.path.join(os.path.dirname(os.path.realpath(root)), ".vss-double", number)


def link_of(device):
    # \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopyN, as Wine resolves it.
    return os.path.join(PREFIX, "dosdevices", "globalroot", "Device", device.rsplit("\\", 1)[1])


def links(directory):
    try:
        names = os.listdir(directory)
    except OSError:
        return
    for name in names:
        try:
            yield os.readlink(os.path.join(directory, name))
        except OSError:
            pass


def programs():
    """Number, executable and open files of every process."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                program = os.readlink(f"/proc/{entry}/exe")
            except OSError:
                continue
            yield int(entry), program, set(links(f"/proc/{entry}/fd"))


def is_of_prefix(number):
    try:
        with open(f"/proc/{number}/environ", "rb") as file:
            return b"WINEPREFIX=" + os.fsencode(PREFIX) in file.read().split(b"\0")
    except OSError:
        return False


def find_owner(token):
    token = os.path.realpath(token)
    for number, program, files in programs():
        if "wineserver" not in os.path.basename(program) and any(file.split(" (deleted)")[0] == token for file in files):
            return number
    raise Refused(f"no process holds {token}")


def writers(owner, roots):
    """Whoever could write to the volumes: has a file there open, or is a program of this Windows, which could open one now."""
    for number, program, files in programs():
        name = os.path.basename(program)
        if number in (owner, os.getpid()) or "wineserver" in name:
            continue
        below = any(file == root or file.startswith(root + "/") for file in files for root in roots)
        if below or (name.startswith("wine") and is_of_prefix(number)):
            yield number


def is_in(number, states):
    """Whether a process is in one of these states; one that is gone is in all of them."""
    try:
        with open(f"/proc/{number}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] in states
    except OSError:
        return True


class HeldWrites:
    """Nobody writes to the volumes inside of this block: flush-and-hold, as the service's last step before the snapshots has it."""

    def __init__(self, owner, roots):
        self.owner, self.roots, self.held = owner, roots, set()

    def __enter__(self):
        limit = time.monotonic() + HOLD_LIMIT
        try:
            while True:
                more = set(writers(self.owner, self.roots)) - self.held
                for number in more:
                    try:
                        os.kill(number, signal.SIGSTOP)
                        self.held.add(number)
                    except ProcessLookupError:
                        pass
                if not more and all(is_in(number, "TtZX") for number in self.held):
                    break
                if time.monotonic() > limit:
                    raise Refused("writes could not be held")
                time.sleep(0.002)
            for root in self.roots:
                run("sync", "-f", root)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for number in self.held:
            try:
                os.kill(number, signal.SIGCONT)
            except ProcessLookupError:
                pass


def find_folder(root, path):
    """The folder below root, whatever the case of its name."""
    for part in [part for part in path.split("/") if part]:
        match = [name for name in os.listdir(root) if name.lower() == part.lower()]
        if not match:
            return None
        root = os.path.join(root, match[0])
        if os.path.islink(root) or not os.path.isdir(root):
            return None
    return root


def strip(root, folder, pattern, recursive):
    start = find_folder(root, folder)
    if start is None:
        return
    for place, folders, files in os.walk(start):
        for name in files:
            if fnmatch.fnmatchcase(name.lower(), "*" if pattern == "*.*" else pattern.lower()):
                os.unlink(os.path.join(place, name))
        if not recursive:
            folders.clear()


def remove(root, number, device):
    link = link_of(device)
    if os.path.islink(link):
        os.unlink(link)
    snapshot = place_of(root, number)
    if os.path.exists(snapshot):
        run("btrfs", "-q", "subvolume", "delete", snapshot)
        folder = os.path.dirname(snapshot)
        if not os.listdir(folder):
            os.rmdir(folder)


def create(lines):
    _, token, lost_after = lines[0]
    volumes = [line[1:] for line in lines if line[0] == "volume"]
    strips = [line[1:] for line in lines if line[0] == "strip"]
    for root, _, _ in volumes:
        probe(root)
    owner = find_owner(token)
    made = []
    try:
        with HeldWrites(owner, [os.path.realpath(root) for root, _, _ in volumes]):
            for root, number, device in volumes:
                snapshot = place_of(root, number)
                os.makedirs(os.path.dirname(snapshot), exist_ok=True)
                made.append((root, number, device))
                run("btrfs", "-q", "subvolume", "snapshot", root, snapshot)
        for root, number, device in volumes:
            snapshot = place_of(root, number)
            for folder, pattern, recursive in [rest for of, *rest in strips if of == number]:
                strip(snapshot, folder, pattern, recursive == "1")
            run("btrfs", "property", "set", "-ts", snapshot, "ro", "true")
            os.symlink(snapshot, link_of(device))
    except BaseException:
        for one in made:
            remove(*one)
        raise
    watch(owner, int(lost_after) / 1000, [number for _, number, _ in volumes])


def watch(owner, lost_after, numbers):
    """Stays behind in a process of its own, as the service does: deletes the snapshots when their owner dies, or when they are to be lost."""
    if os.fork() != 0:
        return
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    records = [os.path.join(STATE, "snapshots", number) for number in numbers]
    limit = time.monotonic() + lost_after
    while any(os.path.exists(record) for record in records):
        told = os.path.join(STATE, "lose")
        is_lost = os.path.exists(told) or (lost_after > 0 and time.monotonic() > limit)
        if is_lost or is_in(owner, "ZX"):
            for record in records:
                drop(record)
            if os.path.exists(told):
                os.unlink(told)
        time.sleep(0.02)
    os._exit(0)


def drop(record):
    try:
        with open(record, encoding="utf-8") as file:
            fields = dict(line.rstrip("\n").split("\t", 1) for line in file)
        os.unlink(record)
    except FileNotFoundError:
        return
    try:
        remove(fields["root"], fields["id"], fields["device"])
    except Refused as why:
        with open(os.path.join(STATE, "trace", "service.log"), "a", encoding="utf-8") as log:
            log.write(f"fault {why}\n")


def answer(request):
    with open(request, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    try:
        verb = lines[0][0]
        if verb == "probe":
            probe(lines[0][1])
        elif verb == "create":
            create(lines)
        else:
            remove(*lines[0][1:])
        return "ok\n"
    except (Refused, OSError) as why:
        return f"{why}\n"


def main():
    text = answer(sys.argv[1])
    with open(sys.argv[1] + ".half", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(sys.argv[1] + ".half", sys.argv[1] + ".answer")


main()
