# SPDX-License-Identifier: MIT
"""What the end-to-end cases stand on: the real adder on a desktop of its own, driven by keys and by the
accessibility tree, and the boards it talks to.

A case is a function; run(case, ...) runs each with a fresh home folder and prints TAP. Whatever happens, each
leaves a screenshot in the build folder's screenshots/.
"""

import argparse
import os
import re
import subprocess
import sys
import time
import traceback

from desktop import Desktop, need, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
MICROBIT_FIRMWARE = "/usr/share/firmware-microbit-micropython/firmware.hex"


# GtkNotebookPageAccessible asks for the label of a page that is already out of its notebook, when a screen
# reader's eye is on it while the window closes.
GTK_OWN = re.compile(r"gtk_notebook_get_tab_label: assertion 'list != NULL' failed")


class Node:
    """One accessible object. Looks everything up anew, because widgets come and go."""

    def __init__(self, accessible):
        self.a = accessible

    def __iter__(self):
        for i in range(self.a.childCount):
            child = self.a.getChildAtIndex(i)
            if child is not None:
                yield Node(child)

    @property
    def name(self):
        return self.a.name or ""

    @property
    def role(self):
        return self.a.getRoleName()

    def has(self, state):
        import pyatspi

        return self.a.getState().contains(getattr(pyatspi, "STATE_" + state.upper()))

    def walk(self):
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            try:
                todo += reversed(list(node))
            except Exception:  # it went away while we looked
                pass

    def find(self, role=None, name=None, showing=True):
        """The first one below with this role and a name that matches the regular expression, or None."""
        for node in self.walk():
            try:
                if role and node.role != role:
                    continue
                if name is not None and not re.search(name, node.name):
                    continue
                if not showing or node.has("showing"):
                    return node
            except Exception:
                continue
        return None

    @property
    def text(self):
        t = self.a.queryText()
        return t.getText(0, t.characterCount)

    def act(self):
        self.a.queryAction().doAction(0)

    def centre(self):
        import pyatspi

        e = self.a.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return e.x + e.width // 2, e.y + e.height // 2

    @property
    def caret(self):
        """(line, column) of the cursor in a text, from 1."""
        t = self.a.queryText()
        before = t.getText(0, t.caretOffset)
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def dump(self, indent=0):
        lines = []
        try:
            lines.append("  " * indent + "%s %r%s" % (self.role, self.name, "" if self.has("showing") else " (hidden)"))
            for child in self:
                lines += child.dump(indent + 1)
        except Exception as e:
            lines.append("  " * indent + "? %s" % e)
        return lines


