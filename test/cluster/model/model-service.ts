/** The service of the model. It goes on with a request that was given up until it notices. */
import type { SlotRequest } from '../../../nodes/client/slots/slot-store';
import type { ModelInstance } from './model-instance';
import type { World } from './world';

type Weight = SlotRequest['weight'];

export class ModelService {
  readonly violations: string[] = [];
  readonly #active: Record<Weight, number> = { light: 0, report: 0 };
  readonly #pauses: { since: number; until: number }[] = [];

  /** @param notices milliseconds until it has noticed that nobody waits any more */
  constructor(
    readonly world: World,
    readonly limit: number,
    readonly notices: number,
    readonly refuses: number,
  ) {}

  /** Whether that was heard so long ago that all know it. */
  hasAskedToWait(milliseconds: number): boolean {
    const { now } = this.world;
    return this.#pauses.some(({ since, until }) => since + milliseconds < now && now < until);
  }

  /** @returns the wait that it asks for, where it refuses the request */
  async request(
    instance: ModelInstance,
    weight: Weight,
    takes: number,
    stop: AbortSignal,
  ): Promise<{ retryAfter: number } | undefined> {
    this.#active[weight] += 1;
    this.#holdToTheLimit();
    let isOver = false;
    const over = () => {
      if (!isOver) this.#active[weight] -= 1;
      isOver = true;
    };
    const isRefused = this.world.chance(this.refuses);
    // Its connections are closed, and nobody is there to hear an answer.
    instance.onEnd(() => this.world.after(this.notices, over));
    return new Promise((resolve, reject) => {
      this.world.after(isRefused ? 5 : takes, () => {
        over();
        instance.hear(() => resolve(isRefused ? this.#refuse() : undefined));
      });
      const giveUp = () => {
        this.world.after(this.notices, over);
        reject(new Error('It was given up.'));
      };
      if (stop.aborted) giveUp();
      else stop.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** One light request may be there beyond it, whoever came first. */
  #holdToTheLimit(): void {
    const { light, report } = this.#active;
    const most = light > 0 && this.limit > 1 ? this.limit + 1 : this.limit;
    if (light + report <= most) return;
    this.violations.push(`${report} reports and ${light} light requests at ${this.world.now}, with ${this.limit}`);
  }

  #refuse(): { retryAfter: number } {
    const retryAfter = this.world.between(0, 4000);
    this.#pauses.push({ since: this.world.now, until: this.world.now + retryAfter });
    return { retryAfter };
  }
}
