# differs: machine is MicroPython's
import machine
import time
from machine import ADC, PWM, RTC, Pin, Signal, Timer, WDT

led = Pin("LED", Pin.OUT)
print(led.value(), led)
led.on()
print(led.value(), led(), Pin("LED") is led, Pin(25) is led, Pin.board.LED is led)
led.toggle()
print(led())
led(1)
print(led.value())
led.init(Pin.IN, Pin.PULL_UP)
print(led.value(), led, led.mode() == Pin.IN, led.pull() == Pin.PULL_UP)
print(Pin(3, Pin.OUT, value=1).value(), Pin(4, Pin.IN, Pin.PULL_DOWN).value())
for wrong in ("NONE", 99, -1, None, 1.5):
    try:
        Pin(wrong)
        print("no error")
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    Pin(1, 77)
except ValueError as e:
    print(e)

a, b = ADC(Pin(26)), ADC(0)
first = [a.read_u16() for _ in range(5)]
print(first, all(0 <= x <= 65535 for x in first), 0 <= b.read_uv() <= 3300000, b)
try:
    ADC(Pin(2))
except ValueError as e:
    print(e)

p = PWM(Pin(5), freq=1000, duty_u16=32768)
print(p.freq(), p.duty_u16(), p.duty_ns(), p.duty(), p)
p.freq(50)
p.duty_ns(1500000)
print(p.freq(), p.duty_u16(), p.duty_ns())
p.duty_u16(99999)
print(p.duty_u16())
p.deinit()
print(p.freq())

s = Signal(Pin(6, Pin.OUT), invert=True)
s.on()
print(s.value(), Pin(6).value())

seen = []
t = Timer(-1)
t.init(mode=Timer.ONE_SHOT, period=1, callback=lambda x: seen.append(x is t))
time.sleep_ms(30)
print(seen)
t = Timer(0, period=2, callback=lambda x: seen.append(1))
time.sleep_ms(60)
t.deinit()
n = len(seen)
time.sleep_ms(20)
print(n > 2, len(seen) == n)
for wrong in ({"period": -5}, {}, {"freq": 0}, {"period": 5, "callback": 3}):
    try:
        Timer(-1).init(**wrong)
    except ValueError as e:
        print(e)
print(len(machine.unique_id()), machine.freq(), machine.reset_cause() == machine.PWRON_RESET)
print(len(RTC().datetime()), WDT(timeout=1000).feed(), machine.enable_irq(machine.disable_irq()))
