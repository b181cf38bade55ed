/** The mails that arrived at the playground, each kept as a file that every mail program opens. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Email } from 'postal-mime';
import { type MailServer, openMailServer, readMail } from '../mail-server';

export interface KeptMail {
  /** Name of its file, without the extension. */
  id: string;
  mail: Email;
}

/** Older ones are removed. */
const MOST_MAILS = 100;

export class Inbox {
  /** Oldest first. */
  readonly #mails: KeptMail[] = [];
  #server: MailServer | undefined;
  private constructor(readonly directory: string) {}

  /**
   * Takes mails at a port of this machine from now on.
   * @param directory where mails of former starts are
   */
  static async open(directory: string, port: number): Promise<Inbox> {
    const inbox = new Inbox(directory);
    await inbox.#readKept();
    inbox.#server = await openMailServer((mail, source) => inbox.#keep(mail, source), port);
    return inbox;
  }

  get port(): number {
    return this.#server!.port;
  }

  get newestFirst(): readonly KeptMail[] {
    return this.#mails.toReversed();
  }

  mail(id: string): KeptMail | undefined {
    return this.#mails.find((each) => each.id === id);
  }

  /** A mail as it came. */
  sourceOf(id: string): Buffer {
    return readFileSync(this.#fileOf(id));
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #readKept(): Promise<void> {
    mkdirSync(this.directory, { recursive: true });
    const files = readdirSync(this.directory).filter((file) => file.endsWith('.eml'));
    for (const file of files.sort()) {
      const id = path.basename(file, '.eml');
      this.#mails.push({ id, mail: await readMail(this.sourceOf(id)) });
    }
  }

  #keep(mail: Email, source: Buffer): void {
    const id = this.#freeId();
    writeFileSync(this.#fileOf(id), source);
    this.#mails.push({ id, mail });
    for (const old of this.#mails.splice(0, this.#mails.length - MOST_MAILS)) rmSync(this.#fileOf(old.id));
  }

  /** The time, in an order that sorts, and a number behind it: several may come in one millisecond. */
  #freeId(): string {
    const time = new Date().toISOString().replace(/\D/g, '');
    for (let number = 1; ; number++) {
      const id = `${time}-${String(number).padStart(3, '0')}`;
      if (!this.mail(id)) return id;
    }
  }

  #fileOf(id: string): string {
    return path.join(this.directory, `${id}.eml`);
  }
}
