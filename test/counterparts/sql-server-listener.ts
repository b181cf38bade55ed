/**
 * No SQL Server is free to run everywhere. This listener speaks as much of its protocol (MS-TDS, 7.4) as a driver needs
 * to sign in and to hand over a query: it keeps the texts and parameters, executes nothing and says that all went well.
 */
import { createServer, type Socket } from 'node:net';

/** What a driver sent to be executed. */
export interface SentQuery {
  text: string;
  /** Of the query's parameters, by their names with `@`. */
  parameters: Record<string, string>;
}

export interface SqlServerListener {
  port: number;
  /** In the order they came. */
  queries: SentQuery[];
  close(): Promise<void>;
}

/** Kinds of packets, as MS-TDS numbers them (2.2.3.1.1). */
const PACKET = { rpc: 3, answer: 4, login: 16, prelogin: 18 };
const HEADER = 8;
const LAST = 1;

export async function listenAsSqlServer(): Promise<SqlServerListener> {
  const queries: SentQuery[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    eachMessage(socket, (kind, body) => {
      if (kind === PACKET.rpc) queries.push(queryIn(body));
      socket.write(packet(answerTo(kind)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The listener has no port.');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: address.port, queries, close };
}

/** Puts the packets of a message together. */
function eachMessage(socket: Socket, take: (kind: number, body: Buffer) => void): void {
  let received = Buffer.alloc(0);
  let bodies: Buffer[] = [];
  socket.on('data', (piece) => {
    received = Buffer.concat([received, Buffer.from(piece)]);
    while (received.length >= HEADER && received.length >= received.readUInt16BE(2)) {
      const length = received.readUInt16BE(2);
      const [kind, status] = received;
      bodies.push(received.subarray(HEADER, length));
      received = received.subarray(length);
      if (!(status! & LAST)) continue;
      take(kind!, Buffer.concat(bodies));
      bodies = [];
    }
  });
}

function packet(body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(PACKET.answer, 0);
  header.writeUInt8(LAST, 1);
  header.writeUInt16BE(HEADER + body.length, 2);
  return Buffer.concat([header, body]);
}

function answerTo(kind: number): Buffer {
  // Version at 11 with 6 bytes, encryption at 17 with 1: not supported.
  if (kind === PACKET.prelogin) return Buffer.from('00000b00060100110001ff10000000000002', 'hex');
  return kind === PACKET.login ? Buffer.concat([loginAcknowledged(), done()]) : done();
}

function loginAcknowledged(): Buffer {
  const name = Buffer.from('listener', 'utf16le');
  const body = Buffer.concat([
    // The interface, version 7.4, and how many letters the name has.
    Buffer.from([1, 0x74, 0, 0, 4, name.length / 2]),
    name,
    Buffer.from([16, 0, 0, 0]),
  ]);
  const head = Buffer.from([0xad, 0, 0]);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

function done(): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), Buffer.alloc(12)]);
}

/** A call of `sp_executesql` (2.2.6.6): the text, the declarations of its parameters, the parameters. */
function queryIn(body: Buffer): SentQuery {
  // Headers that all requests have, the number of the procedure behind a mark, flags.
  const reader = new TextReader(body, body.readUInt32LE(0) + 2 + 2 + 2);
  const values: Array<[name: string, value: string]> = [];
  while (!reader.atEnd) values.push(reader.parameter());
  const [text = ['', ''], , ...parameters] = values;
  return { text: text[1], parameters: Object.fromEntries(parameters) };
}

/** Reads parameters that are texts. */
class TextReader {
  constructor(
    readonly body: Buffer,
    public at: number,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.body.length;
  }

  parameter(): [name: string, value: string] {
    const name = this.#text(this.#byte() * 2);
    this.#byte();
    const type = this.#byte();
    if (type !== 0xe7) throw new Error(`A parameter of type ${type} came, where only texts are read.`);
    const longest = this.#take(2).readUInt16LE();
    // Its collation.
    this.#take(5);
    return [name, longest === 0xffff ? this.#pieces() : this.#text(this.#take(2).readUInt16LE())];
  }

  #pieces(): string {
    this.#take(8);
    const pieces: Buffer[] = [];
    for (let length = this.#length(); length > 0; length = this.#length()) pieces.push(this.#take(length));
    return Buffer.concat(pieces).toString('utf16le');
  }

  #length(): number {
    return this.#take(4).readUInt32LE();
  }

  #byte(): number {
    return this.#take(1).readUInt8();
  }

  #text(length: number): string {
    return this.#take(length).toString('utf16le');
  }

  #take(length: number): Buffer {
    const taken = this.body.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}
