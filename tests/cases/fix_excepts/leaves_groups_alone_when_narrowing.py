# options: {paths = ["*.py"], narrow = "provable"}
def f(text: str):
    try:
        return int(text)
    except* Exception:
        print("some")
