/**
 * The practice service of this process: the emulator of the tests, behind a door that only this process has the key of.
 * Its code is loaded and its port opened when the first request needs it; it ends with the last connection that used it.
 */
import { randomBytes } from 'node:crypto';
import { endpoints } from '../../catalogue/index';
import type { Endpoint } from '../../catalogue/schema';
import type { ConnectionSettings } from '../../client/settings';
import { ENVIRONMENTS } from '../../parameters/base-url';
import { Secret } from '../../secrets/secret';
import { type DoorKey, openDoor } from './practice-door';

/** What `dist/practice.js` exports. */
export interface PracticeModule {
  startPractice(options: {
    endpoints: readonly Endpoint[];
    user: { username: string; password: string };
    serviceUrl: string;
    key: DoorKey;
  }): Promise<PracticeServer>;
}

interface PracticeServer {
  port: number;
  close(): Promise<void>;
}

/** Who uses the practice service, until `leave`. */
export interface PracticeGuest {
  /** In the place of those of a connection: an address that leads nowhere else, and credentials made up just now. */
  settings: Pick<ConnectionSettings, 'serviceUrl' | 'tokenUrl' | 'access' | 'openSocket'>;
  /** Resolves when the service is gone, if it was the last one. */
  leave(): Promise<void>;
}

export class Practice {
  #service: PracticeService | undefined;
  #guests = 0;

  /** @param load the emulator; for tests */
  constructor(readonly load: () => Promise<PracticeModule> = loadBundle) {}

  /** Nothing is loaded or opened before the guest's first request. */
  join(): PracticeGuest {
    const service = this.#service ?? new PracticeService(this.load);
    this.#service = service;
    this.#guests++;
    return {
      settings: service.settings,
      leave: async () => {
        this.#guests--;
        if (this.#guests > 0) return;
        this.#service = undefined;
        await service.close();
      },
    };
  }
}

/** From the first guest to the last: one user, one key, one server. */
class PracticeService {
  readonly #user = { username: 'practice', password: randomBytes(24).toString('base64url') };
  readonly #key: DoorKey = { knock: randomBytes(32), reply: randomBytes(32) };
  #server: Promise<PracticeServer> | undefined;
  #closed = false;

  constructor(readonly load: () => Promise<PracticeModule>) {}

  readonly settings: PracticeGuest['settings'] = {
    ...ENVIRONMENTS.practice,
    access: new Secret({
      authentication: { kind: 'basic', ...this.#user },
      tls: undefined,
      proxy: { kind: 'none' },
    }),
    openSocket: async (signal) => openDoor((await this.#started()).port, this.#key, signal),
  };

  async close(): Promise<void> {
    this.#closed = true;
    const server = await this.#server?.catch(() => undefined);
    await server?.close();
  }

  /** A start that failed is tried again by the next request. */
  #started(): Promise<PracticeServer> {
    if (this.#closed) throw new Error('the practice service is closed');
    this.#server ??= this.#start().catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  async #start(): Promise<PracticeServer> {
    const { startPractice } = await this.load();
    const { serviceUrl } = ENVIRONMENTS.practice;
    return startPractice({ endpoints, user: this.#user, serviceUrl, key: this.#key });
  }
}

/** Beside the runtime in `dist/`, where the build puts it. Named by a variable, so that the runtime's bundle has none of it. */
const BUNDLE: string = './practice.js';

async function loadBundle(): Promise<PracticeModule> {
  return (await import(BUNDLE)) as PracticeModule;
}
