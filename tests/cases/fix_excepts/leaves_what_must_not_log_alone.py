# options: {paths = ["**/*.py"], log = true}
# notes: must not log
class Box:
    def __del__(self):
        try:
            self.close()
        except Exception:
            pass
