int x;
ÿ