# options: {paths = ["**/*.py"]}
def f(x):
    try:
        x.run()
    except:  # noqa: E722
        x.note()
    try:
        x.run()
    except:  # noqa:E722,BLE001
        x.note()
    try:
        x.run()
    except:  # noqa: BLE001 B001 E722
        x.note()
    try:
        x.run()
    except:  # pragma: no cover # noqa: B001
        x.note()
    try:
        x.run()
    except:  # noqa: E722  # pragma: no cover
        x.note()
    try:
        x.run()
    except:  # noqa: E722 whatever it was
        x.note()
    try:
        x.run()
    except:  # noqa
        x.note()
    try:
        x.run()
    except Exception:  # noqa: E722
        x.note()
    try:
        x.run()
    except: x.note("# noqa: E722")  # noqa: E722
# after
def f(x):
    try:
        x.run()
    except Exception:
        x.note()
    try:
        x.run()
    except Exception:  # noqa:BLE001
        x.note()
    try:
        x.run()
    except Exception:  # noqa: BLE001
        x.note()
    try:
        x.run()
    except Exception:  # pragma: no cover
        x.note()
    try:
        x.run()
    except Exception:  # pragma: no cover
        x.note()
    try:
        x.run()
    except Exception:  # whatever it was
        x.note()
    try:
        x.run()
    except Exception:  # noqa
        x.note()
    try:
        x.run()
    except Exception:  # noqa: E722
        x.note()
    try:
        x.run()
    except Exception: x.note("# noqa: E722")
