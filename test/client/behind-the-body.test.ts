import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import zlib from 'node:zlib';
import { BodyDecoder, CompressionError } from '../../nodes/client/transport/body-decoder';
import type { Coding } from '../../nodes/client/transport/content-coding';
import { chunk, head, LAST_CHUNK } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed, textOf } from './settings-for';

const RECORDS = '[{"a":1}]';
const COMPRESSED: readonly (readonly [Coding, Buffer])[] = [
  ['gzip', zlib.gzipSync(RECORDS)],
  ['deflate', zlib.deflateSync(RECORDS)],
  ['deflate', zlib.deflateRawSync(RECORDS)],
  ['br', zlib.brotliCompressSync(RECORDS)],
];

const zeros = (count: number) => Buffer.alloc(count);

/** Lets everything happen that is under way. */
async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** Decodes pieces with pauses between them; gives the text or what went wrong. */
async function decoded(codings: Coding[], pieces: readonly Buffer[], slow = false): Promise<string> {
  let text = '';
  let failed = (_error: unknown) => {};
  const failure = new Promise<never>((_resolve, reject) => {
    failed = reject;
  });
  const take = (bytes: Buffer) => {
    text += bytes.toString();
    return slow ? turns(3) : undefined;
  };
  const decoder = new BodyDecoder(codings, take, failed);
  const work = async () => {
    for (const piece of pieces) {
      await decoder.write(piece);
      await turns();
    }
    await decoder.end();
    return text;
  };
  return Promise.race([work(), failure]).finally(() => decoder.destroy());
}

const isDamage = (error: unknown) => error instanceof CompressionError && !error.early;

describe('bytes behind a compressed body', () => {
  for (const [coding, body] of COMPRESSED) {
    it(`are padding when they are zeros, in whatever pieces they come (${coding})`, async () => {
      for (const slow of [false, true]) {
        for (const pieces of [
          [body, zeros(2), zeros(2)],
          [Buffer.concat([body, zeros(2)]), zeros(2)],
          [Buffer.concat([body, zeros(1)]), zeros(1), zeros(1), zeros(40_000)],
          [body.subarray(0, 5), body.subarray(5), zeros(3)],
          [Buffer.concat([body, zeros(4)])],
          [...Buffer.concat([body, zeros(4)])].map((byte) => Buffer.of(byte)),
        ]) {
          assert.equal(await decoded([coding], pieces, slow), RECORDS);
        }
      }
    });

    it(`are an error when they are anything else (${coding})`, async () => {
      for (const pieces of [
        [Buffer.concat([body, Buffer.from('garbage')])],
        [body, Buffer.from('garbage')],
        [body, zeros(2), Buffer.from('garbage')],
        [Buffer.concat([body, zeros(2)]), Buffer.from([0, 7])],
        [Buffer.concat([body, zeros(1), Buffer.from('x')])],
        [body, zeros(1), body],
        [Buffer.concat([body, zeros(3), body])],
        [Buffer.concat([body, zeros(3)]), body],
      ]) {
        await assert.rejects(decoded([coding], pieces), isDamage);
        await assert.rejects(decoded([coding], pieces, true), isDamage);
      }
    });

    it(`are an error when they do not come to an end (${coding})`, async () => {
      await assert.rejects(decoded([coding], [body, ...Array(3).fill(zeros(30_000))]), isDamage);
    });
  }

  it('are more records when they are members of a gzip body, wherever the pieces are cut', async () => {
    const both = Buffer.concat([zlib.gzipSync('[1,'), zlib.gzipSync(''), zlib.gzipSync('2]')]);
    for (let at = 1; at < both.length; at++) {
      assert.equal(await decoded(['gzip'], [both.subarray(0, at), both.subarray(at)]), '[1,2]');
    }
  });

  it('are padding of the outer and of the inner of two codings', async () => {
    const inner = Buffer.concat([zlib.brotliCompressSync(RECORDS), zeros(3)]);
    const outer = zlib.gzipSync(inner);
    assert.equal(await decoded(['br', 'gzip'], [outer, zeros(2), zeros(2)], true), RECORDS);
    const damaged = zlib.gzipSync(Buffer.concat([inner, Buffer.from('x')]));
    await assert.rejects(decoded(['br', 'gzip'], [damaged, zeros(2)]), isDamage);
  });

  it('are noticed behind a large body of which every piece is waited for', async () => {
    const large = zlib.gzipSync(Buffer.alloc(600_000, 'abcdefghij'));
    assert.equal((await decoded(['gzip'], [large, zeros(2), zeros(2)], true)).length, 600_000);
    await assert.rejects(decoded(['gzip'], [large, zeros(2), Buffer.from('xx')], true), isDamage);
  });
});

describe('an answer with padding behind its gzip body', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const PADDED = zlib.gzipSync(RECORDS);

  /** Writes the body, and the pieces behind it one after another once the body was read. */
  async function answering(length: number, pieces: (socket: Socket) => Promise<void>) {
    let read = () => {};
    const server = await bed.server(async (_request, socket) => {
      const isRead = new Promise<void>((resolve) => {
        read = resolve;
      });
      socket.write(Buffer.concat([head(200, { 'content-encoding': 'gzip', 'content-length': `${length}` }), PADDED]));
      await isRead;
      await turns();
      await pieces(socket);
    });
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1 }));
    const fetched = async (signal: AbortSignal = never()) => {
      const answer = await client.send(get('/x'), { signal });
      let text = '';
      await answer.consume((bytes) => {
        text += bytes.toString();
        read();
      });
      return text;
    };
    return { server, fetched };
  }

  it('gives its records, and leaves its slot and its connection to the next request', async () => {
    const { server, fetched } = await answering(PADDED.length + 4, async (socket) => {
      socket.write(zeros(2));
      await turns();
      socket.write(zeros(2));
    });
    for (let round = 0; round < 3; round++) assert.equal(await fetched(), RECORDS);
    assert.equal(server.connections, 1);
  });

  it('is TIMEOUT when the padding does not come', async () => {
    const { server } = await answering(PADDED.length + 4, async (socket) => void socket.write(zeros(2)));
    const timeouts = { connect: 5000, firstByte: 5000, idle: 60, total: 20_000 };
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1, timeouts }));
    for (let round = 0; round < 2; round++) {
      const error = await errorOf(fetchText(client, '/x'));
      assert.equal(error.code, 'TIMEOUT');
    }
    await server.allClosed();
  });

  it('can be stopped while it pads', async () => {
    const controller = new AbortController();
    const { server, fetched } = await answering(PADDED.length + 4, async (socket) => {
      socket.write(zeros(2));
      await turns();
      controller.abort();
    });
    assert.equal((await errorOf(fetched(controller.signal))).code, 'CANCELLED');
    await server.allClosed();
  });

  it('is MALFORMED when something else comes', async () => {
    const { server, fetched } = await answering(PADDED.length + 9, async (socket) => {
      socket.write(zeros(2));
      await turns();
      socket.write('garbage');
    });
    assert.equal((await errorOf(fetched())).code, 'MALFORMED');
    await server.allClosed();
  });

  it('is read in chunks as well', async () => {
    const server = await bed.server(async (_request, socket) => {
      socket.write(head(200, { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' }));
      for (const piece of [PADDED, zeros(2), zeros(2)]) {
        socket.write(chunk(piece));
        await turns();
      }
      socket.write(LAST_CHUNK);
    });
    const answer = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
    assert.equal(await textOf(answer), RECORDS);
  });
});
