# A small operating system: tasks with queues of packets, after the idea of Richards' benchmark
IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class Task:
    def __init__(self, system, ident, priority, queue):
        self.system = system
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.waiting = queue is None
        self.held = False
        self.runs = 0

    def ready(self):
        return not self.held and not (self.waiting and self.queue is None)

    def take(self):
        p = self.queue
        if p is not None:
            self.queue = p.link
        return p

    def run(self):
        self.runs += 1
        self.waiting = False
        self.work(self.take())


class Idle(Task):
    def __init__(self, system, count):
        Task.__init__(self, system, IDLE, 0, None)
        self.waiting = False
        self.count = count
        self.bits = 1

    def work(self, packet):
        self.count -= 1
        if self.count <= 0:
            self.held = True
        elif self.bits & 1:
            self.bits = (self.bits >> 1) ^ 0xD008
            self.system.release(DEVICE_B)
        else:
            self.bits >>= 1
            self.system.release(DEVICE_A)


class Worker(Task):
    to = HANDLER_A
    letter = 0

    def work(self, packet):
        if packet is None:
            self.waiting = True
            return
        self.to = HANDLER_B if self.to == HANDLER_A else HANDLER_A
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        self.system.send(packet, self.to, self.ident)


class Handler(Task):
    device = DEVICE_A
    work_in = None
    device_in = None

    def work(self, packet):
        if packet is not None:
            if packet.kind == "work":
                self.work_in = packet.append_to(self.work_in)
            else:
                self.device_in = packet.append_to(self.device_in)
        job = self.work_in
        if job is None:
            self.waiting = True
        elif job.datum >= 4:
            self.work_in = job.link
            self.system.send(job, WORKER, self.ident)
        elif self.device_in is None:
            self.waiting = True
        else:
            dev = self.device_in
            self.device_in = dev.link
            dev.datum = job.data[job.datum]
            job.datum += 1
            self.system.send(dev, self.device, self.ident)


class Device(Task):
    pending = None

    def work(self, packet):
        if packet is not None:
            self.pending = packet
            self.held = True
            self.system.holds += 1
        elif self.pending is not None:
            p, self.pending = self.pending, None
            self.system.send(p, p.ident_back, self.ident)
        else:
            self.waiting = True


class System:
    def __init__(self, count):
        self.sent = 0
        self.holds = 0
        w = Packet(Packet(None, WORKER, "work"), WORKER, "work")
        self.tasks = [Idle(self, count), Worker(self, WORKER, 10, w)]
        for ident, dev, pri in ((HANDLER_A, DEVICE_A, 20), (HANDLER_B, DEVICE_B, 30)):
            q = None
            for _ in range(3):
                q = Packet(q, ident, "device")
            h = Handler(self, ident, pri, q)
            h.device = dev
            self.tasks.append(h)
        self.tasks.append(Device(self, DEVICE_A, 40, None))
        self.tasks.append(Device(self, DEVICE_B, 50, None))
        self.by_priority = sorted(self.tasks, key=lambda t: -t.priority)

    def release(self, ident):
        self.tasks[ident].held = False
        self.tasks[ident].waiting = False

    def send(self, packet, to, sender):
        self.sent += 1
        packet.ident_back = sender
        t = self.tasks[to]
        t.queue = packet.append_to(t.queue)

    def schedule(self):
        steps = 0
        while True:
            for t in self.by_priority:
                if t.ready():
                    break
            else:
                return steps
            t.run()
            steps += 1


def main():
    out = []
    for _ in range(2):
        s = System(15000)
        out.append((s.schedule(), s.sent, s.holds, [t.runs for t in s.tasks]))
    return out
