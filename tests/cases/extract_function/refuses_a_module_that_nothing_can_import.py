# options: {places = ["manage-one.shell", "manage-two.shell"], into = "manage-one.shared", min_saving = 1}
# refuses: no-module-name
# file: manage-one.py
def shell(no_ipython=True):
    banner = "one"
    print(banner)
    print(no_ipython)
    return banner
# file: manage-two.py
def shell(no_ipython=True):
    banner = "two"
    print(banner)
    print(no_ipython)
    return banner
