# options: {pattern = "old($A, $$$R)", to = "new($$$R, key=$A)", names = "text"}
# refuses: keyword
old(1, key=2)
