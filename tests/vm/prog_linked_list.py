# Linked structures: list, tree, graph search
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        for i in reversed(list(items)):
            self.head = Node(i, self.head)

    def __iter__(self):
        n = self.head
        while n:
            yield n.value
            n = n.next

    def reverse(self):
        prev, n = None, self.head
        while n:
            n.next, prev, n = prev, n, n.next
        self.head = prev


l = LinkedList(range(5))
l.reverse()
print(list(l), sum(l), 3 in l)


class Tree:
    def __init__(self):
        self.root = None

    def insert(self, k):
        def go(n):
            if n is None:
                return [k, None, None]
            n[1 if k < n[0] else 2] = go(n[1 if k < n[0] else 2])
            return n

        self.root = go(self.root)

    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n[1])
                yield n[0]
                yield from walk(n[2])

        return walk(self.root)

    def depth(self, n="root"):
        n = self.root if n == "root" else n
        return 0 if n is None else 1 + max(self.depth(n[1]), self.depth(n[2]))


t = Tree()
for k in (5, 2, 8, 1, 9, 3, 7):
    t.insert(k)
print(list(t), t.depth())
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d", "e"], "d": ["f"], "e": ["f"], "f": []}


def bfs(start, goal):
    queue, seen = [[start]], {start}
    while queue:
        path = queue.pop(0)
        if path[-1] == goal:
            return path
        for n in graph[path[-1]]:
            if n not in seen:
                seen.add(n)
                queue.append(path + [n])


print(bfs("a", "f"))


def topo(g):
    out, state = [], {}

    def visit(n):
        if state.get(n) == "done":
            return
        state[n] = "open"
        for m in g[n]:
            visit(m)
        state[n] = "done"
        out.insert(0, n)

    for n in g:
        visit(n)
    return out


print(topo(graph))
