import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import zlib from 'node:zlib';
import { BodyDecoder, ExpansionError } from '../../nodes/client/transport/body-decoder';
import { answer, chunk, head, LAST_CHUNK } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed, textOf } from './settings-for';

const RECORDS = JSON.stringify(Array.from({ length: 5000 }, (_, id) => ({ id, name: `Größe ${id}` })));

const CODINGS: [string, string | undefined, Buffer][] = [
  ['gzip', 'gzip', zlib.gzipSync(RECORDS)],
  ['x-gzip', 'x-gzip', zlib.gzipSync(RECORDS)],
  ['deflate with its header', 'deflate', zlib.deflateSync(RECORDS)],
  ['deflate without its header', 'deflate', zlib.deflateRawSync(RECORDS)],
  ['br', 'br', zlib.brotliCompressSync(RECORDS)],
  ['gzip in gzip', 'gzip, gzip', zlib.gzipSync(zlib.gzipSync(RECORDS))],
  ['br in gzip', 'br, gzip', zlib.gzipSync(zlib.brotliCompressSync(RECORDS))],
  [
    'gzip of two members',
    'gzip',
    Buffer.concat([zlib.gzipSync(RECORDS.slice(0, 999)), zlib.gzipSync(RECORDS.slice(999))]),
  ],
  ['gzip the header does not mention', undefined, zlib.gzipSync(RECORDS)],
  ['gzip the header calls deflate', 'deflate', zlib.gzipSync(RECORDS)],
  ['nothing the header calls gzip', 'gzip', Buffer.from(RECORDS)],
  ['nothing the header calls deflate', 'deflate', Buffer.from(RECORDS)],
  ['nothing the header calls br', 'br', Buffer.from(RECORDS)],
  ['identity', 'identity', Buffer.from(RECORDS)],
  ['gzip with zeros behind it', 'gzip', Buffer.concat([zlib.gzipSync(RECORDS), Buffer.alloc(100)])],
];

describe('a compressed body', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  async function fetched(bytes: Buffer, coding: string | undefined, pieces = false): Promise<string> {
    const encoding: Record<string, string> = coding === undefined ? {} : { 'content-encoding': coding };
    const server = await bed.server((_request, socket) => {
      if (!pieces) return void socket.write(answer(200, bytes, encoding));
      const all = [...bytes.subarray(0, 300)].map((byte) => chunk(Buffer.of(byte)));
      socket.write(Buffer.concat([head(200, { ...encoding, 'transfer-encoding': 'chunked' }), ...all]));
      socket.write(Buffer.concat([chunk(bytes.subarray(300)), Buffer.from(LAST_CHUNK)]));
    });
    return fetchText(bed.client(settingsFor(server.url)), '/x');
  }

  for (const [name, coding, bytes] of CODINGS) {
    it(`is read as ${name}`, async () => {
      assert.equal(await fetched(bytes, coding), RECORDS);
      assert.equal(await fetched(bytes, coding, true), RECORDS, 'byte by byte');
    });
  }

  it('is empty when there are no bytes, whatever the header says', async () => {
    for (const coding of ['gzip', 'br', 'deflate', undefined]) assert.equal(await fetched(Buffer.alloc(0), coding), '');
  });

  it('of two bytes is what it is', async () => {
    for (const coding of ['gzip', 'br', 'deflate', undefined])
      assert.equal(await fetched(Buffer.from('[]'), coding), '[]');
  });

  it('asks for what it can read', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    await fetchText(bed.client(settingsFor(server.url)), '/x');
    assert.equal(server.requests[0]?.headers['accept-encoding'], 'gzip, deflate, br');
  });

  for (const [name, coding, bytes] of CODINGS.slice(0, 6)) {
    it(`is TRUNCATED when ${name} stops early, though HTTP says it is complete`, async () => {
      const error = await errorOf(fetched(bytes.subarray(0, bytes.length - 20), coding));
      assert.equal(error.code, 'TRUNCATED');
    });
  }

  it('is MALFORMED when it is damaged', async () => {
    const bytes = zlib.gzipSync(RECORDS);
    bytes.fill(0xff, 100, 400);
    assert.equal((await errorOf(fetched(bytes, 'gzip'))).code, 'MALFORMED');
  });

  it('is MALFORMED when garbage follows it', async () => {
    const bytes = Buffer.concat([zlib.gzipSync(RECORDS), Buffer.from('garbage')]);
    assert.equal((await errorOf(fetched(bytes, 'gzip'))).code, 'MALFORMED');
  });

  it('is refused in a coding nobody asked for', async () => {
    const error = await errorOf(fetched(Buffer.from('[]'), 'zstd'));
    assert.equal(error.code, 'MALFORMED');
  });

  it('is refused when compressed more than twice over', async () => {
    const error = await errorOf(fetched(Buffer.from('[]'), 'gzip, gzip, gzip, gzip, gzip, gzip'));
    assert.equal(error.code, 'LIMIT_EXCEEDED');
    assert.equal(error.facts.reason, 'encoding-depth');
  });

  it('is stopped when it expands a thousand times, long before the memory is full', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(48 * 2 ** 20));
    const server = await bed.server(
      (_request, socket) => void socket.write(answer(200, bomb, { 'content-encoding': 'gzip' })),
    );
    const received = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
    let taken = 0;
    const error = await errorOf(
      received.consume((bytes) => {
        taken += bytes.length;
      }),
    );
    assert.equal(error.code, 'LIMIT_EXCEEDED');
    assert.equal(error.facts.reason, 'expansion');
    assert.ok(taken <= 33 * 2 ** 20);
    await server.allClosed();
  });

  it('has a limit on its size', async () => {
    const seen: number[] = [];
    const decoder = new BodyDecoder(
      [],
      (bytes) => void seen.push(bytes.length),
      () => assert.fail(),
      {
        bytes: 10,
        ratio: 250,
        ratioFrom: 1000,
      },
    );
    await decoder.write(Buffer.alloc(8));
    assert.throws(() => decoder.write(Buffer.alloc(3)), ExpansionError);
    assert.deepEqual(seen, [8]);
  });
});

