# -*- coding: latin-1 -*-
from core import alt, größe
x = 'ä', alt(), größe, 'größe'; y = 'é' , alt
z = alt