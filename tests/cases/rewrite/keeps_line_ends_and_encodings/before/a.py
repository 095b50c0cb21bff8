import os

x = os.path.join('é',
  'b')
