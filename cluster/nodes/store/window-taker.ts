/** Takes windows of a job, one after the other, and has so many of them handled at once. */
import type { TakenWindow } from '../../../nodes/work/work-queue';
import type { HandedWindow, Waking, WindowFailure, WorkEngine } from './engine';
import { Nap } from './nap';
import { leftOf, Renewal } from './renewal';
import { closedError } from './store-errors';
import { lookedEvery, type StoreSettings, tendedEvery } from './store-settings';

/** A window that was handed out so many times as often as it may fail ends process after process. */
const ENDLESS = 3;

/** A window in our hands. */
interface Held {
  life: string;
  window: HandedWindow;
  holder: string;
  renewal: Renewal;
  lost: AbortController;
}

export class WindowTaker {
  readonly #underWay = new Map<Promise<void>, Held>();
  readonly #nap: Nap;
  #waking: Waking | undefined;
  #taking: Promise<void> | undefined;
  #stopped = false;
  #tendedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly engine: WorkEngine,
    readonly settings: StoreSettings,
    readonly atOnce: number,
    readonly handle: (window: TakenWindow) => Promise<void>,
  ) {
    this.#nap = new Nap(settings.clock);
  }

  start(): void {
    this.#taking = this.#takeAll();
  }

  /** Settles when what is under way has come to an end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#nap.cut();
    this.#waking?.cancel();
    await this.#taking;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  /** Does not wait for what is under way, which is given back. */
  async close(): Promise<void> {
    const taken = this.stop();
    const givenBack = [...this.#underWay.values()].map(async ({ life, window, holder, renewal, lost }) => {
      if (renewal.hasEnded) return;
      renewal.end();
      lost.abort(closedError());
      await this.engine.putBack(life, window, holder).catch(() => {});
    });
    await Promise.race([taken, Promise.all(givenBack)]);
    await Promise.all(givenBack);
  }

  async #takeAll(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (this.#underWay.size >= this.atOnce) await Promise.race(this.#underWay.keys());
        else await this.#takeOne();
      } catch {
        await this.#nap.sleep(lookedEvery(this.settings));
      }
    }
  }

  async #takeOne(): Promise<void> {
    const { clock, uniqueId } = this.settings;
    const life = await this.engine.life();
    if (life === undefined) return this.#nap.sleep(lookedEvery(this.settings));
    await this.#tend(life);
    if (this.#stopped) return;
    this.#waking = this.engine.wake(life, lookedEvery(this.settings));
    await this.#waking.woken;
    this.#waking = undefined;
    if (this.#stopped) return;
    const sentAt = clock.now();
    const holder = uniqueId();
    const window = await this.engine.take(life, holder);
    if (window) await this.#begin(life, window, holder, sentAt);
  }

  /** Frees what was left behind by who is gone. */
  async #tend(life: string): Promise<void> {
    const now = this.settings.clock.now();
    if (now - this.#tendedAt < tendedEvery(this.settings)) return;
    this.#tendedAt = now;
    await this.engine.recover(life);
  }

  async #begin(life: string, window: HandedWindow, holder: string, sentAt: number): Promise<void> {
    const { id, handedOut, retry } = window;
    const { clock, lease } = this.settings;
    if (await this.engine.isDone(life, id)) return this.engine.confirm(life, id, holder);
    if (handedOut > retry.attempts * ENDLESS) return this.engine.giveUp(life, id, holder, endless(handedOut - 1));
    if (this.#stopped) return this.engine.putBack(life, window, holder);
    // Asleep for longer than that, this process has it no more.
    if (leftOf(clock, lease, sentAt) <= 0) return;
    const lost = new AbortController();
    const renewal = new Renewal(
      clock,
      lease,
      sentAt,
      () => this.engine.renew(life, id, holder),
      (error) => lost.abort(error),
    );
    const held: Held = { life, window, holder, renewal, lost };
    const handled = this.#handle(held).finally(() => {
      renewal.end();
      this.#underWay.delete(handled);
    });
    this.#underWay.set(handled, held);
  }

  /** Never rejects. */
  async #handle(held: Held): Promise<void> {
    const { life, window, holder, lost } = held;
    const { id, data, handedOut } = window;
    try {
      // Behind the call that took it.
      await Promise.resolve();
      await this.handle({ id, data, attempt: handedOut, lost: lost.signal });
    } catch (error) {
      return this.#tell(held, () => this.#failed(held, error));
    }
    await this.#tell(held, () => this.engine.confirm(life, id, holder));
  }

  #failed({ life, window, holder }: Held, error: unknown): Promise<void> {
    const { id, failures, retry } = window;
    if (this.#stopped) return this.engine.putBack(life, window, holder);
    if (failures + 1 >= retry.attempts) return this.engine.giveUp(life, id, holder, failureOf(error));
    return this.engine.repeat(life, id, holder, retry.backOff * 2 ** failures);
  }

  /** What has come of it is told until the engine has heard it, or the lease is over and it is handed out again. */
  async #tell({ renewal }: Held, step: () => Promise<void>): Promise<void> {
    while (!renewal.hasEnded) {
      try {
        return await step();
      } catch {
        await new Promise<void>((resolve) => this.settings.clock.after(lookedEvery(this.settings), resolve));
      }
    }
  }
}

function endless(times: number): WindowFailure {
  return { code: 'LEASE_LOST', message: `It was taken ${times} times, and never came to an end.` };
}

/** The words of a failure, and its code where it has one. */
function failureOf(error: unknown): WindowFailure {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { code, message: error.message };
}
