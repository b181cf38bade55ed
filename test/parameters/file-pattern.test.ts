import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { endpointById } from '../../nodes/catalogue';
import {
  extensionOf,
  FILE_PLACES,
  type FileFacts,
  fileFactsOf,
  isWholePath,
  numberedName,
  problemOfPattern,
  renderPattern,
} from '../../nodes/parameters/file-pattern';

const ROOT = '/allowed';
const facts = (changes: Partial<FileFacts> = {}): FileFacts => ({
  ...{ report: 'Sales by invoice', company: '42', date: '2026-03-31', time: '18-05-00' },
  ...{ start: '2026-03-01', stop: '2026-03-31', run: 'a-b' },
  ...changes,
});

/** What people, services and attackers have put into names. */
const HOSTILE = [
  ...['..', '../..', '/etc/passwd', '~', '~/x', '.', './x', '...', ' ', '', '. .', '.ssh', 'x.', 'x ', '-rf'],
  ...['C:\\x', 'c:x', '\\\\server\\share', '..\\..\\x', 'a\\b', 'x:y', 'x::$DATA', 'CON', 'con.csv', 'NUL', 'nul.txt'],
  ...[
    'COM1',
    'LPT9.x',
    'COM¹',
    'a\u0000b',
    'a\nb',
    '\u202egpj.exe',
    'a\u200bb',
    '\ud800',
    'ａｕｘ',
    '%2e%2e%2f',
    '$HOME',
  ],
  ...[
    '`id`',
    '$(id)',
    'a;b',
    "a'b",
    'a"b',
    '<x>',
    '|',
    '*',
    '?',
    'é',
    'e\u0301',
    '日本',
    '😀',
    '{date}',
    '}',
    '{',
    '{{x}}',
  ],
];

function rendered(pattern: string, given: FileFacts) {
  return renderPattern(pattern, given, { extension: 'csv', isPractice: false }, 'output.file');
}

