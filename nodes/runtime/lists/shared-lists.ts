/** The lists that dialogs ask for: each is fetched once for all who ask, and kept for a while. */
import { cancelled, type StopSignal } from '../../client/waiting/cancellation';
import { type Clock, systemClock } from '../../client/waiting/clock';
import { SingleFlight } from '../../client/waiting/single-flight';
import { ParameterError } from '../../parameters/parameter-error';

/** Milliseconds for which an answer serves everyone who opens a dialog. */
const FRESH = 5 * 60_000;

/** Lists that are fetched in that time at most: more than all dialogs of a person need, and an end for a script. */
const MOST = 100;

export class SharedLists<List> {
  readonly #kept = new Map<string, { list: List; since: number }>();
  readonly #flights = new Map<string, SingleFlight<List>>();
  /** When the latest fetches began. */
  readonly #begun: number[] = [];

  constructor(readonly clock: Clock = systemClock) {}

  /**
   * @param key what is asked for
   * @param title of the list, for errors
   * @param signal of this caller; the fetch goes on while another waits for it
   * @throws what `fetch` throws; DataConnectError `CANCELLED`; ParameterError when too many lists are asked for
   */
  async get(
    key: string,
    title: string,
    fetch: (signal: StopSignal) => Promise<List>,
    signal: StopSignal,
  ): Promise<List> {
    this.#forgetOld();
    const kept = this.#kept.get(key);
    if (kept) return kept.list;
    const flight = this.#flights.get(key) ?? this.#newFlight(key, title);
    const start = async (stop: StopSignal) => {
      this.#begun.push(this.clock.now());
      try {
        const list = await fetch(stop);
        this.#kept.set(key, { list, since: this.clock.now() });
        return list;
      } finally {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      }
    };
    return flight.join(start, signal, () => cancelled(signal, title));
  }

  #newFlight(key: string, title: string): SingleFlight<List> {
    if (this.#begun.length >= MOST) {
      throw new ParameterError(title, [{ kind: 'too-many-lists', facts: { count: MOST, minutes: FRESH / 60_000 } }]);
    }
    const flight = new SingleFlight<List>();
    this.#flights.set(key, flight);
    return flight;
  }

  #forgetOld(): void {
    const oldest = this.clock.now() - FRESH;
    for (const [key, { since }] of this.#kept) if (since <= oldest) this.#kept.delete(key);
    while (this.#begun.length > 0 && this.#begun[0]! <= oldest) this.#begun.shift();
  }
}
