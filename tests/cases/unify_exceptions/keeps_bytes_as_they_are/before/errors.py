"""Doc."""
import os

class Lesen(OSError):	# über
	pass

class Andere ( ValueError , KeyError ) : pass