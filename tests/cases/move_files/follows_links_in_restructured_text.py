# options: {move = {"docs/intro.rst" = "docs/guide/intro.rst"}}
# file: docs/code.py
x = 1
# file: docs/index.rst
.. toctree::
   :maxdepth: 2

   intro
   The intro <intro>
   other

See :doc:`intro`, :doc:`the intro <intro>`, `that <intro.rst>`_ and :download:`it <intro.rst>`.

.. include:: intro.rst
# file: docs/intro.rst
.. literalinclude:: code.py
.. |logo| image:: logo.png
:doc:`other`
# file: docs/logo.png
png
# file: docs/other.rst
intro
# after
# file: docs/code.py
x = 1
# file: docs/guide/intro.rst
.. literalinclude:: ../code.py
.. |logo| image:: ../logo.png
:doc:`../other`
# file: docs/index.rst
.. toctree::
   :maxdepth: 2

   guide/intro
   The intro <guide/intro>
   other

See :doc:`guide/intro`, :doc:`the intro <guide/intro>`, `that <guide/intro.rst>`_ and :download:`it <guide/intro.rst>`.

.. include:: guide/intro.rst
# file: docs/logo.png
png
# file: docs/other.rst
intro
