#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A board on a pseudo-terminal that speaks MicroPython's REPL and can misbehave in every way that
boards are known to.

It runs the Python it is sent with the Python it runs in, in a scratch folder, so answers are real.
Prints one line, the path to open, when it is ready. Signals: USR1 unplugs it for --gone seconds.

    --link PATH      keep a symlink there, as udev does under /dev/serial/by-id
    --old            firmware without raw-paste mode
    --window N       raw-paste window
    --buffer N       lose what arrives while N bytes wait to be read ...
    --rate BPS       ... at this many bytes a second (slow hands of an interpreter)
    --main FILE      runs after start and soft reset, as main.py does
    --mode MODE      what it is found in: friendly, raw, paste, typing, escape, silent
    --cut N          hang up for good after N bytes received
    --corrupt N      flip a bit in the N-th byte received
    --deaf N         ignore the first N Ctrl-C
    --no OS_NAMES    comma-separated functions that its os lacks
"""

import argparse
import code
import collections
import errno
import os
import pty
import select
import signal
import sys
import tempfile
import threading
import time
import traceback
import tty
import types

BANNER = "MicroPython v1.99.0 on 2026-01-01; Fake board with CPython"
HELP = 'Type "help()" for more information.'
RAW = "raw REPL; CTRL-B to exit\r\n>"


class Unplugged(BaseException):
    pass


def describe(error):
    """The last line of a traceback, as MicroPython has it."""
    if isinstance(error, OSError) and error.errno is not None:
        return "OSError: [Errno %d] %s" % (error.errno, errno.errorcode[error.errno])
    return "%s: %s" % (type(error).__name__, error)


def small_os(lacking):
    """What programs on the board import as os."""
    module = types.ModuleType("os")

    def ilistdir(path=""):
        for entry in os.scandir(path or "."):
            info = entry.stat()
            yield entry.name, info.st_mode & 0xC000, 0, info.st_size

    def listdir(path=""):
        return os.listdir(path or ".")

    functions = {name: getattr(os, name)
                 for name in ("stat", "rename", "remove", "mkdir", "rmdir", "getcwd", "chdir", "statvfs", "uname")}
    functions.update(ilistdir=ilistdir, listdir=listdir)
    for name, function in functions.items():
        if name not in lacking:
            setattr(module, name, function)
    return module


class Board:
    def __init__(self, options):
        self.options = options
        self.received = 0
        self.deaf = options.deaf
        self.is_running = False
        self.master = -1
        self.waiting = collections.deque()
        self.arrival = threading.Condition()
        self.wire = threading.Lock()
        self.next_read = 0.0
        self.has_fresh_names()

    # -- the wire

    def plug(self):
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        path = os.ttyname(slave)
        os.close(slave)
        # Without a slave open, reading the master fails until somebody opens it: the reader waits.
        self.waiting.clear()
        if self.options.link:
            temporary = self.options.link + ".new"
            os.symlink(path, temporary)
            os.rename(temporary, self.options.link)
        return self.options.link or path

    def unplug(self):
        if self.options.link:
            os.unlink(self.options.link)
        with self.wire:
            master, self.master = self.master, -1
            os.close(master)

    def read_wire(self):
        while True:
            # Under the lock: a pty whose master is being read does not hang up when it is closed.
            with self.wire:
                try:
                    ready = self.master >= 0 and select.select([self.master], [], [], 0.02)[0]
                    data = os.read(self.master, 4096) if ready else b""
                except OSError:
                    data = b""
                    ready = False
            for byte in data:
                self.take(byte)
            if not ready:
                time.sleep(0.001)

    def take(self, byte):
        self.received += 1
        if self.received == self.options.corrupt:
            byte ^= 0x40
        if self.options.cut and self.received >= self.options.cut:
            os._exit(0)
        if byte == 3 and self.is_running:
            if self.deaf > 0:
                self.deaf -= 1
            else:
                os.kill(os.getpid(), signal.SIGINT)
            return
        with self.arrival:
            if self.options.buffer and len(self.waiting) >= self.options.buffer:
                return
            self.waiting.append(byte)
            self.arrival.notify()

    def get(self):
        if self.options.rate:
            # A debt of up to 10 ms is paid by sleeping, so that the mean is right.
            self.next_read = max(self.next_read, time.monotonic()) + 1 / self.options.rate
            if self.next_read - time.monotonic() > 0.01:
                time.sleep(self.next_read - time.monotonic())
        with self.arrival:
            while not self.waiting:
                self.arrival.wait()
            return self.waiting.popleft()

    def put(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        while data and self.master >= 0:
            try:
                n = os.write(self.master, data)
            except OSError:
                return
            data = data[n:]

    # -- Python

    def has_fresh_names(self):
        self.names = {"__name__": "__main__"}

    def write(self, text):  # as sys.stdout
        self.put(text.replace("\n", "\r\n"))
        return len(text)

    def flush(self):
        pass

    def readline(self, *_):  # as sys.stdin
        line = b""
        while True:
            byte = self.get()
            if byte in b"\r\n":
                self.put("\r\n")
                return line.decode(errors="replace") + "\n"
            line += bytes([byte])
            self.put(bytes([byte]))

    def execute(self, source, name="<stdin>", kind="exec"):
        """Runs it and returns the traceback, "" if there is none."""
        try:
            return self.execute_once(source, name, kind)
        except KeyboardInterrupt:  # a second one, while the first was being told
            return "Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n"

    def execute_once(self, source, name, kind):
        sys.stdout, sys.stdin = self, self
        try:
            program = compile(source, name, kind)
            self.is_running = True
            exec(program, self.names)
            self.is_running = False
        except SystemExit:
            return ""
        except SyntaxError as error:
            return 'Traceback (most recent call last):\r\n  File "%s", line %s\r\nSyntaxError: invalid syntax\r\n' % (
                name, error.lineno)
        except Unplugged:
            raise
        except BaseException as error:
            self.is_running = False
            lines = ["Traceback (most recent call last):\r\n"]
            for frame in traceback.extract_tb(error.__traceback__):
                if frame.filename != __file__:
                    lines.append('  File "%s", line %d, in %s\r\n' % (frame.filename, frame.lineno, frame.name))
            lines.append(describe(error) + "\r\n")
            return "".join(lines)
        finally:
            self.is_running = False
            sys.stdout, sys.stdin = sys.__stdout__, sys.__stdin__
        return ""

    # -- REPL

    def boot(self):
        self.has_fresh_names()
        if self.options.main:
            with open(self.options.main) as file:
                self.put(self.execute(file.read(), "main.py"))

    def friendly(self):
        """Until Ctrl-A, which it returns, or Ctrl-D."""
        self.put("\r\n%s\r\n%s\r\n>>> " % (BANNER, HELP))
        line = ""
        block = []
        escape = 0
        while True:
            byte = self.get()
            if escape:
                escape = 2 if byte == ord("[") else 0
                continue
            if byte == 0x1B:
                escape = 1
            elif byte == 1 and not line and not block:
                return "raw"
            elif byte == 2 and not line:
                return "friendly"
            elif byte == 3:
                line, block = "", []
                self.put("\r\n>>> ")
            elif byte == 4 and not line and not block:
                return "reset"
            elif byte == 5 and not line and not block:
                self.paste()
                self.put(">>> ")
            elif byte in (8, 0x7F):
                if line:
                    line = line[:-1]
                    self.put("\b\x1b[K")
            elif byte in b"\r\n":
                self.put("\r\n")
                block.append(line)
                line = ""
                source = "\n".join(block) + "\n"
                try:
                    ready = code.compile_command(source, "<stdin>", "single") is not None
                except (SyntaxError, ValueError, OverflowError):
                    ready = True
                if ready:
                    block = []
                    if source.strip():
                        self.put(self.execute(source, kind="single"))
                    self.put(">>> ")
                else:
                    self.put("... ")
            elif byte >= 32 or byte == 9:
                line += chr(byte)
                self.put(bytes([byte]))

    def paste(self):
        self.put("\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== ")
        text = b""
        while True:
            byte = self.get()
            if byte == 3:
                self.put("\r\n")
                return
            if byte == 4:
                self.put("\r\n")
                self.put(self.execute(text.decode()))
                return
            if byte == 13:
                text += b"\n"
                self.put("\r\n=== ")
            else:
                text += bytes([byte])
                self.put(bytes([byte]))

    def raw(self):
        self.put("\r\n" + RAW if not self.options.mode == "raw" else "")
        text = b""
        while True:
            byte = self.get()
            if byte == 1:
                text = b""
                self.put(RAW)
            elif byte == 2:
                return "friendly"
            elif byte == 3:
                text = b""
            elif byte == 4:
                self.put("OK")
                if not text:
                    self.put("\r\nMPY: soft reboot\r\n")
                    self.has_fresh_names()
                    return "raw"
                self.run_raw(text)
                text = b""
            elif byte == 5 and not text and not self.options.old:
                if self.get() == ord("A") and self.get() == 1:
                    self.raw_paste()
            elif byte == 5:
                pass
            else:
                text += bytes([byte])

    def run_raw(self, text):
        error = self.execute(text.decode(errors="replace"))
        self.put("\x04" + error + "\x04>")

    def raw_paste(self):
        window = self.options.window
        self.put(b"R\x01" + bytes([window & 0xFF, window >> 8]))
        text = b""
        room = window
        while True:
            byte = self.get()
            if byte == 4:
                break
            if byte == 3:
                self.put("\x04\x04Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n\x04>")
                return
            text += bytes([byte])
            room -= 1
            if room == 0:
                room = window
                self.put("\x01")
        self.put("\x04")
        self.run_raw(text)

    def start_in(self, mode):
        if mode == "raw":
            return "raw"
        if mode == "paste":
            self.paste()
        elif mode == "silent":
            while True:
                self.get()
        elif mode == "typing":
            self.waiting.extend(b"print(1")
        elif mode == "escape":
            self.waiting.extend(b"\x1b[")
        return "friendly"

    def live(self):
        self.boot()
        mode = self.start_in(self.options.mode)
        while True:
            if mode == "raw":
                mode = self.raw()
                self.options.mode = "friendly"
            else:
                mode = self.friendly()
            if mode == "reset":
                self.put("\r\nMPY: soft reboot\r\n")
                self.boot()
                mode = "friendly"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--link")
    parser.add_argument("--old", action="store_true")
    parser.add_argument("--window", type=int, default=128)
    parser.add_argument("--buffer", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--main")
    parser.add_argument("--mode", default="friendly")
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--corrupt", type=int, default=0)
    parser.add_argument("--deaf", type=int, default=0)
    parser.add_argument("--gone", type=float, default=0.5)
    parser.add_argument("--no", default="")
    options = parser.parse_args()
    if options.main:
        options.main = os.path.abspath(options.main)

    board = Board(options)
    path = board.plug()
    sys.__stdout__.write(path + "\n")
    sys.__stdout__.flush()

    sys.modules["os"] = small_os(options.no.split(","))
    scratch = tempfile.TemporaryDirectory()
    os.chdir(scratch.name)

    def unplug(*_):
        board.is_running = False
        board.unplug()
        threading.Timer(options.gone, board.plug).start()
        raise Unplugged

    def interrupt(*_):
        if board.is_running:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGUSR1, unplug)
    # So that interrupts come at any place of a program, not only where it sleeps.
    sys.setswitchinterval(1e-5)
    threading.Thread(target=board.read_wire, daemon=True).start()
    while True:
        try:
            board.live()
        except (Unplugged, KeyboardInterrupt):
            continue


main()
