"""The compiled core: the corrector's inner loops in C, with the Python ones as reference and fall-back.

`library` finds and loads it; the other modules give each part the shape that the corrector asks for.  Where there is no
library (no compiler was at hand when the program was installed, or `CLEANER_PURE` is set), each of them is None and the
corrector uses its own Python; results are equal to the last bit (`tests/test_native.py`), only slower.
"""
