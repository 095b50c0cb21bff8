from kernel_pytorch.utils import Timer, device


def test_device_has_a_name_without_a_driver(monkeypatch):
    monkeypatch.setattr(device, "pynvml", None)
    assert device.device_name(7) == "cpu"
    assert device.device_count() == 1


def test_timer_sums_up_sections():
    ticks = iter([0.0, 1.0, 5.0, 7.0])
    timer = Timer(clock=lambda: next(ticks))
    for _ in range(2):
        timer.start("load")
        timer.stop("load")
    assert timer.seconds == {"load": 3.0}
    assert timer.report().replace(" ", "") == '{"load":3.0}'


def test_broken_observer_does_not_disturb_the_timer():
    timer = Timer(on_stop=lambda section, seconds: 1 / 0)
    timer.start("load")
    assert timer.stop("load") >= 0
