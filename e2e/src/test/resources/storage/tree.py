"""tree.py build|damage|describe FOLDER: what a file system can hold and Java cannot name.

build     fills the empty folder with one of everything
damage    changes, replaces, removes and adds, so that a restore in place has all of that to undo
describe  prints a line for the folder itself and for everything below it, in the order of the names' bytes
"""

import hashlib
import json
import os
import socket
import stat
import struct
import sys

MIB = 1 << 20
SMALL_FILES = 100_000
ACL_USER_OBJ, ACL_USER, ACL_GROUP_OBJ, ACL_MASK, ACL_OTHER = 1, 2, 4, 16, 32


def write(name, content, mode=0o644):
    with open(name, "wb") as file:
        file.write(content)
    os.chmod(name, mode)


def acl(*entries):
    """A POSIX ACL as the kernel keeps it: tag, permissions, user or group."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


def acl_for(user):
    nobody = 0xFFFFFFFF
    return acl(
        (ACL_USER_OBJ, 6, nobody),
        (ACL_USER, 4, user),
        (ACL_GROUP_OBJ, 4, nobody),
        (ACL_MASK, 6, nobody),
        (ACL_OTHER, 0, nobody),
    )


def build():
    os.makedirs(b"private/deep")
    write(b"private/key", b"secret", 0o600)
    write(b"private/deep/nobody-may", b"locked", 0o000)
    os.chown(b"private/key", 4711, 4712)
    os.chown(b"private/deep", 999, 65534)
    os.chown(b"private/deep/nobody-may", 2**31 + 7, 2**31 + 8)
    os.chmod(b"private", 0o700)
    os.chown(b"private", 4711, 4712)

    os.mkdir(b"modes")
    for name, mode in ((b"setuid", 0o4755), (b"setgid", 0o2755), (b"setgid-of-another", 0o2750)):
        write(b"modes/" + name, b"#!/bin/sh\n")
        if name != b"setgid":
            os.chown(b"modes/" + name, 1000, 2000)
        os.chmod(b"modes/" + name, mode)
    for name, mode in ((b"shared", 0o2775), (b"sticky", 0o1777)):
        os.mkdir(b"modes/" + name)
        os.chown(b"modes/" + name, 1000, 2000)
        os.chmod(b"modes/" + name, mode)

    os.mkdir(b"links")
    write(b"links/first", b"of three names")
    os.link(b"links/first", b"links/second")
    os.link(b"links/first", b"private/third")
    write(b"links/alone", b"of one name")
    os.symlink(b"links/first", b"link")
    os.symlink(b"nowhere/at/all", b"dangling")
    os.symlink(b"/etc/passwd", b"absolute")
    os.symlink(b"not-\xff-utf8", b"links/to-bytes")
    os.symlink(b"links", b"to-directory")
    os.lchown(b"dangling", 4711, 4712)

    os.mkdir(b"names")
    for name in (b"two\nlines", b"bytes-\xff\xfe-\x80", b"latin-\xe9", b" blank ", b"*?[a]", b"back\\slash", b"-rf",
                 b'"quoted"', b"$(reboot)", b"tab\there", b"\x01\x1b[31m", "ünï☃".encode(), b"n" * 255):
        write(b"names/" + name, name)
    os.mkdir(b"names/dir-\xc3\x28")
    write(b"names/dir-\xc3\x28/below", b"below")

    os.mkdir(b"special")
    os.mkfifo(b"special/fifo", 0o620)
    os.chown(b"special/fifo", 4711, 4712)
    os.chmod(b"special/fifo", 0o620)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("special/socket")
    listening.close()

    os.mkdir(b"attributes")
    write(b"attributes/user", b"tagged")
    os.setxattr(b"attributes/user", b"user.origin", b"caf\xc3\xa9 \x00\xff")
    os.setxattr(b"attributes/user", b"user.empty", b"")
    os.chown(b"attributes/user", 4711, 4712)
    write(b"attributes/acl", b"shared")
    os.setxattr(b"attributes/acl", b"system.posix_acl_access", acl_for(4711))
    os.mkdir(b"attributes/inherited")
    os.setxattr(b"attributes/inherited", b"system.posix_acl_default", acl_for(4712))
    os.setxattr(b"attributes/inherited", b"user.directory", b"yes")

    with open(b"sparse", "wb") as file:
        file.write(b"begin")
        file.seek(200 * MIB)
        file.write(b"end")
    with open(b"hole", "wb") as file:
        file.truncate(64 * MIB)
    write(b"random", os.urandom(3 * MIB))
    write(b"zeros", bytes(2 * MIB))
    write(b"empty", b"")
    os.mkdir(b"empty-directory")

    for folder in range(SMALL_FILES // 1000):
        os.makedirs(b"small/%02d" % folder)
        for number in range(1000):
            with open(b"small/%02d/%d" % (folder, number), "wb") as file:
                file.write(b"%d of %d" % (number, folder))

    nanoseconds = 981_173_106_123_456_789
    for folder, folders, files in os.walk(b".", topdown=False):
        for name in files + [each for each in folders if os.path.islink(os.path.join(folder, each))]:
            nanoseconds += 1_000_000_007
            os.utime(os.path.join(folder, name), ns=(nanoseconds, nanoseconds), follow_symlinks=False)
        nanoseconds += 1_000_000_007
        os.utime(folder, ns=(nanoseconds, nanoseconds))
    os.utime(b"links/alone", ns=(-1_000_000_001, -1_000_000_001))
    os.chown(b".", 999, 998)
    os.chmod(b".", 0o2750)
    os.utime(b".", ns=(nanoseconds, nanoseconds))


def damage():
    os.remove(b"private/key")
    os.rename(b"private/deep", b"private/moved")
    os.remove(b"links/second")
    os.link(b"links/alone", b"links/second")
    with open(b"links/first", "r+b") as file:
        file.write(b"OF")
    os.remove(b"dangling")
    write(b"dangling", b"a file now")
    os.remove(b"names/two\nlines")
    write(b"names/bytes-\xff\xfe-\x80", b"broken")
    write(b"names/added-\xff", b"stray")
    os.remove(b"special/fifo")
    os.removexattr(b"attributes/user", b"user.origin")
    os.setxattr(b"attributes/user", b"user.stray", b"stray")
    os.removexattr(b"attributes/acl", b"system.posix_acl_access")
    os.setxattr(b"random", b"system.posix_acl_access", acl_for(1))
    os.chmod(b"modes/setuid", 0o600)
    os.chown(b"modes/shared", 0, 0)
    os.chmod(b"modes/shared", 0o700)
    with open(b"sparse", "r+b") as file:
        file.seek(100 * MIB)
        file.write(b"no hole any more")
    with open(b"random", "r+b") as file:
        file.seek(MIB)
        file.write(bytes(4096))
    with open(b"empty", "wb") as file:
        file.write(b"full")
    os.rmdir(b"empty-directory")
    write(b"empty-directory", b"a file now")
    os.remove(b"zeros")
    os.makedirs(b"zeros/a-directory-now")
    os.remove(b"to-directory")
    os.mkdir(b"to-directory")
    for number in range(1000):
        os.remove(b"small/07/%d" % number)
    os.rmdir(b"small/07")
    with open(b"small/08/1", "wb") as file:
        file.write(b"broken")
    os.chown(b".", 0, 0)
    os.chmod(b".", 0o777)


def shown(name):
    return name.decode("ascii", "backslashreplace") if isinstance(name, bytes) else name


def attributes(path):
    return {name: os.getxattr(path, name, follow_symlinks=False).hex()
            for name in sorted(os.listxattr(path, follow_symlinks=False))}


def describe():
    os.sync()
    first_names = {}
    entries = [b"."]
    for folder, folders, files in os.walk(b"."):
        entries += [os.path.join(folder, name) for name in folders + files]
    for path in sorted(entries):
        facts = os.lstat(path)
        entry = {
            "mode": oct(facts.st_mode),
            "owner": [facts.st_uid, facts.st_gid],
            "modified": facts.st_mtime_ns,
            "attributes": attributes(path),
        }
        if stat.S_ISLNK(facts.st_mode):
            entry["target"] = shown(os.readlink(path))
        if not stat.S_ISDIR(facts.st_mode) and facts.st_nlink > 1:
            entry["names"] = facts.st_nlink
            entry["first"] = shown(first_names.setdefault(facts.st_ino, path))
        if stat.S_ISREG(facts.st_mode):
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            entry.update(size=facts.st_size, digest=digest)
            if path in (b"./sparse", b"./hole"):
                entry["MiB allocated"] = facts.st_blocks * 512 // MIB
        print(shown(path).replace("\n", "\\n"), json.dumps(entry, sort_keys=True))


os.chdir(sys.argv[2])
os.umask(0o022)
{"build": build, "damage": damage, "describe": describe}[sys.argv[1]]()
