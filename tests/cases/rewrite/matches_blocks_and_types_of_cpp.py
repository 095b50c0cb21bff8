# options: {language = "cpp", rules = [{pattern = "if (ns::ready($A)) { $$$BODY; }", to = "ns::when($A, [&] { $$$BODY; });"}, {pattern = "ns::Old<$T>", to = "fresh::Box<$T>"}]}
# file: a.cpp
ns::Old<int> x = ns::Old<int>(3);
void f(ns::Old<float>& y, Old<int> z) {
    if (ns::ready(y)) { a(); b(y); }
    if (ready(y)) { a(); }
}
# after
# file: a.cpp
fresh::Box<int> x = fresh::Box<int>(3);
void f(fresh::Box<float>& y, Old<int> z) {
    ns::when(y, [&] { a(); b(y); });
    if (ready(y)) { a(); }
}
