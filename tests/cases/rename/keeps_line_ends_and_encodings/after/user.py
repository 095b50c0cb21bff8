# -*- coding: latin-1 -*-
from core import neu, länge
x = 'ä', neu(), länge, 'größe'; y = 'é' , neu
z = neu