describe('a caller that takes its time', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const coding of ['identity', 'gzip']) {
    it(`gets one piece at a time (${coding}), in order, and nothing is read ahead without bound`, async () => {
      const bytes = randomBytes(6 * 2 ** 20);
      const body = coding === 'gzip' ? zlib.gzipSync(bytes, { level: 0 }) : bytes;
      let written = 0;
      const server = await bed.server((_request, socket) => {
        socket.write(head(200, { 'content-length': String(body.length), 'content-encoding': coding }));
        const feed = () => {
          while (written < body.length) {
            const piece = body.subarray(written, written + 65_536);
            written += piece.length;
            if (!socket.write(piece)) return void socket.once('drain', feed);
          }
        };
        feed();
      });
      const received = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
      const chunks: Buffer[] = [];
      let busy = 0;
      let proceed = () => {};
      const held = new Promise<void>((resolve) => {
        proceed = resolve;
      });
      const whole = received.consume(async (piece) => {
        busy += 1;
        assert.equal(busy, 1, 'the next piece came before the last was taken');
        chunks.push(Buffer.from(piece));
        if (chunks.length === 1) await held;
        await new Promise(setImmediate);
        busy -= 1;
      });
      let before = -1;
      while (chunks.length === 0 || written !== before) {
        before = written;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      assert.equal(chunks.length, 1);
      assert.ok(written < body.length, `the server could write only what the sockets hold, not ${written}`);
      proceed();
      assert.equal(await whole, bytes.length);
      assert.ok(Buffer.concat(chunks).equals(bytes));
    });

    it(`is told its own error (${coding}), and the connection is closed`, async () => {
      const body = Buffer.from(RECORDS);
      const sent = coding === 'gzip' ? zlib.gzipSync(body) : body;
      const server = await bed.server((_request, socket) => {
        socket.write(Buffer.concat([head(200, { 'content-length': '9999999', 'content-encoding': coding }), sent]));
      });
      const client = bed.client(settingsFor(server.url));
      for (const take of [
        () => {
          throw new Error('mine');
        },
        () => Promise.reject(new Error('mine')),
      ]) {
        const received = await client.send(get('/x'), { signal: never() });
        await assert.rejects(received.consume(take), /^Error: mine$/);
      }
      await server.allClosed();
    });
  }

  it('can drop the answer unread', async () => {
    const server = await bed.server((_request, socket) => void socket.write(head(200, { 'content-length': '100' })));
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1 }));
    for (let round = 0; round < 3; round++) {
      const received = await client.send(get('/x'), { signal: never() });
      received.dispose();
      received.dispose();
      assert.equal((await errorOf(received.consume(() => {}))).code, 'CANCELLED');
    }
    await server.allClosed();
  });

  it('may call dispose after it has read everything', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const client = bed.client(settingsFor(server.url));
    const received = await client.send(get('/x'), { signal: never() });
    assert.equal(await textOf(received), '[]');
    received.dispose();
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.connections, 1);
  });
});

