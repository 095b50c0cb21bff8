# options: {classes = ["local-one.Writer", "local-two.Writer"], into = "local-one.Base"}
# refuses: no-module-name
# file: local-one.py
class Writer:
    def written(self):
        lines = []
        for line in self.lines:
            lines.append(line)
        return lines
# file: local-two.py
class Writer:
    def written(self):
        lines = []
        for line in self.lines:
            lines.append(line)
        return lines
