# Timer: the light blinks by itself while the program does something else.
from machine import Pin, Timer
import time

led = Pin("LED", Pin.OUT)


def tick(timer):
    led.toggle()


timer = Timer(-1)
timer.init(period=250, mode=Timer.PERIODIC, callback=tick)

for second in range(5):
    print("Second", second, "- the light is", "on" if led.value() else "off")
    time.sleep(1)

timer.deinit()
led.off()
print("Done")