/** Stays below, whatever system reads it, and is no device, no stream and no hidden file there. */
function assertHarmless(folders: readonly string[], name: string): void {
  const parts = [...folders, name];
  for (const system of [path.posix, path.win32]) {
    const whole = system.resolve(ROOT, ...parts);
    assert.ok(whole.startsWith(system.resolve(ROOT) + system.sep), whole);
    assert.equal(system.relative(system.resolve(ROOT), whole).split(system.sep).length, parts.length);
  }
  for (const part of parts) {
    assert.doesNotMatch(part, /[\p{Cc}\p{Cf}\p{Cs}<>:"|?*/\\]/u);
    assert.doesNotMatch(part, /^[. ]|[. ]$/);
    assert.doesNotMatch(part.normalize('NFKC'), /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
    assert.ok(part !== '' && Buffer.byteLength(part) < 256);
  }
}

describe('the name of a file', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 300 }), fc.string());

  it('stays in the allowed folder whatever fills its places', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('{start}', '{start}/{stop}', 'x {company}/{report}', '{report}{stop}'),
        text,
        text,
        (pattern, one, other) => {
          const given = facts({ start: one, stop: other, company: one, report: other });
          const done = rendered(pattern, given);
          if (done.kind === 'path') assertHarmless(done.path.folders, done.path.name);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('stays there whatever a person types', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (parts) => {
        const done = rendered(parts.join('/'), facts());
        if (done.kind === 'path') assertHarmless(done.path.folders, done.path.name);
      }),
      { numRuns: 3000 },
    );
  });

  for (const [pattern, kind] of [
    ['../x', 'file-name-outside'],
    ['a/../x', 'file-name-outside'],
    ['./x', 'file-name-outside'],
    ['/x', 'file-name-outside'],
    ['a//b', 'file-name-empty'],
    ['a/', 'file-name-empty'],
    [' ', 'file-name-empty'],
    ['a\\b', 'file-name-unfit'],
    ['x'.repeat(121), 'file-name-too-long'],
    [`${'x'.repeat(121)}/{date}`, 'file-name-too-long'],
    ['C:x', 'file-name-unfit'],
    ['a\u0000', 'file-name-unfit'],
    ['a\u202eb', 'file-name-unfit'],
    ['.x', 'file-name-ends'],
    ['x./y', 'file-name-ends'],
    ['{Date}', 'file-place-meant'],
    ['{reprot}', 'file-place-meant'],
    ['{quarter}', 'file-place-unknown'],
    ['{}', 'file-place-unknown'],
  ] as const) {
    it(`is refused: ${JSON.stringify(pattern)}`, () => assert.equal(problemOfPattern(pattern, 'f')?.kind, kind));
  }

  it('is what its places say, with one ending', () => {
    const nameOf = (pattern: string, extension = 'csv') => {
      const done = renderPattern(pattern, facts(), { extension, isPractice: false }, 'f');
      return done.kind === 'path' ? [...done.path.folders, done.path.name].join('/') : done.problem.kind;
    };
    assert.equal(nameOf('{company}/{date} {report}'), '42/2026-03-31 Sales by invoice.csv');
    assert.equal(nameOf('x.csv'), 'x.csv');
    assert.equal(nameOf('x.CSV', 'xlsx'), 'x.xlsx');
    assert.equal(nameOf('v1.5'), 'v1.5.csv');
    assert.equal(nameOf('CON'), '_CON.csv');
    assert.equal(nameOf('{report}'.repeat(12)), 'file-name-too-long');
    for (const place of FILE_PLACES) {
      assert.equal(rendered(`{${place}}`, facts({ [place]: undefined })).kind, 'problem');
      assert.equal(rendered(`{${place}}`, facts({ [place]: ' . ' })).kind, 'problem');
    }
  });

  it('says of what is invented that it is, once', () => {
    const nameOf = (pattern: string) => {
      const done = renderPattern(pattern, facts(), { extension: 'csv', isPractice: true }, 'f');
      return done.kind === 'path' ? [...done.path.folders, done.path.name].join('/') : done.problem.kind;
    };
    assert.equal(nameOf('{company}/{report}'), '42/practice-Sales by invoice.csv');
    assert.equal(nameOf('Practice-sales'), 'Practice-sales.csv');
    assert.equal(nameOf('x'.repeat(116)), 'file-name-too-long');
  });

  it('has days in the zone of the connection, and a time only where it says more', () => {
    const now = new Date('2026-03-31T23:30:00Z');
    const asked = (start: string, stop: string, zone = 'UTC') =>
      fileFactsOf({
        sent: new Map([
          ['StartDate', start],
          ['StopDate', stop],
          ['CompanyId', '7'],
        ]),
        parameters: endpointById('sales-by-invoice')!.parameters,
        title: 'x',
        companyId: '42',
        now,
        zone,
        run: 'r',
      });
    const { start, stop, date, time, company } = asked(
      '2026-03-01T00:00:00.000',
      '2026-03-31T23:59:59.997',
      'Asia/Tokyo',
    );
    assert.deepEqual([start, stop, date, time], ['2026-03-01', '2026-03-31', '2026-04-01', '08-30-00']);
    assert.equal(company, '7');
    assert.equal(asked('2026-03-01T10:15', '2026-03-31').start, '2026-03-01 10-15-00');
  });

  it('is numbered in front of its ending', () => {
    assert.equal(numberedName('x.y.csv', 2), 'x.y (2).csv');
    assert.equal(numberedName('x', 3), 'x (3)');
  });

  it('has the ending of the response, or one of a text that was asked for', () => {
    assert.equal(extensionOf('Csv', ' .txt'), 'txt');
    assert.equal(extensionOf('Csv', 'exe'), 'csv');
    assert.equal(extensionOf('Xml', 'txt'), 'xml');
    assert.equal(extensionOf('Csv.Email', undefined), undefined);
  });

  it('lies below a whole path', () => {
    for (const whole of ['/data', 'C:\\x', 'c:/x', '\\\\server\\share']) assert.ok(isWholePath(whole), whole);
    for (const part of ['data', './x', '../x', '~/x', 'C:x', '\\x', '', 'file:///x'])
      assert.ok(!isWholePath(part), part);
  });
});
