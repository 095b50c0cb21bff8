// ns::old(1)
#define M(x) ns::old(x)
void f() {
	ns::old(/* first */ a, R"(ns::old(2))");
#if A
	auto x = ns::old<int>(b)  ;
#else
	auto x = ns::old(g("ns::old(3)"));
#endif
	old(4);
}