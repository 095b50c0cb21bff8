# options: {pattern = "old($A, $$$REST)", to = "fresh($$$REST, {key: $A})", language = "javascript"}
# import: no
# file: a.js
// old(1, 2)
const x = old(1, 'é', /* why */ b), y = old(c);
console.log("old(1, 2)", old);
# file: b.py
old(1, 2)
# after
# file: a.js
// old(1, 2)
const x = fresh('é', /* why */ b, {key: 1}), y = fresh({key: c});
console.log("old(1, 2)", old);
# file: b.py
old(1, 2)