describe('a coding that is none', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const WORDS = [
    ...['utf-8', 'UTF8', 'none', 'binary', 'application/json', 'identity', 'null', '', 'chunked', 'ISO-8859-1', '7bit'],
    ...[
      'identity, identity, identity',
      'utf-8, none, identity',
      'text',
      'plain',
      'constructor',
      '__proto__',
      '"utf-8"',
    ],
  ];
  const GZIP = ['identity, gzip', 'gzip;q=1', 'gzip, utf-8', 'GZIP', '"gzip"', 'x-gzip', 'gz', 'utf-8', 'none'];
  for (const [bytes, words] of [
    [Buffer.from(RECORDS), WORDS],
    [zlib.gzipSync(RECORDS), GZIP],
    [zlib.deflateSync(RECORDS), ['x-deflate', 'zlib', 'identity, deflate;q=0.5']],
    [zlib.brotliCompressSync(RECORDS), ['brotli', 'BR', 'utf-8, br']],
  ] as const) {
    for (const word of words) {
      it(`leaves it to the bytes: ${JSON.stringify(word)}, ${bytes.length} bytes`, async () => {
        const server = await bed.server(
          (_request, socket) => void socket.write(answer(200, bytes, { 'content-encoding': word })),
        );
        assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/x'), RECORDS);
      });
    }
  }

  for (const word of ['zstd', 'compress', 'x-compress', 'gzip, zstd', 'dcb']) {
    it(`is refused when it is one that nobody asked for: ${word}`, async () => {
      const server = await bed.server(
        (_request, socket) => void socket.write(answer(200, RECORDS, { 'content-encoding': word })),
      );
      assert.equal((await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'))).code, 'MALFORMED');
    });
  }
});

describe('the end of a compressed body', () => {
  const delays: Record<string, () => Promise<void>> = {
    'a microtask': () => Promise.resolve(),
    'a turn': () => new Promise(setImmediate),
    'five turns': async () => {
      for (let count = 0; count < 5; count++) await new Promise(setImmediate);
    },
  };
  const compress = {
    gzip: zlib.gzipSync,
    deflate: zlib.deflateSync,
    br: (body: Buffer) => zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
  };

  for (const coding of ['gzip', 'deflate', 'br'] as const) {
    it(`is not reached before the last piece was taken (${coding})`, async () => {
      for (const size of [10, 1000, 65_536, 262_143, 262_144, 262_145, 600_000]) {
        const body = Buffer.from(Array.from({ length: size }, (_, index) => 32 + ((index * 7919) % 90)));
        const sent = compress[coding](body);
        for (const piece of [100, 65_536]) {
          for (const [name, delay] of Object.entries(delays)) {
            let taken = 0;
            const take = async (chunk: Buffer) => {
              await delay();
              taken += chunk.length;
            };
            const decoder = new BodyDecoder([coding], take, (error) => assert.fail(String(error)));
            for (let at = 0; at < sent.length; at += piece) await decoder.write(sent.subarray(at, at + piece));
            await decoder.end();
            assert.equal(taken, size, `${size} bytes in pieces of ${piece}, each taken after ${name}`);
          }
        }
      }
    });
  }
});
