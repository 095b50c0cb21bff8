# options: {paths = ["**/*.py"], log = true}
try:
    import triton
except:
    triton = None

try:
    from fast import run
    READY = run()
except Exception:
    READY = False
