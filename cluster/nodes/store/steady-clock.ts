/** Time of this process, which a change of the computer's clock does not move; that of the engine is its own. */
import type { Clock } from '../../../nodes/client/waiting/clock';

export const steadyClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
