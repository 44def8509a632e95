"""Makes a chain of folders whose path is longer than the system's limit, with a file at the bottom. Arguments: folder, bytes."""
import os
import sys

os.makedirs(sys.argv[1], exist_ok=True)
here = os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECTORY)
length = 0
while length < int(sys.argv[2]):
    name = b"deep-" + b"d" * 195
    os.mkdir(name, dir_fd=here)
    below = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=here)
    with open(os.open(b"beside", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=here), "wb") as f:
        f.write(b"%d" % length)
    os.close(here)
    here = below
    length += len(name) + 1
with open(os.open(b"bottom", os.O_WRONLY | os.O_CREAT, 0o640, dir_fd=here), "wb") as f:
    f.write(b"bottom")
os.utime(b"bottom", ns=(10**18 + 1, 10**18 + 1), dir_fd=here)
