# options: {move = {"data" = "assets/raw"}}
# file: README.md
See [data](data/), `data/a.json` and the data in data/deep/b.txt; [b]: data/deep/b.txt
# file: conf.yml
folder: "data"
other: data/
word: data
# file: data/a.json
{"next": "data/deep/b.txt"}
# file: data/deep/b.txt
b
# file: load.py
NAMES = ["data/a.json", "data/deep/", "data"]
# after
# file: README.md
See [data](assets/raw/), `assets/raw/a.json` and the data in assets/raw/deep/b.txt; [b]: assets/raw/deep/b.txt
# file: assets/raw/a.json
{"next": "assets/raw/deep/b.txt"}
# file: assets/raw/deep/b.txt
b
# file: conf.yml
folder: "assets/raw"
other: assets/raw/
word: data
# file: load.py
NAMES = ["assets/raw/a.json", "assets/raw/deep/", "data"]
