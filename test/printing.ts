/** What suites print: at once for the one that is watched, in one piece at its end for those beside it. */
export interface Printing {
  print(text: string | Uint8Array): void;
  /** The suite is over. */
  end(): void;
}

export const printNow: Printing = {
  print: (text) => void process.stdout.write(text),
  end: () => {},
};

export class PrintedLater implements Printing {
  readonly #kept: (string | Uint8Array)[] = [];

  print(text: string | Uint8Array): void {
    this.#kept.push(text);
  }

  end(): void {
    for (const text of this.#kept.splice(0)) process.stdout.write(text);
  }
}
