def f():
	try:
		g()
	except:
		return None