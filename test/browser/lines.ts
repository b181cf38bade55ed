/** What each of the two lines of browser suites does where not both do all: one with Node-RED 4.1, one with version 5. */
import { nodeRedVersion } from './node-red-process';

const isFirst = nodeRedVersion.startsWith('4.');

/** Node-RED 4.1 has no dark theme of its own. */
export const themes = isFirst ? (['light'] as const) : (['light', 'dark'] as const);

/** In which most is shown. */
export const theme = isFirst ? 'light' : 'dark';

/** Every other one of what is the same to both versions of Node-RED: the two lines together do all of it. */
export function shareOf<T>(all: readonly T[]): T[] {
  return all.filter((_, place) => (place % 2 === 0) === isFirst);
}
