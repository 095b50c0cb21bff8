x = 'ÿ'; os.path.join(a, b)
