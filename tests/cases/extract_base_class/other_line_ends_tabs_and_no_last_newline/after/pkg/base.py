class Base:
    """What `A` and `B` have in common."""

    _text: str
    _load_value: int

    def load(self, path):
        """Reads it.

        More.
        """
        text = self._text
        with open(path) as lines:
            found = [line.strip() for line in lines]
        if not found:
            raise self._error(path, text)
        for one in found:
            if one in self.seen:
                continue
            self.seen.add(one)
            self.order.append(one)
        while len(self.order) > self._load_value:
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
