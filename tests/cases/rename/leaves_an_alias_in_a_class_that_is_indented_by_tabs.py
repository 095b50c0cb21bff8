# options: {rename = {"a.K.Inner.old" = "new", "a.K.Inner.size" = "length"}, leave = "alias"}
# import: no
# file: a.py
class K:
	class Inner:
		@property
		def old(self): return 1
		def __init__(self): self.size = 1
# after
# file: a.py
class K:
	class Inner:
		@property
		def new(self): return 1
		def __init__(self): self.length = 1

		@property
		def size(self):
			return self.length

		@size.setter
		def size(self, value):
			self.length = value

		old = new
