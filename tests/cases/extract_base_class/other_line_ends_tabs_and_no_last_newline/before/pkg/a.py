class A:
    """The A."""

    def load(self, path):
        """Reads it.

        More.
        """
        text = """raw
    inner
"""
        with open(path) as lines:
            found = [line.strip() for line in lines]
        if not found:
            raise KeyError(path, text)
        for one in found:
            if one in self.seen:
                continue
            self.seen.add(one)
            self.order.append(one)
        while len(self.order) > 3:
            self.seen.discard(self.order.pop(0))
        for one in self.waiting:
            if one in found:
                self.waiting.remove(one)
                break
        for one in self.others:
            if one in found:
                self.others.remove(one)
                break
        return found

    def work(self, a):
        out = []
        for x in range(a):
            out.append(x)
            out.append(-x)
            out.sort()
        self.out = out
        return out
