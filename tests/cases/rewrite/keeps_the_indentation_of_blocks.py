# options: {pattern = "with open($F) as $X: $$$BODY", to = "$X = open($F)\ntry:\n    $$$BODY\nfinally:\n    $X.close()"}
def f(p):
    with open(p) as fh:  # read it

        # first
        text = """
  kept
"""
        if text:
            return (text +
                    fh.read())  # last
    with open(p) as fh: return 1
    with open(p, "w") as fh:
        return 2
# after
def f(p):
    # read it
    fh = open(p)
    try:
        # first
        text = """
  kept
"""
        if text:
            return (text +
                    fh.read())  # last
    finally:
        fh.close()
    fh = open(p)
    try:
        return 1
    finally:
        fh.close()
    with open(p, "w") as fh:
        return 2
