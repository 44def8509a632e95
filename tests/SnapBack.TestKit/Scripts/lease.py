"""Holds a file so that no other program can open it without waiting (a write lease, see fcntl(2)), for some seconds.

usage: lease.py FILE SECONDS
"""
import fcntl
import os
import signal
import sys
import time

# The kernel asks for the lease back by this signal; whoever does not answer keeps it up to /proc/sys/fs/lease-break-time.
signal.signal(signal.SIGIO, signal.SIG_IGN)
handle = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("ready", flush=True)
time.sleep(float(sys.argv[2]))
fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
print("released", flush=True)
