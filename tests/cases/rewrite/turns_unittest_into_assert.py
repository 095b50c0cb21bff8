# options: {rules = [{pattern = "$S.assertEqual($A, $B)", to = "assert $A == $B"}, {pattern = "$S.assertEqual($A, $B, $M)", to = "assert $A == $B, $M"}, {pattern = "$S.assertIsNone($A)", to = "assert $A is None"}, {pattern = "$S.assertTrue($A)", to = "assert $A"}, {pattern = "$S.assertIn($A, $B)", to = "assert $A in $B"}]}
class Test:
    def test(self, a, b):
        self.assertEqual(a, b)
        self.assertEqual(a or b, lambda: 1)
        self.assertEqual(a == 1, b, "why")
        self.assertEqual(
            a,  # one
            b,
            # two
        )
        self.assertIsNone(a or
                          b)
        self.assertTrue(a, "said") if a else None
        self.assertTrue((yield))
        self.assertIn(a, (1, 2))
        if a: self.assertIn(a, "x"); b()
# after
class Test:
    def test(self, a, b):
        assert a == b
        assert (a or b) == (lambda: 1)
        assert (a == 1) == b, "why"
        # one
        # two
        assert a == b
        assert (a or
                          b) is None
        self.assertTrue(a, "said") if a else None
        assert (yield)
        assert a in (1, 2)
        if a: assert a in "x"; b()
