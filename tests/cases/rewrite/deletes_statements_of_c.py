# options: {pattern = "trace($$$A);", delete = true, language = "c"}
# file: a.c
int f(int x) {
    trace("x", x);
    return x; trace(1);
}
# after
# file: a.c
int f(int x) {
    return x; 
}
