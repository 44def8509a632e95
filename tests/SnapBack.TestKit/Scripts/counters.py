"""Counts up in f1, f2, ... f5 of a folder, one file after the other, for ever. In any view of one moment f1 >= f2 >= ... >= f5 >= f1 - 1.

usage: counters.py FOLDER fsync|rename|plain [PAUSE]      PAUSE: seconds between two rounds; plain flushes nothing and keeps the files open
"""
import os
import sys
import time

folder, way = sys.argv[1], sys.argv[2]
pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0
names = [os.path.join(folder, "f%d" % i) for i in range(1, 6)]
kept = [os.open(name, os.O_RDWR | os.O_CREAT) for name in names] if way == "plain" else []
number = 0
while True:
    number += 1
    text = b"%020d" % number
    for handle in kept:
        os.pwrite(handle, text, 0)
    for name in [] if kept else names:
        target = name + ".new" if way == "rename" else name
        handle = os.open(target, os.O_RDWR | os.O_CREAT)
        os.pwrite(handle, text, 0)
        os.fsync(handle)
        os.close(handle)
        if way == "rename":
            os.rename(target, name)
    if number == 1:
        print("ready", flush=True)
    if pause:
        time.sleep(pause)
