# options: {move = {"src/a/x.h" = "src/b/x.h", "src/a/y.c" = "src/y.c"}}
# file: src/a/near.c
#include "x.h"
#  include "a/x.h"
#include <stdio.h>
#include <a/x.h>
/* x.h */
# file: src/a/other.h
int other;
# file: src/a/x.h
#include "other.h"
# file: src/a/y.c
#include "x.h"
#include "other.h"
# file: src/far.c
#include "a/x.h"
#include "a/other.h"
# after
# file: src/a/near.c
#include "../b/x.h"
#  include "b/x.h"
#include <stdio.h>
#include <b/x.h>
/* x.h */
# file: src/a/other.h
int other;
# file: src/b/x.h
#include "../a/other.h"
# file: src/far.c
#include "b/x.h"
#include "a/other.h"
# file: src/y.c
#include "b/x.h"
#include "a/other.h"
