/** What all random trials are told from: a number of changed answers per format. */
const ALL = 100_000;

/**
 * How many cases a test of random ones tries: a share in `npm test`; `DATACONNECT_FUZZ_CASES=100000` tries all of them,
 * and another number as large a part of all.
 */
export function casesOf(all: number, share: number): number {
  const told = process.env.DATACONNECT_FUZZ_CASES;
  return told === undefined ? share : Math.ceil((all * Number(told)) / ALL);
}
