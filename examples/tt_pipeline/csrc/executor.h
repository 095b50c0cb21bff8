#pragma once

#define TT_PLAN_VERSION 2
