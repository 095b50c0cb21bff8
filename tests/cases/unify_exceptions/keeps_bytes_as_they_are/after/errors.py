"""Doc."""
import os

from roots import AppIoError

class Lesen(OSError, AppIoError):	# über
	pass

class Andere ( ValueError , KeyError, AppIoError ) : pass