class Microbit:
    """A real MicroPython that nobody here wrote, on a pretended micro:bit; path is its serial line."""

    def __init__(self):
        need("qemu-system-arm")
        if not os.path.exists(MICROBIT_FIRMWARE):
            raise AssertionError("%s is missing (packages/test.txt)" % MICROBIT_FIRMWARE)
        self.proc = subprocess.Popen(
            ["qemu-system-arm", "-M", "microbit", "-device", "loader,file=" + MICROBIT_FIRMWARE, "-serial", "pty",
             "-display", "none", "-monitor", "none"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        line = self.proc.stdout.readline().decode()
        found = re.search(r"/dev/pts/\d+", line)
        if not found:
            self.close()
            raise AssertionError("QEMU did not give a serial line: " + line)
        self.path = found.group(0)

    def close(self):
        self.proc.kill()
        self.proc.wait()


class Sim:
    """A board that comes and goes: adder-sim on a pty, reached by a link whose name stays."""

    def __init__(self, adder, name="board"):
        self.adder = adder
        self.link = adder.desktop.path(name)
        self.proc = None
        self.start()

    def start(self):
        self.proc = subprocess.Popen([self.adder.program("vm", "adder-sim")], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        os.symlink(self.proc.stdout.readline().decode().strip(), self.link)

    def vanish(self):
        self.proc.kill()
        self.proc.wait()
        self.proc.stdout.close()
        if os.path.islink(self.link):
            os.unlink(self.link)

    close = vanish


class Adder:
    """The window under test."""

    def __init__(self, build, name):
        self.build = os.path.abspath(build)
        self.name = name
        self.shots = 0
        self.desktop = Desktop()
        self.screen = self.desktop.screen
        self.proc = None
        self.root = None
        self.log = self.desktop.path("stderr")
        os.environ.update({k: self.desktop.env[k] for k in
                           ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME", "XDG_CONFIG_HOME")})

    def program(self, room, name):
        for path in (os.path.join(self.build, room, name), os.path.join(self.build, room, "doors", name)):
            if os.path.exists(path):
                return path
        raise AssertionError("%s is not built in %s" % (name, self.build))

    # -- starting and ending

    def start(self, *args, wait=True):
        with open(self.log, "ab") as log:
            self.proc = self.desktop.start([self.program("app", "adder"), *args], stdout=log, stderr=log,
                                           cwd=self.desktop.env["HOME"])
        if wait:
            self.root = wait_for("the window", self.find_window, 20)
            wait_for("the window's number", self.focus, 10)
        return self

    def find_window(self):
        if self.proc.poll() is not None:
            raise AssertionError("adder ended with %s: %s" % (self.proc.returncode, self.errors()))
        import pyatspi

        for app in Node(pyatspi.Registry.getDesktop(0)):
            try:
                if app.a.get_process_id() == self.proc.pid and app.find("frame"):
                    return app
            except Exception:
                continue
        return None

    def focus(self):
        """Gives the window the keyboard, as a window manager would."""
        windows = self.desktop.xdotool("search", "--onlyvisible", "--pid", self.proc.pid).split()
        windows = [w for w in windows if self.desktop.xdotool("getwindowname", w).strip()]
        if not windows:
            return None
        self.desktop.xdotool("windowfocus", "--sync", windows[-1])
        return windows[-1]

    def errors(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()

    def end(self, how=None):
        if self.proc:
            self.desktop.stop(self.proc, *([how] if how else []))
            self.proc = None

    def quit(self):
        """Ends it as a person does."""
        self.keys("ctrl+q")
        wait_for("the end", lambda: self.proc.poll() is not None)
        assert self.proc.returncode == 0, "adder ended with status %d" % self.proc.returncode
        self.end()

    def close(self):
        self.end()
        self.desktop.close()

    # -- looking

    def find(self, role=None, name=None, seconds=10, showing=True):
        return wait_for("a %s %s" % (role or "thing", name or ""), lambda: self.root.find(role, name, showing), seconds)

    def shot(self, what):
        self.shots += 1
        time.sleep(0.15)  # let the last frame reach the screen
        self.screen.save(os.path.join(self.build, "screenshots", "%s-%d-%s.png" % (self.name, self.shots, what)))

    @property
    def editor(self):
        """The text of the tab that is open."""
        return self.find("scroll pane", "^Editor$").find("text")

    @property
    def terminal(self):
        return self.find("terminal")

    def expect_terminal(self, pattern, seconds=10):
        """Waits until the terminal's text matches; returns the match."""
        terminal = self.terminal

        def look():
            return re.search(pattern, terminal.text)

        try:
            return wait_for("%r in the terminal" % pattern, look, seconds)
        except AssertionError as e:
            raise AssertionError("%s; it shows:\n%s" % (e, terminal.text.rstrip())) from None

    # -- doing

    def keys(self, *names):
        """Presses keys by xdotool's names: "F5", "ctrl+s"."""
        self.desktop.xdotool("key", "--clearmodifiers", "--delay", 15, *names)

    def type(self, text):
        """Types into whatever has the focus."""
        for i, line in enumerate(text.split("\n")):
            if i:
                self.keys("Return")
            if line:
                self.desktop.xdotool("type", "--clearmodifiers", "--delay", 8, "--", line)

    def click(self, node, button=1):
        x, y = node.centre()
        self.desktop.xdotool("mousemove", x, y, "click", button)

    def into_editor(self):
        self.editor.a.queryComponent().grabFocus()

    def into_terminal(self):
        self.click(self.terminal)

    def choose_target(self, address):
        """Through the target button's popover, as a person would."""
        self.click(self.find("toggle button", "^Target"))
        entry = self.find("text", "^Other address$")
        entry.a.queryComponent().grabFocus()
        self.type(address)
        self.keys("Return")

    def expect_target(self, words, seconds=15):
        """Waits until the target button says one of these words; returns what it says."""

        said = ""

        def look():
            nonlocal said
            button = self.root.find("toggle button", "^Target")
            said = button.a.description if button else "nothing"
            return said if re.search(words, said) else None

        try:
            return wait_for("the target to say " + words, look, seconds)
        except AssertionError as e:
            self.shot("target")
            raise AssertionError("%s; it says %r" % (e, said)) from None


def run(*cases):
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--dump", action="store_true", help="print the accessibility tree after a failure")
    parser.add_argument("case", nargs="*")
    args = parser.parse_args()
    cases = [c for c in cases if not args.case or c.__name__ in args.case]
    print("1..%d" % len(cases), flush=True)
    failed = 0
    for number, case in enumerate(cases, 1):
        # A process for each, because the accessibility library never forgets a bus.
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os._exit(run_case(args, case))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        failed += status != 0
        print("%sok %d - %s" % ("not " if status else "", number, case.__name__), flush=True)
    sys.exit(failed > 0)


def run_case(args, case):
    adder = None
    status = 0
    try:
        adder = Adder(args.build, case.__name__)
        import pyatspi  # only now: it takes the bus from the environment

        pyatspi.setTimeout(3000, 15000)
        case(adder)
        if adder.proc and adder.proc.poll() is not None:
            raise AssertionError("adder ended with status %d" % adder.proc.returncode)
    except BaseException:
        status = 1
        for line in traceback.format_exc().splitlines():
            print("# " + line)
        if adder and adder.proc:
            try:
                adder.shot("failed")
            except Exception as e:
                print("# no screenshot: %s" % e)
            if args.dump and adder.root:
                print("\n".join("# " + line for line in adder.root.dump()))
    finally:
        if adder:
            try:
                said = adder.errors().strip()
            except OSError:
                said = ""
            complaints = [line for line in said.splitlines()
                          if re.search(r"CRITICAL|WARNING|ERROR: |runtime error:", line) and not GTK_OWN.search(line)]
            if complaints or (status and said):
                for line in said.splitlines()[-40:]:
                    print("# stderr: " + line)
            if complaints:
                status = 1
            adder.close()
    sys.stdout.flush()
    return status
