import assert from 'node:assert/strict';
import { pageWords } from '../../nodes/client/failures/page-words';
import { readRetryAfter } from '../../nodes/client/failures/retry-after';
import { serviceMessage } from '../../nodes/client/failures/service-message';
import { statusError } from '../../nodes/client/failures/status-errors';
import { acceptPreferredEndpoint, acceptRedirect } from '../../nodes/client/host-rules';
import { Session } from '../../nodes/client/sign-in/session';
import { readContentType, readFilename } from '../../nodes/client/transport/answer-headers';
import { readCodings } from '../../nodes/client/transport/content-coding';
import { fileName } from '../../nodes/parameters/file-name';
import { Redactor } from '../../nodes/secrets/redact';
import { assertGrowsWithSize } from '../growth/grows-with-size';
import { answer } from './scripted-server';
import { errorOf, fetchText, settingsFor, TestBed } from './settings-for';

describe('the words of an error page', () => {
  for (const [page, words] of [
    ['<html><head><title>502 Bad &amp; Gateway</title></head><body>x</body></html>', '502 Bad & Gateway'],
    ['<Error><Message>No such column</Message></Error>', 'No such column'],
    ['<m:error><m:code/><m:message xml:lang="en">No such column</m:message></m:error>', 'No such column'],
    ['<Error><Message><![CDATA[1 < 2 & 3]]></Message></Error>', '1 < 2 & 3'],
    ['<title></title><h1> </h1><h1 class="a">Down</h1>', 'Down'],
    ['<TITLE\n>Down</TITLE>', 'Down'],
    ['<!-- <title>not this</title> --><title>this</title>', 'this'],
    ['<p>Down for <b>repair</b></p>', 'Down for repair '],
    ['<script>if (a </b>) "<title>no</title>"</script><style>p > a {}</style><p>yes</p>', 'yes '],
    ['<script>never closed <title>no</title>', ''],
    ['<titles>no</titles><p>yes</p>', 'no yes '],
    ['<p>&lt;&#39;&#x27;&#xe9;&eacute;&amp;lt;&#1114112;</p>', `<''é&eacute;&lt;&#1114112; `],
    ['<title', ''],
    ['<', ''],
  ] as const) {
    it(`are ${JSON.stringify(words)} for ${page.slice(0, 50)}`, () => assert.equal(pageWords(page), words));
  }
});

describe('an error page that is made to stop Node-RED', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const of = (part: string, end = '') => [`${part}…${end}`, (size: number) => fill(part, size, end)] as const;
  const redactor = new Redactor(['the secret of the connection', 'x']);

  for (const [name, page] of [
    of('<title '),
    of('<title <title', '>'),
    of('<title>'),
    of('<title>', 'x<'),
    of('<title></title>'),
    of('<script>'),
    of('<script></style>'),
    of('<style', '</style'),
    of('<!--'),
    of('<!---->'),
    of('<![CDATA[]]>'),
    of('<![CDATA['),
    of('<'),
    of('<>'),
    of('</'),
    of('<a:', '>'),
    of('<p>&#'),
    of('<p>&amp;'),
    of('<p>x'),
    of('< '),
    of('{"a":'),
    of('['),
    of('{"message":"'),
    of('"'),
    of(' \u0000'),
    of('x '),
  ]) {
    it(`costs no more than its size: ${JSON.stringify(name)}`, async () => {
      await assertGrowsWithSize(16_384, (size) => {
        const text = page(size);
        return () => serviceMessage(text, redactor);
      });
    });
  }

  it('is an error within the time other errors take, and the next request is answered', async () => {
    const page = fill('<title ', 65_536);
    const server = await bed.server((_request, socket) => void socket.write(answer(500, page)));
    const client = bed.client(settingsFor(server.url));
    for (let round = 0; round < 3; round++) assert.equal((await errorOf(fetchText(client, '/x'))).code, 'SERVER_ERROR');
  });
});

describe('a header that is made to stop Node-RED', () => {
  const parts = [
    ' ',
    ';',
    '; ',
    ',',
    '=',
    '"',
    '\\',
    "'",
    '%',
    '%4',
    '.',
    '. ',
    '/',
    '=?',
    '=?u?q?',
    '=?u?q?x?= ',
    '\u00c3',
  ];
  const named = ['a=', 'charset=', 'filename=', 'filename="', 'filename*=', "filename*=UTF-8''", 'filename*0*='];

  const readers: Record<string, (text: string) => unknown> = {
    'content type': (text) => readContentType(text),
    'file name': (text) => readFilename(text),
    'ending of a file': (text) => fileName(text, 'csv'),
    coding: (text) => readCodings(text),
    'wait asked for': (text) => readRetryAfter(text, text),
    redirect: (text) => quietly(() => acceptRedirect(text, new URL('https://a.test/x?a=b'))),
    'preferred endpoint': (text) => quietly(() => acceptPreferredEndpoint(text, new URL('https://a.iqmetrix.net'))),
    cookie: (text) => void new Session(new Redactor([])).remember(new URL('https://a.test'), `a=${text}`),
    'refused permission': (message) =>
      statusError({ status: 403, message, retryAfter: undefined, host: 'h', path: '/p' }),
  };
  for (const [what, read] of Object.entries(readers)) {
    it(`costs no more than its size: ${what}`, async () => {
      const reading = (text: string) => () => read(text);
      for (const part of parts) {
        for (const start of ['', ...named, ...named.map((name) => `a; ${name}`)]) {
          await assertGrowsWithSize(4096, (size) => reading(start + fill(part, size, 'x')));
        }
      }
      for (const name of named) await assertGrowsWithSize(4096, (size) => reading(fill(`;${name}x`, size)));
    });
  }
});

function fill(part: string, size: number, end = ''): string {
  return part.repeat(Math.ceil(size / part.length)) + end;
}

function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // Refused, as it should be; what counts is how long it took.
  }
}
