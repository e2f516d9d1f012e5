#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""_cli.py --vm ADDER-VM: its options, exit status, files that cannot be read, and its prompt on a terminal; TAP."""

import argparse
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
import traceback

SLOW = 8 if os.environ.get("ADDER_SANITIZED") else 1
CASES = []


def case(function):
    CASES.append(function)
    return function


def run(*args, stdin=b"", env=None, cwd=None):
    done = subprocess.run([VM, *args], input=stdin, capture_output=True, timeout=20 * SLOW, cwd=cwd,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout, done.stderr


def same(got, want):
    assert got == want, "got  %r\nwant %r" % (got, want)


@case
def status():
    same(run("-c", "pass"), (0, b"", b""))
    same(run("-c", "import sys; sys.exit(3)")[0], 3)
    same(run("-c", "raise SystemExit"), (0, b"", b""))
    same(run("-c", "import sys; sys.exit('why')"), (1, b"", b"why\n"))
    code, out, error = run("-c", "print('a')\n1/0")
    same((code, out), (1, b"a\n"))
    assert error.startswith(b"Traceback") and error.endswith(b"ZeroDivisionError: division by zero\n"), error
    same(run("-c", "import sys; sys.atexit(lambda: print('bye')); sys.exit(2)")[:2], (2, b"bye\n"))


@case
def programs():
    same(run(stdin=b"print(5)")[1], b"5\n")
    same(run("-", "a", stdin=b"import sys; print(sys.argv)")[1], b"['-', 'a']\n")
    same(run("-c", "import sys; print(sys.argv)", "-x", "b")[1], b"['-c', '-x', 'b']\n")
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/pkg")
        for name, text in {"m.py": "import sys\nprint(__name__, sys.argv[1:], __file__)",
                           "pkg/__main__.py": "import pkg.x\nprint('main of', pkg.__name__)", "pkg/__init__.py": "",
                           "pkg/x.py": ""}.items():
            with open(os.path.join(folder, name), "w") as f:
                f.write(text)
        same(run("m.py", "1", cwd=folder)[1], b"__main__ ['1'] m.py\n")
        same(run("-m", "m", "2", cwd=folder)[1], b"__main__ ['2'] m.py\n")
        same(run("-m", "pkg", cwd=folder)[1], b"main of pkg\n")
        same(run("-m", "none", cwd=folder)[0], 1)
        same(run("-c", "import m", env={"MICROPYPATH": folder})[1], b"m [] " + folder.encode() + b"/m.py\n")
        same(run(folder + "/m.py")[1], b"__main__ [] " + folder.encode() + b"/m.py\n")


@case
def options():
    assert run("--version")[1].startswith(b"Adder ")
    assert run("-h")[1].startswith(b"usage: adder-vm")
    same(run("-O", "-c", "assert 0")[0], 0)
    same(run("-O2", "-c", "assert 0")[0], 0)
    same(run("-c", "assert 0")[0], 1)
    same(run("-X", "compile-only", "-c", "print(1)"), (0, b"", b""))
    same(run("-X", "compile-only", "-c", "print(")[0], 1)
    same(run("-X", "emit=bytecode", "-c", "print(1)")[1], b"1\n")
    assert b"RETURN" in run("-v", "-c", "a = 1")[1]
    text = "import micropython; print(micropython.mem_total() <= %d)"
    same(run("-X", "heapsize=200K", "-c", text % (200 << 10))[1], b"True\n")
    same(run("-X", "heapsize=0x40000", "-c", text % 0x40000)[1], b"True\n")
    code, _, error = run("-X", "heapsize=100K", "-c", "x = bytearray(1000000)")
    assert code == 1 and b"MemoryError" in error, error
    for wrong in [("-z",), ("-X", "what"), ("-X", "heapsize=x"), ("-X", "heapsize=-5"), ("-c",), ("-O99",), ("--what",)]:
        code, out, error = run(*wrong)
        same((code, out), (2, b""))
        assert error.startswith(b"adder-vm: ") and error.count(b"\n") == 1, error


@case
def bad_files():
    for name in ["/nowhere/x.py", "/", "/dev/null/x"]:
        code, out, error = run(name)
        same((code, out), (1, b""))
        assert error.startswith(b"adder-vm: cannot open " + name.encode()) and error.count(b"\n") == 1, error
    with tempfile.TemporaryDirectory() as folder:
        for data in [b"\xff\xfe\x00", b"a = 1\n\x00\x01", b"\x7fELF\x02\x01\x01" + bytes(range(256)), b"print('\xe4')"]:
            path = os.path.join(folder, "x.py")
            with open(path, "wb") as f:
                f.write(data)
            code, out, error = run(path)
            assert code == 1 and b"SyntaxError" in error, (data, error)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([VM, "-c", "print(1)"], stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 1 and b"No space left" in done.stderr, done


class Terminal:
    def __init__(self, *args):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(VM, [VM, *args])

    def type(self, text):
        os.write(self.fd, text)

    def until(self, mark):
        out, end = b"", time.monotonic() + 5 * SLOW
        while mark not in out:
            assert time.monotonic() < end, out
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    out += os.read(self.fd, 4096)
                except OSError:
                    raise AssertionError("gone: %r" % out)
        return out.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")

    def status(self):
        try:
            while os.read(self.fd, 4096):
                pass
        except OSError:
            pass
        code = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)
        return os.waitstatus_to_exitcode(code)


@case
def terminal():
    t = Terminal()
    t.until(b">>> ")
    t.type(b"1+1\r")
    same(t.until(b">>> "), b"1+1\n2\n>>> ")
    t.type(b"\x1b[A\r")
    same(t.until(b">>> "), b"1+1\n2\n>>> ")
    t.type(b"print('[' + input('who') + ']')\r")
    t.until(b"\nwho")
    t.type(b"bob\r")
    same(t.until(b">>> "), b"bob\n[bob]\n>>> ")
    for program in [b"while True: pass\r\r", b"import time; time.sleep(30)\r"]:
        t.type(program)
        time.sleep(0.3)
        t.type(b"\x03")
        assert b"KeyboardInterrupt" in t.until(b"KeyboardInterrupt: \r\n>>> ")
    t.type(b"\x04")
    same(t.status(), 0)
    t = Terminal("-i", "-c", "x = 5; 1/0")
    assert b"ZeroDivisionError" in t.until(b">>> ")
    t.type(b"x\r")
    same(t.until(b">>> "), b"x\n5\n>>> ")
    t.type(b"import sys; sys.exit(7)\r")
    same(t.status(), 7)
    t = Terminal("-c", "while True: pass")
    time.sleep(0.3)
    t.type(b"\x03")
    t.until(b"KeyboardInterrupt")
    same(t.status(), 1)


def main():
    global VM
    parser = argparse.ArgumentParser()
    parser.add_argument("--vm", required=True)
    args = parser.parse_args()
    VM = os.path.abspath(args.vm)
    print("1..%d" % len(CASES))
    failed = 0
    for number, function in enumerate(CASES, 1):
        try:
            function()
            print("ok %d - %s" % (number, function.__name__), flush=True)
        except Exception:
            failed += 1
            print("not ok %d - %s" % (number, function.__name__))
            for line in traceback.format_exc().splitlines()[-6:]:
                print("# " + line, flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
