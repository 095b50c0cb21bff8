class C:
	side = 1

	def f(self, *, k=1):
	    # Höhe
	    if self:
	        return (self.side,
	  k)
