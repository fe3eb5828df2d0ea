"""The rising line of steps from a margin to the probability of a serious allegation, as a model keeps it.

In: margins. Out: probabilities. Refuses nothing. How the steps are found is in `v100.model.calibrate`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# Nobody is certain either way.
LEAST, MOST = 1e-4, 1 - 1e-4


@dataclass(frozen=True, slots=True)
class Steps:
    """Probability `heights[i]` at margin `margins[i]`, a straight line between, level beyond the ends."""

    margins: tuple[float, ...]
    heights: tuple[float, ...]

    def apply(self, margins: Floats) -> Floats:
        """Return the probability of each margin."""
        found = np.interp(margins, np.asarray(self.margins), np.asarray(self.heights))
        clipped: Floats = np.clip(found, LEAST, MOST)
        return clipped
