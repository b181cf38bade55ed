import { DataConnectError } from '../../nodes/errors';
import { NotMaskable } from '../../nodes/secrets/mask-text';
import { entrances } from './entrances';
import { assertGrowsWithSize } from './grows-with-size';

/** Refused, as it may be; what counts is how long it took. */
function refusable(error: unknown): void {
  if (!(error instanceof DataConnectError || error instanceof NotMaskable)) throw error;
}

function quietly(work: () => unknown): unknown {
  try {
    const result = work();
    return result instanceof Promise ? result.catch(refusable) : result;
  } catch (error) {
    return refusable(error);
  }
}

describe('whatever comes in costs no more than in proportion to its size', function () {
  this.timeout(120_000);
  for (const [name, { size, inputs, reads }] of Object.entries(entrances)) {
    it(name, async () => {
      for (const [input, of] of Object.entries(inputs)) {
        const prepare = (length: number) => {
          const work = reads(of(length));
          return () => quietly(work);
        };
        await assertGrowsWithSize(size, prepare).catch((error: Error) => {
          throw new Error(`${input}: ${error.message}`, { cause: error });
        });
      }
    });
  }
});
