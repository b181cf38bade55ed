/** Rate limiting by active requests, per company: one more when another finishes (docs/api.md, Errors and limits). */
export class Admission {
  readonly #active = new Map<number, number>();
  readonly #refused = new Map<number, number>();
  #maximum = 0;

  /** Most requests of one company that were active at once, since the start or the last `resetMaximum`. */
  get maximum(): number {
    return this.#maximum;
  }

  resetMaximum(): void {
    this.#maximum = Math.max(0, ...this.#active.values());
  }

  active(company: number): number {
    return this.#active.get(company) ?? 0;
  }

  /** Requests refused so far. */
  refused(company: number): number {
    return this.#refused.get(company) ?? 0;
  }

  /** Admits one more request unless `capacity` are active; the caller must call `leave` once for each admitted. */
  enter(company: number, capacity: number): boolean {
    const active = this.active(company);
    if (active >= capacity) {
      this.#refused.set(company, this.refused(company) + 1);
      return false;
    }
    this.#active.set(company, active + 1);
    this.#maximum = Math.max(this.#maximum, active + 1);
    return true;
  }

  leave(company: number): void {
    this.#active.set(company, this.active(company) - 1);
  }
}
