# options: {places = ["code.one", "code.two"], into = "code.fetch"}
# file: code.py
async def one(session):
    found = []
    async with session.get("a") as answer:
        data = await answer.json()
        for item in data:
            found.append(item)
    found.sort()
    return found


async def two(client):
    found = []
    async with client.get("b") as answer:
        data = await answer.json()
        for item in data:
            found.append(item)
    found.sort()
    return found
# after
# file: code.py
async def fetch(session, *, text):
    found = []
    async with session.get(text) as answer:
        data = await answer.json()
        for item in data:
            found.append(item)
    found.sort()
    return found


async def one(session):
    return await fetch(session, text="a")


async def two(client):
    return await fetch(client, text="b")
