// Tiles of release 0.3: how many of `size` cover `extent`.
extern "C" int tt_legacy_tiles(int extent, int size) { return (extent + size - 1) / size; }
