# Fade: the light grows brighter and darker, by pulse width modulation.
from machine import Pin, PWM
import time

pwm = PWM(Pin("LED"), freq=1000)

for _ in range(3):
    for step in list(range(0, 65536, 4096)) + list(range(65535, -1, -4096)):
        pwm.duty_u16(step)
        print("#" * (step // 2048))
        time.sleep(0.05)

pwm.deinit()
