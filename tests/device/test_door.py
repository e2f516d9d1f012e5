#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""test_door.py ADDER_DEVICE: the command line, against the fake board: verbs, exit codes, where what is printed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

DOOR = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
FAKE = os.path.join(HERE, "..", "fakes", "fake_board.py")
ENV = dict(os.environ, LC_ALL="C.UTF-8", ADDER_PORTS="")


def door(*args, stdin="", **env):
    return subprocess.run([DOOR, *args], input=stdin, capture_output=True, text=True, timeout=60, env=dict(ENV, **env))


def expect(args, status, out=None, err="", stdin="", **env):
    done = door(*args, stdin=stdin, **env)
    assert done.returncode == status, (args, done)
    if out is not None:
        assert done.stdout == out, (args, done)
    assert err in done.stderr, (args, done)
    if not err:
        assert done.stderr == "", (args, done)
    return done


def usage(board, folder):
    expect(["--help"], 0)
    expect(["--version"], 0)
    expect(["--nonsense"], 2, "", "no option")
    expect(["dance"], 2, "", "no command")
    expect(["exec"], 2, "", "more arguments")
    expect(["connect", "nowhere"], 1, "", "not an address")
    expect(["connect", "/dev/no-such-port", "eval", "1"], 1, "", "There is no /dev/no-such-port")
    expect(["connect", "id:none"], 1, "", "serial number")
    expect(["run", folder + "/none.py"], 1, "", "none.py")
    expect(["sleep", "long"], 2, "", "seconds")


def running(board, folder):
    expect(["connect", board, "eval", "6*7"], 0, "42\n")
    expect(["connect", board, "exec", "print('é'); x=1", "eval", "x"], 0, "é\n1\n")
    # Fresh each time; resume keeps what was there.
    expect(["connect", board, "resume", "eval", "x"], 0, "1\n")
    expect(["connect", board, "eval", "x"], 1, "", "NameError")
    program = os.path.join(folder, "a program.py")
    with open(program, "w") as file:
        file.write("print('one')\n\nraise ValueError('no')\n")
    expect(["connect", board, "run", program], 1, "one\n", 'File "%s", line 3' % program)
    expect(["connect", board, "run", "-"], 0, "from a pipe\n", stdin="print('from a pipe')")
    # The first that fails ends the chain.
    expect(["connect", board, "exec", "1/0", "+", "eval", "1"], 1, "", "ZeroDivisionError")
    done = expect(["connect", board, "repl"], 0, stdin="1+1\n")
    assert ">>> 1+1\n2\n" in done.stdout, done
    expect(["connect", board, "soft-reset", "eval", "5"], 0)


def interrupt(board, folder):
    process = subprocess.Popen([DOOR, "connect", board, "exec", "import time\nprint('on')\ntime.sleep(60)"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    assert process.stdout.readline() == b"on\n"
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 1 and b"KeyboardInterrupt" in err, err
    assert time.monotonic() - start < 2


def files(board, folder):
    local = os.path.join(folder, "data.bin")
    back = os.path.join(folder, "back.bin")
    with open(local, "wb") as file:
        file.write(bytes(range(256)) * 20)
    at = ["connect", board]
    expect(at + ["cp", local, ":"], 0, "")
    expect(at + ["cp", ":data.bin", back], 0, "")
    with open(local, "rb") as one, open(back, "rb") as two:
        assert one.read() == two.read()
    expect(at + ["mkdir", ":sub", "+", "cp", ":data.bin", ":sub/copy", "+", "ls", "sub"], 0, "        5120 copy\n")
    expect(at + ["mkdir", "sub"], 1, "", "already")
    expect(at + ["cat", "none"], 1, "", "There is no “none”")
    expect(at + ["cp", "-r", ":sub", folder + "/tree"], 0, "")
    assert os.path.getsize(folder + "/tree/copy") == 5120
    expect(at + ["cp", ":sub", folder + "/tree2"], 1, "", "cp -r")
    expect(at + ["cp", "-r", folder + "/tree", ":other"], 0, "")
    done = door("--json", *at, "ls")
    assert {"name": "other", "size": 4096, "folder": True} in json.loads(done.stdout), done
    expect(at + ["rm", "sub"], 1, "", "sub")
    expect(at + ["rm", "-r", "sub", "other", "+", "rm", "data.bin", "+", "fs", "ls"], 0, "")


def finding(board, folder):
    # Ports that are built into this computer do not make the choice hard.
    if not plugged_in():
        expect(["eval", "1+1"], 0, "2\n", ADDER_PORTS=board)
    done = door("--json", "list", ADDER_PORTS=board)
    assert board in [port["address"] for port in json.loads(done.stdout)], done
    assert board in door("devs", ADDER_PORTS=board).stdout


def plugged_in():
    return [port for port in json.loads(door("--json", "list").stdout) if port["vendor_id"]]


CASES = [usage, running, interrupt, files, finding]


def main():
    failures = 0
    print("1..%d" % len(CASES))
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            fake = subprocess.Popen([sys.executable, FAKE], stdout=subprocess.PIPE, text=True)
            try:
                case(fake.stdout.readline().strip(), folder)
                print("ok %d /device/door/%s" % (number, case.__name__))
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failures += 1
                print("not ok %d /device/door/%s\n# %s" % (number, case.__name__, str(error).replace("\n", "\n# ")))
            finally:
                fake.terminate()
                fake.wait()
    return 1 if failures else 0


sys.exit(main())
