import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formsOf, PIECE, searchTranscripts } from './search';
import { TRANSCRIPT_DIRECTORY } from './transcript';

const SECRET = 'Pa$$ wörd+"17/ü';

describe('the search for secrets in everything the tests saw', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-transcript-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Records from a process of its own, as the suites do. */
  function record(script: string) {
    const source = `const { recordOutput, recordSecret } = require('./test/secrets/transcript');\n${script}`;
    execFileSync(process.execPath, ['--import', 'tsx', '--eval', source], {
      env: { ...process.env, [TRANSCRIPT_DIRECTORY]: directory, SECRET },
    });
  }

  const hiding: Record<string, string> = {
    'as it is': SECRET,
    'in a URL': `https://127.0.0.1/?a=${encodeURIComponent(SECRET)}`,
    'in a form': new URLSearchParams({ password: SECRET }).toString(),
    'in JSON': JSON.stringify({ password: SECRET }),
    'in Basic after a name of 4 letters': `Basic ${Buffer.from(`anna:${SECRET}`).toString('base64')}`,
    'in Basic after a name of 5 letters': `Basic ${Buffer.from(`maria:${SECRET}`).toString('base64')}`,
    'in Basic after a name of 6 letters': `Basic ${Buffer.from(`claude:${SECRET}`).toString('base64')}`,
    'in Base64 for URLs, with more behind it': Buffer.from(`${SECRET} and more`).toString('base64url'),
    'in hexadecimal': Buffer.from(SECRET).toString('hex'),
  };
  for (const [where, text] of Object.entries(hiding)) {
    it(`finds one ${where}`, () => {
      writeFileSync(path.join(directory, '1.secrets'), `${JSON.stringify(SECRET)}\n`);
      writeFileSync(path.join(directory, '1.log.out'), `something before ${text} something after`);
      const { leaks } = searchTranscripts(directory);
      assert.equal(leaks[0]?.transcript, '1.log.out');
      assert.ok(leaks.every(({ context }) => [...formsOf(SECRET).values()].every((form) => !context.includes(form))));
    });
  }

  it('finds one in the middle of a long transcript, where two pieces meet', () => {
    writeFileSync(path.join(directory, '1.secrets'), `${JSON.stringify(SECRET)}\n`);
    writeFileSync(path.join(directory, '1.log.out'), `${'.'.repeat(PIECE - 5)}${SECRET}${'.'.repeat(9)}`);
    const { leaks, searched } = searchTranscripts(directory);
    assert.deepEqual(
      leaks.map(({ form }) => form),
      ['plain'],
    );
    assert.equal(searched.get('log'), PIECE - 5 + SECRET.length + 9);
  });

  it('finds one in the cause of an error, deep in a message and in a buffer', () => {
    record(`
      const secret = process.env.SECRET;
      recordSecret(secret);
      recordOutput('error', new Error('outer', { cause: new Error('inner ' + secret) }));
      recordOutput('message', { a: [{ b: { c: { d: { e: { f: secret } } } } }] });
      recordOutput('admin', Buffer.from(secret));`);
    const kinds = new Set(searchTranscripts(directory).leaks.map(({ transcript }) => transcript.split('.').at(-2)));
    assert.deepEqual(kinds, new Set(['error', 'message', 'admin']));
  });

  it('sees every kind of error of the package, also one that no test looks at among a thousand of another', () => {
    record(`
      require('./test/secrets/record-errors').recordErrors();
      const { DataConnectError } = require('./nodes/errors');
      for (let count = 0; count < 1000; count++)
        new DataConnectError('MALFORMED', { format: 'Csv', detail: { phrase: 'not-utf-8' } });
      const error = new DataConnectError('NETWORK', { detail: process.env.SECRET });
      if (!(error instanceof DataConnectError)) throw new Error('not itself any more');
      recordSecret(process.env.SECRET);`);
    const { leaks, searched } = searchTranscripts(directory);
    assert.match(leaks[0]?.transcript ?? '', /error/);
    assert.ok(searched.get('error')! < 200_000, 'a thousand of a kind are recorded');
  });

  it('says how much it searched, and finds nothing where there is nothing', () => {
    record(`recordSecret(process.env.SECRET); recordOutput('status', 'done'); recordOutput('status', 'more');`);
    assert.deepEqual(searchTranscripts(directory), { leaks: [], secrets: 1, searched: new Map([['status', 10]]) });
  });

  it('searches once what is seen again and again, as all that every load of an editor gets', () => {
    record(`recordSecret(process.env.SECRET);
      const catalogue = 'words '.repeat(1000);
      for (const text of [catalogue, catalogue, catalogue + process.env.SECRET]) recordOutput('admin', text);`);
    const { leaks, searched } = searchTranscripts(directory);
    assert.equal(leaks.length, 1);
    assert.equal(Math.floor(searched.get('admin')! / 6000), 2);
  });

  it('finds each of thousands in a long text', () => {
    const secrets = Array.from(
      { length: 2000 },
      (_, number) => `at-${(number * 7919 + 104_729).toString(36)}-${number}-token`,
    );
    writeFileSync(path.join(directory, '1.secrets'), secrets.map((secret) => `${JSON.stringify(secret)}\n`).join(''));
    const filler = 'at-some-ordinary-text '.repeat(50);
    writeFileSync(path.join(directory, '1.log.out'), secrets.map((secret) => filler + secret).join(''));
    assert.equal(searchTranscripts(directory).leaks.length, secrets.length);
  });

  it('does not look for secrets so short that chance would find them', () => {
    writeFileSync(path.join(directory, '1.secrets'), '"short"\n');
    writeFileSync(path.join(directory, '1.log.out'), 'a short text');
    assert.deepEqual(searchTranscripts(directory).leaks, []);
  });
});
