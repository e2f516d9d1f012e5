# Classes: a traffic light that knows what comes next.
import time


class TrafficLight:
    """Red, red and yellow, green, yellow, and from the beginning."""

    phases = [("red", 2), ("red and yellow", 0.5), ("green", 2), ("yellow", 0.5)]

    def __init__(self):
        self.phase = 0

    def __repr__(self):
        return "TrafficLight(%s)" % self.phases[self.phase][0]

    def next(self):
        self.phase = (self.phase + 1) % len(self.phases)


light = TrafficLight()
for _ in range(8):
    name, seconds = light.phases[light.phase]
    print(name)
    time.sleep(seconds)
    light.next()
print("The last one was", light)
