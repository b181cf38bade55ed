/** Tokens as jobs of BullMQ: one queue for those that are shared, one for the extra one. */
import type { Refusal, SlotEngine, SlotLook, Token, TokenLine, Waking } from '../engine';
import type { Bell } from './bell';
import { type BullQueue, type BullQueues, keyPart } from './bull-queues';

const LINES: readonly TokenLine[] = ['shared', 'extra'];
/** Milliseconds after which bursts of refusals are counted anew. */
const COUNTED_FOR = 86_400_000;

export class RedisSlots implements SlotEngine {
  readonly #queues: Record<TokenLine, BullQueue>;

  constructor(
    readonly bull: BullQueues,
    readonly bell: Bell,
    readonly uniqueId: () => string,
    key: string,
  ) {
    const name = keyPart(key);
    this.#queues = { shared: bull.queue(`slots ${name}`), extra: bull.queue(`slots ${name} extra`) };
  }

  async hasAll(count: number): Promise<boolean> {
    const keys = tokens(count).map(({ line, id }) => this.#queues[line].toKey(id));
    return (await this.bull.client.exists(...keys)) === keys.length;
  }

  async seed(count: number, quiet: number): Promise<void> {
    const seed = this.uniqueId();
    const transaction = this.bull.transaction();
    transaction.set(this.#key(`quiet:${seed}`), 1, 'PX', Math.ceil(quiet));
    for (const { line, id } of tokens(count)) this.#queues[line].addTo(transaction, id, { seed });
    await this.bull.answersOf(transaction);
  }

  async take(line: TokenLine, holder: string): Promise<Token | undefined> {
    const job = await this.#queues[line].takeNext(holder);
    if (!job) return undefined;
    if (this.#queues[line].isEvicted(job)) return this.#remove(line, job.id, holder);
    const { seed } = JSON.parse(job.data) as { seed: string };
    return { line, id: job.id, seed };
  }

  /** It is put in anew, and is quiet at first. */
  async #remove(line: TokenLine, id: string, holder: string): Promise<undefined> {
    const transaction = this.bull.transaction();
    this.#queues[line].completeIn(transaction, id, holder);
    await this.bull.answersOf(transaction);
  }

  async look({ line, id, seed }: Token, holder: string): Promise<SlotLook> {
    const transaction = this.bull.transaction();
    this.#queues[line].renewIn(transaction, id, holder);
    transaction.pttl(this.#key(`quiet:${seed}`)).pttl(this.#key('paused'));
    transaction.get(this.#key('learned')).pttl(this.#key('learned')).get(this.#key('refusals'));
    for (const each of LINES) transaction.llen(this.#queues[each].keys.active!);
    const [held, quiet, paused, learned, learnedFor, refusals, shared, extra] = await this.bull.answersOf(transaction);
    return {
      held: held === 1,
      quietFor: Math.max(0, quiet as number),
      pausedFor: Math.max(0, paused as number),
      learned:
        typeof learned === 'string' ? { ...JSON.parse(learned), endsIn: Math.max(0, learnedFor as number) } : undefined,
      active: { shared: shared as number, extra: extra as number },
      refusals: Number(refusals ?? 0),
    };
  }

  putBack({ line, id }: Token, holder: string): Promise<void> {
    return this.#queues[line].giveBack(id, holder);
  }

  async refuse({ pauseFor, learned: { allowed, largest, endsIn }, first }: Refusal): Promise<void> {
    const transaction = this.bull.transaction();
    transaction.set(this.#key('paused'), 1, 'PX', Math.ceil(pauseFor));
    transaction.set(this.#key('learned'), JSON.stringify({ allowed, largest }), 'PX', Math.ceil(endsIn));
    if (first) transaction.incr(this.#key('refusals')).pexpire(this.#key('refusals'), COUNTED_FOR);
    await this.bull.answersOf(transaction);
  }

  async recover(): Promise<void> {
    for (const line of LINES) await this.#queues[line].moveStalledJobsToWait();
  }

  wake(lines: readonly TokenLine[], within: number): Waking {
    return this.bell.wake(
      lines.map((line) => this.#queues[line].keys.marker!),
      within,
    );
  }

  /** Beside those of BullMQ. */
  #key(name: string): string {
    return this.#queues.shared.toKey(`our:${name}`);
  }
}

function tokens(count: number): { line: TokenLine; id: string }[] {
  const shared = Array.from({ length: count }, (_, index) => ({ line: 'shared' as const, id: `slot-${index + 1}` }));
  return [...shared, { line: 'extra', id: 'slot-extra' }];
}
