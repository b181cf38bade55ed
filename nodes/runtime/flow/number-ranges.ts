/** Whole numbers that come nearly in order, kept and said as ranges: `1-3, 5`. */

/** Ranges that are said; a run in which every second batch was late would have thousands. */
const SAID = 20;

export class NumberRanges {
  readonly #ranges: Array<{ from: number; to: number }> = [];

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  /** @param number that is not in it yet */
  add(number: number): void {
    const place = this.#ranges.findLastIndex(({ from }) => from < number) + 1;
    const before = this.#ranges[place - 1];
    const behind = this.#ranges[place];
    const joinsBehind = behind?.from === number + 1;
    if (before?.to === number - 1) {
      before.to = joinsBehind ? behind.to : number;
      if (joinsBehind) this.#ranges.splice(place, 1);
    } else if (joinsBehind) {
      behind.from = number;
    } else {
      this.#ranges.splice(place, 0, { from: number, to: number });
    }
  }

  toString(): string {
    const said = this.#ranges.slice(0, SAID).map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
    return [...said, ...(this.#ranges.length > SAID ? ['…'] : [])].join(', ');
  }
}
