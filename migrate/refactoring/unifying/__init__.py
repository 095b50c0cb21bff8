"""Makes one thing of several: classes, exceptions, configurations."""
