# options: {move = {".github/workflows/ci.yml" = ".github/ci.yml"}}
# refuses: found-by-name
# file: .github/workflows/ci.yml
on: push
