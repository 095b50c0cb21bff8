# coding: latin-1
é = 1
def connect(host, port='é'):
	return f'''
é {host}{port:>{host}}
  {host!r}''', "é", port