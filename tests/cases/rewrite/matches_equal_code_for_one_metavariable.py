# options: {pattern = "$A.get($K) if $K in $A else None", to = "$A.get($K)", names = "text"}
a = d.get("k") if 'k' in d else None
b = (d.x[1].get(k) if k in d . x [ 1 ] else None) or 1
c = d.get(k) if k in e else None
e = d.get(k) if k in d else 0
# after
a = d.get("k")
b = (d.x[1].get(k)) or 1
c = d.get(k) if k in e else None
e = d.get(k) if k in d else 0
