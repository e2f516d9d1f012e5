# Blink: the light of the board goes on and off. Press F5 to run, Shift+F5 to stop.
from machine import Pin
import time

led = Pin("LED", Pin.OUT)

while True:
    led.toggle()
    print("The light is", "on" if led.value() else "off")
    time.sleep(0.5)
