#include "b/x.hpp"
	// é "b/x.hpp"
int y;