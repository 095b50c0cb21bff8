# options: {pattern = "print($A)", to = "thing.parts.show.now($A)"}
# refuses: unknown-module
print(1)
