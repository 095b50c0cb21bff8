# options: {function = "net.part", parameters = ["start", "end"], class = "net.Part", parameter = "span", kind = "plain"}
# notes: net.py:4: left as it is: an example that calls `part`
# file: net.py
def part(start, end):
    """The part.

    >>> part(1, 2)
    3
    """
    return start + end


part(1, 2)
# after
# file: net.py
class Part:
    """`start` and `end` of `part`."""

    def __init__(self, start, end):
        self.start = start
        self.end = end


def part(span):
    """The part.

    >>> part(1, 2)
    3
    """
    return span.start + span.end


part(Part(1, 2))
