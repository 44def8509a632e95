"""Publishes whole generations for ever: fills FOLDER/next with files that all hold one number, then exchanges it with FOLDER/current in one step.
In any view of one moment all files of current hold the same number.

usage: generations.py FOLDER
"""
import ctypes
import os
import sys

AT_FDCWD, RENAME_EXCHANGE = -100, 2
libc = ctypes.CDLL(None, use_errno=True)
current, following = (os.path.join(sys.argv[1], name) for name in ("current", "next"))
os.makedirs(current)
os.makedirs(following)
number = 0
while True:
    number += 1
    for i in range(8):
        handle = os.open(os.path.join(following, "g%d" % i), os.O_WRONLY | os.O_CREAT)
        os.pwrite(handle, b"%020d" % number, 0)
        os.fsync(handle)
        os.close(handle)
    if libc.renameat2(AT_FDCWD, following.encode(), AT_FDCWD, current.encode(), RENAME_EXCHANGE):
        sys.exit(os.strerror(ctypes.get_errno()))
    if number == 1:
        print("ready", flush=True)
