# options: {function = "m.C.f", name = "deep", default = "False", annotation = "bool", after = "a", doc = "How deep."}
# file: m.py
class C:
    def f(self, a=1, b=2):
        """Do it.

        Args:
            a (int): The first
                of two.
            b (int): The second.

        Returns:
            Nothing.
        """


class D(C):
    def f(self, a=1, b=2):
        """Do it.

        :param int a: the first
            of two
        :type a: int
        :param b: the second
        """


class E(C):
    def f(self, a=1, b=2):
        """Do it.

        Parameters
        ----------
        a : int
            The first.
        b : int
            The second.

        Returns
        -------
        None
        """


class F(C):
    def f(self, a=1, b=2):
        """Do it. Args: none."""
# after
# file: m.py
class C:
    def f(self, a=1, deep: bool = False, b=2):
        """Do it.

        Args:
            a (int): The first
                of two.
            deep (bool): How deep.
            b (int): The second.

        Returns:
            Nothing.
        """


class D(C):
    def f(self, a=1, deep: bool = False, b=2):
        """Do it.

        :param int a: the first
            of two
        :type a: int
        :param deep: How deep.
        :param b: the second
        """


class E(C):
    def f(self, a=1, deep: bool = False, b=2):
        """Do it.

        Parameters
        ----------
        a : int
            The first.
        deep : bool
            How deep.
        b : int
            The second.

        Returns
        -------
        None
        """


class F(C):
    def f(self, a=1, deep: bool = False, b=2):
        """Do it. Args: none."""
