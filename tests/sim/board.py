# SPDX-License-Identifier: MIT
"""A small client of the REPL protocols, for tests: starts adder-sim and speaks to it byte by byte."""

import os
import select
import signal
import socket
import subprocess
import tempfile
import time

SLOW = 8 if os.environ.get("ADDER_SANITIZED") else 1
BANNER_END = b'Type "help()" for more information.\r\n>>> '
RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"


class Timeout(AssertionError):
    pass


class Board:
    """adder-sim on stdio, a pty or a TCP port, with a file system of its own."""

    def __init__(self, program, link="stdio", *options, files=None, env=None, flash=None):
        self.temporary = tempfile.TemporaryDirectory(prefix="adder-sim-test-")
        self.flash = flash or os.path.join(self.temporary.name, "flash")
        os.makedirs(self.flash, exist_ok=True)
        for name, text in (files or {}).items():
            path = os.path.join(self.flash, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        argv = [program, "--link", link, "--flash", self.flash, *options]
        self.proc = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        self.buf = b""
        self.sock = None
        if link == "stdio":
            self.read_fd, self.write_fd = self.proc.stdout.fileno(), self.proc.stdin.fileno()
        else:
            self.address = self.proc.stdout.readline().decode().strip()
            self.connect()

    def connect(self):
        if self.address.startswith("tcp://"):
            host, port = self.address[6:].rsplit(":", 1)
            self.sock = socket.create_connection((host, int(port)), timeout=5)
            self.read_fd = self.write_fd = self.sock.fileno()
        else:
            self.read_fd = self.write_fd = os.open(self.address, os.O_RDWR | os.O_NOCTTY)
        self.buf = b""

    def disconnect(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None
        else:
            os.close(self.read_fd)

    def close(self):
        if self.proc.poll() is None:
            self.proc.send_signal(signal.SIGKILL)
        self.proc.stdin.close()
        self.proc.stdout.close()
        self.proc.wait()
        if self.sock is not None:
            self.sock.close()
        self.temporary.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def write(self, data):
        while data:
            data = data[os.write(self.write_fd, data) :]

    def fill(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self.read_fd], [], [], left)[0]:
            raise Timeout("waited in vain; got %r" % self.buf[-400:])
        data = os.read(self.read_fd, 65536)
        if not data:
            raise EOFError("the board is gone; it said %r" % self.buf[-400:])
        self.buf += data

    def until(self, mark, timeout=3):
        """Everything up to and with the mark."""
        deadline = time.monotonic() + timeout * SLOW
        while mark not in self.buf:
            self.fill(deadline)
        end = self.buf.index(mark) + len(mark)
        out, self.buf = self.buf[:end], self.buf[end:]
        return out

    def take(self, n, timeout=3):
        deadline = time.monotonic() + timeout * SLOW
        while len(self.buf) < n:
            self.fill(deadline)
        out, self.buf = self.buf[:n], self.buf[n:]
        return out

    def silent(self, seconds):
        """Nothing comes for so long."""
        ready = select.select([self.read_fd], [], [], seconds)[0]
        assert not self.buf and not ready, "unexpected: %r" % (self.buf or os.read(self.read_fd, 1000))

    def prompt(self, timeout=3):
        return self.until(b">>> ", timeout)

    def sync(self):
        """After a connection: to a prompt that nothing follows."""
        self.write(b"\r")
        self.prompt()
        time.sleep(0.1 * SLOW)
        while select.select([self.read_fd], [], [], 0.05)[0]:
            os.read(self.read_fd, 65536)
        self.buf = b""

    def type(self, line, timeout=3):
        """Types a line at the prompt; returns what is printed before the next prompt, without the echo."""
        self.write(line.encode() + b"\r")
        out = self.prompt(timeout)
        echo = line.encode() + b"\r\n"
        assert out.startswith(echo), out
        return out[len(echo) : -4]

    def enter_raw(self):
        self.write(b"\r\x03\x03\r\x01")
        self.until(RAW_BANNER)

    def follow(self, timeout=3):
        """Output and error text of what runs in raw mode."""
        out = self.until(b"\x04", timeout)[:-1]
        error = self.until(b"\x04", timeout)[:-1]
        assert self.take(1) == b">"
        return out, error

    def raw(self, text, timeout=3):
        self.write(text.encode() + b"\x04")
        assert self.take(2) == b"OK"
        return self.follow(timeout)

    def raw_paste(self, data, timeout=3):
        """As pyboard.py does: never more than the window allows. Returns output, error and the credits that came."""
        self.write(b"\x05A\x01")
        assert self.take(2) == b"R\x01"
        window = int.from_bytes(self.take(2), "little")
        room, credits = window, 0
        while data:
            while room == 0 or self.buf or select.select([self.read_fd], [], [], 0)[0]:
                byte = self.take(1)
                if byte == b"\x01":
                    room += window
                    credits += 1
                elif byte == b"\x04":
                    self.write(b"\x04")
                    return (*self.follow(timeout), credits)
                else:
                    raise AssertionError(byte)
            n = min(room, len(data))
            self.write(data[:n])
            room -= n
            data = data[n:]
        self.write(b"\x04")
        while True:
            byte = self.take(1)
            if byte == b"\x04":
                break
            assert byte == b"\x01", byte
            credits += 1
        return (*self.follow(timeout), credits)
