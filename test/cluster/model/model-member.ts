/** An instance of the model with the store as it is: it works for a job, asks for lists in between, and has a cursor. */
import { Patience } from '../../../cluster/nodes/store/patience';
import { SharedCursors } from '../../../cluster/nodes/store/shared-cursors';
import { SharedSlots } from '../../../cluster/nodes/store/shared-slots';
import { SharedWork } from '../../../cluster/nodes/store/shared-work';
import type { StoreSettings } from '../../../cluster/nodes/store/store-settings';
import type { SlotRequest } from '../../../nodes/client/slots/slot-store';
import type { TakenWindow } from '../../../nodes/work/work-queue';
import type { ModelEngine } from './model-engine';
import type { ModelInstance } from './model-instance';
import type { ModelService } from './model-service';

export const LEASE = 1000;
export const KEY = 'host company';
export const JOB = 'job';
export const CURSOR = 'cursor';

/** What all members of a schedule go by. */
export interface Terms {
  service: ModelService;
  /** Milliseconds that a request takes, and at most. */
  takes: () => number;
  /** Windows that were handled, and those that never can be. */
  handled: Set<string>;
  poison: ReadonlySet<string>;
  violations: string[];
  cursor: CursorTruth;
  /** Something has failed that may keep a message back. */
  wasInTrouble: boolean;
  /** What `BROKEN_RULES` may change. */
  abortsWhatIsLost: boolean;
  plansAgain: boolean;
}

/** What was said of the cursor, which counts. */
export interface CursorTruth {
  holder: ModelInstance | undefined;
  /** Writes that were said to be stored, and those of which nothing is known. */
  written: number;
  unknown: number;
  highest: number;
  /** Nobody can say what was stored. */
  isLost: boolean;
}

const WAIT = 10_000_000;

export class ModelMember {
  readonly slots: SharedSlots;
  readonly work: SharedWork;
  readonly cursors: SharedCursors;
  /** What it waits for by itself. */
  unsettled = 0;
  isClosing = false;

  constructor(
    readonly engine: ModelEngine,
    readonly terms: Terms,
  ) {
    const { instance, uniqueId } = engine;
    const { random } = instance.world;
    const trouble = () => undefined;
    const settings: StoreSettings = { clock: instance, lease: LEASE, wait: WAIT, uniqueId, random, trouble };
    const patience = new Patience(settings);
    this.slots = new SharedSlots(engine, settings);
    this.work = new SharedWork(engine, settings, patience);
    this.cursors = new SharedCursors(engine.cursors, settings, patience);
  }

  get isGone(): boolean {
    return this.isClosing || this.engine.instance.hasEnded;
  }

  start(): void {
    this.work.take(JOB, 2, (window) => this.#handle(window));
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.all([this.slots.close(), this.work.close(), this.cursors.close()]);
  }

  /** Asks for a list, and gives up waiting for it after a while or never. */
  async askForList(patience: number | undefined): Promise<void> {
    const stop = new AbortController();
    if (patience !== undefined) this.engine.instance.after(patience, () => stop.abort());
    this.unsettled += 1;
    await this.#send('light', stop.signal).catch(() => {});
    this.unsettled -= 1;
  }

  async useCursor(): Promise<void> {
    this.unsettled += 1;
    await this.#moveCursor().catch(() => {});
    this.unsettled -= 1;
  }

  async #handle({ id, lost }: TakenWindow): Promise<void> {
    if (this.terms.poison.has(id)) throw new Error('It never can be.');
    await this.#send('report', lost);
    this.terms.handled.add(id);
  }

  async #send(weight: SlotRequest['weight'], signal: AbortSignal): Promise<void> {
    const { service, takes, violations, abortsWhatIsLost } = this.terms;
    const { instance, network } = this.engine;
    const stop = new AbortController();
    let isReleased = false;
    let losses = 0;
    const slot = await this.slots.acquire({
      key: KEY,
      limit: service.limit,
      weight,
      path: '/x',
      signal,
      onLost: (error) => {
        losses += 1;
        if (losses > 1) violations.push('a slot was lost twice');
        if (isReleased) violations.push('a slot was lost that was given back');
        if (abortsWhatIsLost) stop.abort(error);
      },
    });
    if (signal.aborted) return slot.release();
    const { loses, slowest } = network;
    const isSure = loses === 0 && !this.terms.wasInTrouble;
    if (isSure && service.hasAskedToWait(LEASE / 4 + 4 * slowest)) violations.push('a request began in a pause');
    signal.addEventListener('abort', () => stop.abort(), { once: true });
    try {
      const refusal = await service.request(instance, weight, takes(), stop.signal);
      if (!refusal) return;
      slot.refused(refusal.retryAfter);
      throw new Error('It was refused.');
    } finally {
      // Who gives up by himself gives a slot back that the service has not: that is so in one process, too.
      if (stop.signal.aborted && (losses === 0 || this.isClosing)) await instance.sleep(service.notices);
      isReleased = true;
      slot.release();
    }
  }

  async #moveCursor(): Promise<void> {
    const { cursor, violations } = this.terms;
    const { instance, name } = this.engine;
    const lease = await this.cursors.lease(CURSOR, LEASE);
    if (!lease) return;
    if (lease.lost.aborted) return;
    // Who is busy cannot know that it is lost, and writes too late.
    if (cursor.holder && !cursor.holder.isBusy && !cursor.isLost) violations.push(`${name} has a cursor that is held`);
    cursor.holder = instance;
    const letGo = () => {
      if (cursor.holder === instance) cursor.holder = undefined;
    };
    instance.onEnd(letGo);
    lease.lost.addEventListener('abort', letGo, { once: true });
    const stored = await this.cursors.read(CURSOR);
    await instance.sleep(instance.world.between(0, LEASE));
    const next = Number(stored?.value ?? 0) + 1;
    cursor.unknown += 1;
    const isWritten = await this.cursors.write(CURSOR, String(next), stored?.version);
    cursor.unknown -= 1;
    if (isWritten) {
      cursor.written += 1;
      cursor.highest = Math.max(cursor.highest, next);
    }
    letGo();
    await lease.release();
  }
}
