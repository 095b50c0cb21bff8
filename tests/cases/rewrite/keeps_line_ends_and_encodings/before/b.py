# coding: latin-1
import os
y = 'é', os.path.join('é', 'b')