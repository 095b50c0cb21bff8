# coding: latin-1
from pathlib import Path
y = 'é', Path('é') / 'b'