# options: {pattern = "for $X in $Y: $Z.append($X)", to = "$Z.extend($Y)", names = "text"}
for x in y:
    z.append(x)
    z.pop()
for x in y:
    z.append(x)
else:
    z.pop()
async def f():
    async for x in y:
        z.append(x)
for x in y: z.append(w)
