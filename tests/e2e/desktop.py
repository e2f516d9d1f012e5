# SPDX-License-Identifier: MIT
"""A desktop of one's own: Xvfb, a session bus, empty home folder; its screen read straight from memory.

Xvfb keeps its frame buffer in a file (-fbdir), so that looking at the screen costs no round trip and does not
disturb what is measured. Nothing of the user's own session or settings is touched.
"""

import ctypes
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib


class Screen:
    """The frame buffer, as Xvfb's XWD file holds it."""

    def __init__(self, path):
        with open(path, "rb") as f:
            self.map = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.map[:100])
        self.width, self.height, self.stride = header[4], header[5], header[12]
        self.offset = header[0] + header[19] * 12  # past the header and the colour map

    def grab(self, x=0, y=0, width=None, height=None, step=1):
        """The pixels of a rectangle (of every step-th row) as bytes, 4 a pixel."""
        width = self.width - x if width is None else width
        height = self.height - y if height is None else height
        rows = []
        for row in range(y, y + height, step):
            at = self.offset + row * self.stride + x * 4
            rows.append(self.map[at : at + width * 4])
        return b"".join(rows)

    def save(self, path):
        rows = []
        for y in range(self.height):
            row = self.grab(0, y, self.width, 1)
            rgb = bytearray(self.width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(b"\0" + bytes(rgb))

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows), 6)) +
                    chunk(b"IEND", b""))


class Keys:
    """Key presses by the XTEST extension, without starting a program for each."""

    def __init__(self, display):
        self.x = ctypes.CDLL("libX11.so.6")
        self.xtst = ctypes.CDLL("libXtst.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XOpenDisplay.argtypes = [ctypes.c_char_p]
        self.x.XStringToKeysym.restype = ctypes.c_ulong
        self.x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self.x.XFlush.argtypes = [ctypes.c_void_p]
        self.xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self.display = self.x.XOpenDisplay(display.encode())
        if not self.display:
            raise RuntimeError("cannot open " + display)

    def press(self, name):
        """Presses and releases the key of this keysym name: "a", "Return"."""
        code = self.x.XKeysymToKeycode(self.display, self.x.XStringToKeysym(name.encode()))
        self.xtst.XTestFakeKeyEvent(self.display, code, 1, 0)
        self.xtst.XTestFakeKeyEvent(self.display, code, 0, 0)
        self.x.XFlush(self.display)


LIBC = ctypes.CDLL(None)


def die_with_parent():
    LIBC.prctl(1, signal.SIGKILL)


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            sys.exit("%s is missing (packages/test.txt lists its package)" % program)


class Desktop:
    def __init__(self, width=1280, height=800):
        need("Xvfb", "dbus-daemon", "xdotool")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        self.folder = tempfile.mkdtemp(prefix="adder-desktop-")
        self.children = []
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(("G_DEBUG", "XDG_", "DBUS_", "GTK_", "GDK_", "WAYLAND", "SESSION_MANAGER", "AT_SPI"))}
        for name in ("config", "cache", "data", "state", "run", "fb"):
            os.mkdir(os.path.join(self.folder, name), 0o700)
        home = os.path.join(self.folder, "home")
        os.mkdir(home)
        self.env.update(
            HOME=home, XDG_CONFIG_HOME=self.path("config"), XDG_CACHE_HOME=self.path("cache"),
            XDG_DATA_HOME=self.path("data"), XDG_STATE_HOME=self.path("state"), XDG_RUNTIME_DIR=self.path("run"),
            GDK_BACKEND="x11", GSETTINGS_BACKEND="keyfile", LANG="C.UTF-8", LC_ALL="C.UTF-8", LANGUAGE="")
        os.makedirs(self.path("config", "gtk-3.0"))
        with open(self.path("config", "gtk-3.0", "settings.ini"), "w") as f:
            f.write("[Settings]\ngtk-cursor-blink=0\ngtk-enable-animations=0\n")

        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", "%dx%dx24" % (width, height), "-fbdir",
                    self.path("fb"), "-nolisten", "tcp", "-noreset"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.env["DISPLAY"] = ":" + number
        self.screen = Screen(self.path("fb", "Xvfb_screen0"))

        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def start(self, argv, **how):
        """Starts a program that ends with us, whatever ends us."""
        how.setdefault("stderr", subprocess.DEVNULL)
        how.setdefault("stdin", subprocess.DEVNULL)
        child = subprocess.Popen(argv, env=self.env, start_new_session=True, preexec_fn=die_with_parent, **how)
        self.children.append(child)
        return child

    def stop(self, child, how=signal.SIGTERM):
        if child.poll() is None:
            try:
                os.killpg(child.pid, how)
                child.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
        if child in self.children:
            self.children.remove(child)

    def xdotool(self, *args):
        return subprocess.run(["xdotool", *map(str, args)], env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.decode()

    def close(self):
        for child in reversed(self.children[:]):
            self.stop(child)
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_for(what, check, seconds=10, pause=0.02):
    """Calls check() until it gives something true and returns that; fails by naming what was waited for."""
    seconds *= 6 if os.environ.get("ADDER_SANITIZED") else 1
    deadline = time.monotonic() + seconds
    while True:
        got = check()
        if got:
            return got
        if time.monotonic() > deadline:
            raise AssertionError("waited %g s for %s" % (seconds, what))
        time.sleep(pause)
