#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Files, tabs and what must never be lost; files that are not what they should be."""

import os
import signal
import time

from harness import run, wait_for


def write(adder, name, data):
    path = adder.desktop.path("home", name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def tabs(adder):
    pages = adder.find("page tab list")
    return [n.name for n in pages if n.role == "page tab"]


def edit_and_save(adder):
    path = write(adder, "a.py", "x = 1\n")
    adder.start(path)
    adder.into_editor()
    adder.keys("ctrl+End")
    adder.type("y = 2\n")
    adder.keys("ctrl+s")
    wait_for("the file to be saved", lambda: open(path).read() == "x = 1\ny = 2\n")
    adder.keys("ctrl+z", "ctrl+s")
    wait_for("undo to be saved", lambda: open(path).read() != "x = 1\ny = 2\n")
    assert os.listdir(adder.desktop.env["HOME"]) == ["a.py"], "other files were left: %s" % os.listdir(
        adder.desktop.env["HOME"])


def python_typing(adder):
    """Enter indents after a colon and goes back after return; Backspace goes back one step, Tab indents."""
    path = write(adder, "t.py", "")
    adder.start(path)
    adder.into_editor()
    adder.type("def f(a):\nif a:\nreturn 1\nwhile a:\na -= 1\n")
    adder.keys("BackSpace")
    adder.type("if a:\na = 2\n")
    adder.keys("BackSpace", "BackSpace", "Tab")
    adder.type("return 2\n")
    adder.keys("ctrl+s")
    want = ("def f(a):\n    if a:\n        return 1\n    while a:\n        a -= 1\n    if a:\n        a = 2\n"
            "    return 2\n")
    wait_for("the file to be saved", lambda: open(path).read().strip())
    got = open(path).read()
    assert got.rstrip() == want.rstrip(), repr(got)


def crash_loses_nothing(adder):
    path = write(adder, "c.py", "saved = 1\n")
    adder.start(path)
    adder.into_editor()
    adder.keys("ctrl+End")
    adder.type("unsaved = 2\n")
    adder.keys("ctrl+n")
    wait_for("a second tab", lambda: len(tabs(adder)) == 2)
    adder.into_editor()
    adder.type("never saved = 3\n")
    time.sleep(2.5)
    adder.end(signal.SIGKILL)
    assert open(path).read() == "saved = 1\n"
    adder.start()
    wait_for("both tabs", lambda: len(tabs(adder)) == 2)
    found = []
    for _ in range(2):
        found.append(adder.editor.text)
        adder.keys("ctrl+Tab")
        time.sleep(0.3)
    assert any("unsaved = 2" in t for t in found), found
    assert any("never saved = 3" in t for t in found), found
    adder.shot("after-a-crash")


def session_is_restored(adder):
    a, b = write(adder, "one.py", "1\n"), write(adder, "two.py", "2\n")
    adder.start(a, b)
    wait_for("two tabs", lambda: len(tabs(adder)) == 2)
    adder.quit()
    adder.start()
    wait_for("two tabs again", lambda: sorted(tabs(adder)) == ["one.py", "two.py"])


def bad_files(adder):
    """A clear message in the window, nothing lost, no dialog that blocks."""
    good = write(adder, "good.py", "good = 1\n")
    cases = [
        ("missing", adder.desktop.path("home", "missing.py"), None),
        ("folder", adder.desktop.path("home"), None),
        ("binary", write(adder, "binary.py", bytes(range(256)) * 20), "info bar"),
        ("latin1", write(adder, "latin1.py", "x = 'caf\u00e9'\n".encode("latin-1")), None),
        ("empty", write(adder, "empty.py", ""), None),
    ]
    for what, path, expect in cases:
        adder.start(path, good)
        wait_for("good.py beside the %s one" % what, lambda: "good.py" in tabs(adder))
        if expect:
            adder.find(expect)
        assert adder.root.find("dialog") is None, "a dialog for " + what
        adder.shot(what)
        adder.quit()
    assert open(adder.desktop.path("home", "binary.py"), "rb").read() == bytes(range(256)) * 20
    assert open(good).read() == "good = 1\n"


def unwritable_file(adder):
    path = adder.desktop.path("home", "sub", "gone.py")
    os.mkdir(os.path.dirname(path))
    with open(path, "w") as f:
        f.write("x = 1\n")
    adder.start(path)
    adder.into_editor()
    adder.keys("ctrl+End")
    adder.type("kept = 5\n")
    os.unlink(path)
    os.rmdir(os.path.dirname(path))
    with open(os.path.dirname(path), "w") as f:
        f.write("in the way")
    adder.keys("ctrl+s")
    adder.find("info bar")
    adder.shot("cannot-save")
    assert "kept = 5" in adder.editor.text


def german(adder):
    adder.desktop.env["LANGUAGE"] = "de"
    adder.start(write(adder, "g.py", "print(1)\n"))
    adder.find("push button", "^Ausführen$|^Starten$|^Start$")
    adder.shot("german")


run(edit_and_save, python_typing, crash_loses_nothing, session_is_restored, bad_files, unwritable_file, german)
