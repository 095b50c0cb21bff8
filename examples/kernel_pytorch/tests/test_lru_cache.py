import pytest

from kernel_pytorch.core.lru_cache import LRUCache
from kernel_pytorch.utils.cache import LRUCache as SmallCache


@pytest.mark.parametrize("cache_class", [LRUCache, SmallCache])
def test_least_recent_entry_goes_first(cache_class):
    cache = cache_class(capacity=2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert "a" in cache and "c" in cache and "b" not in cache
    assert (cache.hits, cache.misses, len(cache)) == (1, 0, 2)


@pytest.mark.parametrize("cache_class", [LRUCache, SmallCache])
def test_clear_forgets_the_counters(cache_class):
    cache = cache_class()
    assert cache.get("a", default=7) == 7
    cache.clear()
    assert (cache.hits, cache.misses, len(cache)) == (0, 0, 0)


@pytest.mark.parametrize("cache_class", [LRUCache, SmallCache])
def test_empty_capacity_is_refused(cache_class):
    with pytest.raises(ValueError):
        cache_class(capacity=0)


def test_value_is_computed_once():
    cache, calls = LRUCache(), []
    for _ in range(3):
        assert cache.get_or_compute("a", lambda: calls.append(1) or "value") == "value"
    assert calls == [1]
    assert cache.hit_rate() == pytest.approx(2 / 3)


def test_error_is_not_cached():
    cache = LRUCache()
    with pytest.raises(ZeroDivisionError):
        cache.get_or_compute("a", lambda: 1 / 0)
    assert "a" not in cache


def test_resize_drops_the_least_recent():
    cache = LRUCache(3)
    for key in "abc":
        cache.put(key, key)
    cache.resize(1)
    assert list(cache) == ["c"]
