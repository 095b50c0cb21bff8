# options: {move = {"bench/**/*.json" = "results", "bench/run.py" = "results/"}}
# file: bench/a.json
{}
# file: bench/deep/b.json
{}
# file: bench/keep.txt
bench/a.json bench/deep/b.json bench/run.py bench/
# file: bench/run.py
x = "bench/deep/b.json"
# after
# file: bench/keep.txt
results/a.json results/deep/b.json results/run.py bench/
# file: results/a.json
{}
# file: results/deep/b.json
{}
# file: results/run.py
x = "results/deep/b.json"
