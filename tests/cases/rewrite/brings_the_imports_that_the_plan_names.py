# options: {pattern = "$A.tolist_of($B)", to = "np.asarray($A, $B)", imports = ["import numpy as np"]}
# import: no
# file: a.py
#!/usr/bin/env python
# A licence.

def f(a, b):
    return a.tolist_of(b)
# file: b.py
import numpy

x = y.tolist_of(numpy.float32)
# after
# file: a.py
#!/usr/bin/env python
# A licence.

import numpy as np

def f(a, b):
    return np.asarray(a, b)
# file: b.py
import numpy

x = numpy.asarray(y, numpy.float32)
