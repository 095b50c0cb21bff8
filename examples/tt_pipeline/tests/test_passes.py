from tt_pipeline.passes import (
    assign_tiles,
    eliminate_dead,
    fold_constants,
    fuse_activation,
    fuse_all,
    fuse_bias,
    infer_shapes,
    normalise,
    place_on_grid,
)


def test_constants_are_worked_out(graph):
    folded = fold_constants(graph)
    assert folded["scale"].kind == "const"
    assert folded["scale"].notes["value"] == 6.0
    assert len(folded.ops) == len(graph.ops)


def test_what_nobody_needs_goes(graph):
    kept = eliminate_dead(fold_constants(graph))
    assert [op.name for op in kept.ops] == ["x", "w", "b", "scale", "product", "biased", "active", "out"]


def test_a_bias_becomes_a_part_of_its_matmul(graph):
    fused = fuse_bias(graph)
    assert fused["biased"].kind == "matmul"
    assert fused["biased"].inputs == ("x", "w", "b")
    assert fused["biased"].notes["fused"] == ("bias",)


def test_an_activation_waits_for_the_bias(graph):
    assert fuse_activation(graph)["active"].kind == "relu"
    assert fuse_activation(fuse_bias(graph))["active"].notes["fused"] == ("bias", "relu")


def test_both_fusions_at_once(graph):
    assert fuse_all(graph)["active"].notes["fused"] == ("bias", "relu")


def test_the_inputs_of_what_commutes_are_in_order(graph):
    assert normalise(graph)["out"].inputs == ("active", "scale")
    assert normalise(graph)["product"].inputs == ("x", "w")


def test_tiles_cover_the_whole_result(graph):
    assert assign_tiles(graph)["x"].notes["tiles"] == 4
    assert assign_tiles(graph, 16)["x"].notes["tiles"] == 12
    assert assign_tiles(graph, size=64)["b"].notes["tiles"] == 1


def test_cores_go_row_by_row(graph):
    placed = place_on_grid(graph, columns=8)
    assert placed["unused"].notes["core"] == (1, 1)


def test_shapes_stay_as_they_were_given(graph):
    assert [op.shape for op in infer_shapes(graph).ops] == [op.shape for op in graph.ops]
