#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The main job: edit a program, run it on the simulator and on a real MicroPython, stop it."""

import os
import time

from harness import Microbit, Sim, run, wait_for


def program(adder, text, name="prog.py"):
    path = adder.desktop.path("home", name)
    with open(path, "w") as f:
        f.write(text)
    return path


def run_on_simulator(adder):
    path = program(adder, 'name = "world"\nprint("hello", name)\n')
    adder.start(path)
    adder.expect_target("idle")
    adder.expect_terminal(">>> ")
    adder.shot("started")
    adder.into_editor()
    adder.keys("ctrl+End")
    adder.type("print(6 * 7)\n")
    adder.keys("F5")
    adder.expect_terminal(r"hello world\n42\n")
    adder.expect_target("idle")
    adder.shot("ran")
    # The buffer ran as it is; the file was not touched.
    with open(path) as f:
        assert "6 * 7" not in f.read(), "running saved the file"
    adder.keys("ctrl+s")
    wait_for("the file to be saved", lambda: "6 * 7" in open(path).read())


def run_by_button(adder):
    adder.start(program(adder, "for i in range(3):\n    print('turn', i)\n"))
    adder.expect_target("idle")
    adder.find("push button", "^Run$").act()
    adder.expect_terminal(r"turn 0\nturn 1\nturn 2\n")


def traceback_leads_to_line(adder):
    adder.start(program(adder, "def f(x):\n    return x / 0\n\n\nprint('before')\nf(3)\n"))
    adder.expect_target("idle")
    adder.keys("F5")
    adder.expect_terminal(r'File ".*prog.py", line 6')
    adder.expect_terminal(r"ZeroDivisionError")
    adder.shot("traceback")
    # The link is where the words are on the screen: find the row, click in the middle of the file name.
    terminal = adder.terminal
    rows = terminal.text.split("\n")
    row = next(i for i, line in enumerate(rows) if "line 2" in line)
    import pyatspi

    at = sum(len(line) + 1 for line in rows[:row]) + rows[row].index("prog.py") + 2
    x, y, width, height = terminal.a.queryText().getCharacterExtents(at, pyatspi.DESKTOP_COORDS)
    adder.desktop.xdotool("mousemove", x + width // 2, y + height // 2)
    time.sleep(0.2)
    adder.desktop.xdotool("click", 1)
    wait_for("the cursor on line 2", lambda: adder.editor.caret[0] == 2)
    adder.shot("on-the-line")


def stop_endless_loop(adder):
    adder.start(program(adder, "n = 0\nwhile True:\n    n += 1\n"))
    adder.expect_target("idle")
    # From the editor, from the terminal, by the button.
    for way in ("editor", "terminal", "button"):
        adder.into_editor()
        adder.keys("F5")
        adder.expect_target("running")
        if way == "terminal":
            adder.into_terminal()
        started = time.monotonic()
        if way == "button":
            adder.find("push button", "^Stop$").act()
        else:
            adder.keys("shift+F5")
        adder.expect_target("idle", 5)
        print("# stopped from the %s in %.2f s" % (way, time.monotonic() - started))
    adder.expect_terminal("KeyboardInterrupt")
    adder.shot("stopped")


def flood_stays_responsive(adder):
    adder.start(program(adder, "i = 0\nwhile True:\n    print('line', i, 'x' * 60)\n    i += 1\n"))
    adder.expect_target("idle")
    adder.keys("F5")
    adder.expect_target("running")
    adder.expect_terminal("line [0-9]{4}")
    adder.shot("flood")
    adder.into_editor()
    adder.keys("ctrl+End")
    before = adder.editor.text
    started = time.monotonic()
    adder.type("# typed")
    wait_for("typed text while output pours", lambda: adder.editor.text == before + "# typed", 3)
    print("# typed during the flood in %.2f s" % (time.monotonic() - started))
    started = time.monotonic()
    adder.keys("shift+F5")
    adder.expect_target("idle", 5)
    took = time.monotonic() - started
    print("# stopped in %.2f s" % took)
    adder.expect_terminal(r">>> \s*$", 5)


def type_at_prompt(adder):
    adder.start()
    adder.expect_target("idle")
    adder.into_terminal()
    adder.type("6 * 7\n")
    adder.expect_terminal(r">>> 6 \* 7\n42\n>>> ")
    adder.type("for i in range(2):\nprint('i is', i)\n\n\n")
    adder.expect_terminal(r"i is 0\ni is 1\n>>> ")
    adder.keys("Up", "Up")
    adder.type("impo\t")
    adder.shot("prompt")


def paste_block(adder):
    """A pasted block arrives as it was, through paste mode."""
    lines = ["def f(n):", "    total = 0", "    for i in range(n):", "        total += i", "", "    return total", "",
             "print('pasted', f(100))"] + ["x%d = %d" % (i, i) for i in range(200)] + ["print('end', x199)"]
    adder.start(program(adder, "\n".join(lines) + "\n"))
    adder.expect_target("idle")
    adder.into_editor()
    adder.keys("ctrl+a", "ctrl+c")
    adder.into_terminal()
    adder.keys("ctrl+shift+v")
    adder.expect_terminal(r"pasted 4950", 20)
    adder.expect_terminal(r"end 199\n>>> ", 20)
    adder.shot("pasted")


def run_on_microbit(adder):
    board = Microbit()
    try:
        adder.start(program(adder, "import sys\nprint('on', sys.platform)\nfor i in range(3):\n    print(i * i)\n"))
        adder.choose_target(board.path)
        adder.expect_target("idle", 20)
        adder.shot("target")
        adder.into_editor()
        adder.keys("F5")
        adder.expect_terminal(r"on microbit\n0\n1\n4\n")
        adder.shot("ran")
        adder.into_terminal()
        adder.type("2 ** 10\n")
        adder.expect_terminal(r">>> 2 \*\* 10\n1024\n>>> ")
        adder.into_editor()
        adder.keys("ctrl+a")
        adder.type("while True:\npass\n")
        adder.keys("F5")
        adder.expect_target("running")
        adder.keys("shift+F5")
        adder.expect_target("idle")
        adder.expect_terminal("KeyboardInterrupt")
        adder.shot("stopped")
    finally:
        board.close()


def target_lost_and_back(adder):
    board = Sim(adder)
    try:
        adder.start(program(adder, "import time\nwhile True:\n    print('tick')\n    time.sleep(0.1)\n"))
        adder.choose_target(board.link)
        adder.expect_target("idle")
        adder.into_editor()
        adder.keys("F5")
        adder.expect_terminal("tick\ntick\n")
        board.vanish()
        adder.expect_target("lost", 5)
        adder.shot("lost")
        started = time.monotonic()
        board.start()
        adder.expect_target("idle|running", 5)
        print("# back in %.2f s" % (time.monotonic() - started))
        adder.shot("back")
        adder.into_editor()
        adder.keys("ctrl+a")
        adder.type("print('again', 1 + 1)\n")
        adder.keys("F5")
        adder.expect_terminal("again 2\n")
    finally:
        board.close()


run(run_on_simulator, run_by_button, traceback_leads_to_line, stop_endless_loop, flood_stays_responsive, type_at_prompt,
    paste_block, run_on_microbit, target_lost_and_back)
