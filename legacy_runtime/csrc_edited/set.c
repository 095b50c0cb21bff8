/* The table of one instruction set. */
#include "kernels.h"

#define RT_TEXT_(set) #set
#define RT_TEXT(set) RT_TEXT_(set)
#define RT_ENTRY(op, kernel) [op] = RT_NAME(kernel),

const rt_set RT_NAME(set);
const rt_set RT_NAME(set) = {
    .name = RT_TEXT(RT_SET),
    .kernels = {RT_KERNELS(RT_ENTRY)},
    .packed_size = RT_NAME(packed_size),
    .pack = RT_NAME(pack),
};
