# Größe, alt
def alt():
	return 'Größe', größe


größe = 1