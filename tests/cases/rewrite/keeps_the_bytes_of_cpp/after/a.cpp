// ns::old(1)
#define M(x) ns::old(x)
void f() {
	ns::fresh(a, R"(ns::old(2))");
#if A
	auto x = ns::old<int>(b)  ;
#else
	auto x = ns::fresh(g("ns::old(3)"));
#endif
	old(4);
}