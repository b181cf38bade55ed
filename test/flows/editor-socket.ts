/** What Node-RED tells its editors: the status under each node, what debug nodes print, that a deploy is done. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { recordOutput } from '../secrets/transcript';

export interface EditorEvent {
  /** `status/<node id>`, `debug`, `notification/<what>` */
  topic: string;
  data?: Record<string, unknown>;
}

interface Socket {
  on(event: 'message', listener: (text: Buffer) => void): void;
  on(event: 'open' | 'close', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  close(): void;
}

/** Node 20 has no WebSocket of its own: that of the Node-RED under test is taken. */
function socketOf(url: URL): Socket {
  const home = process.env.NODE_RED_HOME ?? path.join(__dirname, '..', '..');
  const nodeRed = createRequire(path.join(home, 'package.json')).resolve('node-red');
  const editorApi = createRequire(nodeRed).resolve('@node-red/editor-api');
  const WebSocket = createRequire(editorApi)('ws') as new (url: URL) => Socket;
  return new WebSocket(url);
}

export class EditorSocket {
  readonly #waiting = new Set<(event: EditorEvent) => void>();
  private constructor(
    readonly socket: Socket,
    /** All that was said so far, in order. */
    readonly events: EditorEvent[],
  ) {
    socket.on('message', (text) => {
      const said = JSON.parse(text.toString()) as EditorEvent | EditorEvent[];
      for (const event of [said].flat()) this.#take(event);
    });
  }

  /** @param editorUrl of a running Node-RED, with a slash at its end */
  static async open(editorUrl: string): Promise<EditorSocket> {
    const url = new URL('comms', editorUrl);
    url.protocol = 'ws:';
    const socket = socketOf(url);
    const editor = new EditorSocket(socket, []);
    await new Promise<void>((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
    });
    return editor;
  }

  /** The first event that fits, of those after the first `from` or still to come. */
  first(fits: (event: EditorEvent) => boolean, from: number): Promise<EditorEvent> {
    const known = this.events.slice(from).find(fits);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => {
      const look = (event: EditorEvent) => {
        if (!fits(event)) return;
        this.#waiting.delete(look);
        resolve(event);
      };
      this.#waiting.add(look);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.socket.on('close', resolve));
    this.socket.close();
    await closed;
  }

  #take(event: EditorEvent): void {
    if (event.topic === 'debug') recordOutput('message', event.data);
    else recordOutput('status', event.data);
    this.events.push(event);
    for (const look of [...this.#waiting]) look(event);
  }
}
