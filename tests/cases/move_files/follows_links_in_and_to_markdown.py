# options: {move = {"docs/*.md" = "docs/guide"}}
# file: README.md
[Start](docs/start.md), [more](./docs/more.md#top "title"), <a href="docs/start.md">x</a>

[ref]: docs/start.md
![picture](docs/img/a.png)
# file: docs/img/a.png
png
# file: docs/more.md
Back to [start](start.md) and [the readme](../README.md), see [there](sub/x.md), ![a](img/a.png),
[out](https://example.org/start.md), [mail](mailto:a@b.c), [here](#top), [none](missing.md).
# file: docs/start.md
[More](more.md#top)
# file: docs/sub/x.md
[start](../start.md)
# after
# file: README.md
[Start](docs/guide/start.md), [more](./docs/guide/more.md#top "title"), <a href="docs/guide/start.md">x</a>

[ref]: docs/guide/start.md
![picture](docs/img/a.png)
# file: docs/guide/more.md
Back to [start](start.md) and [the readme](../../README.md), see [there](../sub/x.md), ![a](../img/a.png),
[out](https://example.org/start.md), [mail](mailto:a@b.c), [here](#top), [none](missing.md).
# file: docs/guide/start.md
[More](more.md#top)
# file: docs/img/a.png
png
# file: docs/sub/x.md
[start](../guide/start.md)
