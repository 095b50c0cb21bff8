# options: {pattern = "old($A)", to = "$A.new()", names = "text"}
old(old(old(x)) + 1)
y = [old(a), *old(b)], -old(c), old(d) ** 2, old(-d) ** 2, old(await_ or 1)
# after
(x.new().new() + 1).new()
y = [a.new(), *b.new()], -c.new(), d.new() ** 2, (-d).new() ** 2, (await_ or 1).new()
