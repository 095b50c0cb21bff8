# options: {file = "code.py", action = "remove-import", code = "from os import path, sep"}
import json
from os import path, sep
# after
import json
