# options: {at = "code.C.f", action = "replace", code = "def f(self):\n    '''Doc.\n\n    More.\n    '''\n    return '''\n kept\n'''", was = "def f(self):\n    '''Old.\n    '''"}
class C:
    def f(self):
        '''Old.
        '''
# after
class C:
    def f(self):
        '''Doc.

        More.
        '''
        return '''
 kept
'''
