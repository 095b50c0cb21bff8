#include "a/x.hpp"
	// é "a/x.hpp"
int y;