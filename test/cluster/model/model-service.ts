/** The service of the model. It goes on with a request that was given up until it notices. */
import type { ModelInstance } from './model-instance';
import type { World } from './world';

export class ModelService {
  readonly violations: string[] = [];
  requests = 0;
  #active = 0;
  #pauses: { since: number; until: number }[] = [];

  /** @param notices milliseconds until it has noticed that nobody waits any more */
  constructor(
    readonly world: World,
    readonly notices: number,
    readonly refuses: number,
  ) {}

  /** Whether that was heard so long ago that all know it. */
  hasAskedToWait(milliseconds: number): boolean {
    const { now } = this.world;
    return this.#pauses.some(({ since, until }) => since + milliseconds < now && now < until);
  }

  #refuse(): { retryAfter: number } {
    const retryAfter = this.world.between(0, 4000);
    this.#pauses.push({ since: this.world.now, until: this.world.now + retryAfter });
    return { retryAfter };
  }

  /**
   * @param mostAtOnce with this one
   * @returns the wait that it asks for, where it refuses the request
   */
  async request(
    instance: ModelInstance,
    takes: number,
    mostAtOnce: number,
    stop: AbortSignal,
  ): Promise<{ retryAfter: number } | undefined> {
    this.requests += 1;
    this.#active += 1;
    if (this.#active > mostAtOnce) {
      this.violations.push(`${this.#active} requests at once at ${this.world.now}, ${mostAtOnce} are allowed`);
    }
    let isOver = false;
    const over = () => {
      if (!isOver) this.#active -= 1;
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
}
