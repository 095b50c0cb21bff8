# Größe, alt
def neu():
	return 'Größe', länge


länge = 1