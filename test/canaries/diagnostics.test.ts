import assert from 'node:assert/strict';
import { scrubbed } from '../../nodes/runtime/admin/diagnostics';
import { keptParams } from '../../nodes/runtime/progress/kept-params';
import { Redactor } from '../../nodes/secrets/redact';
import { assertNoCanary, BASIC, CLIENT_SECRET, PASSWORD, TOKEN } from './canaries';

const SECRETS = [PASSWORD, CLIENT_SECRET, TOKEN, BASIC];

/** How a secret may have come into a name, an error or a parameter. */
const WRITTEN: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in a sentence': (secret) => `The service said: ${secret}, and then failed.`,
  'in an address': (secret) => `https://a.test/?q=${encodeURIComponent(secret)}`,
  'as a form': (secret) => new URLSearchParams({ q: secret }).toString(),
  'as JSON': (secret) => JSON.stringify({ note: secret }),
  'as JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ note: secret })),
  'in Base64': (secret) => Buffer.from(secret).toString('base64'),
  'with entities': (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
};

describe('diagnostics to copy', () => {
  for (const [how, write] of Object.entries(WRITTEN)) {
    it(`show no secret of any connection: ${how}`, () => {
      const [one, other] = [new Redactor([PASSWORD, CLIENT_SECRET]), new Redactor([TOKEN, BASIC])];
      for (const secret of SECRETS) {
        const text = write(secret);
        const facts = {
          name: text,
          deep: [{ settings: { companyId: text } }],
          [text]: 1,
          failures: [{ error: { text } }],
        };
        const told = scrubbed(facts, [one, other]);
        assert.equal(told.kind, 'text');
        assertNoCanary({ out: [told], error: undefined }, SECRETS);
      }
    });

    it(`and no parameter is kept with one: ${how}`, () => {
      const redactor = new Redactor(SECRETS);
      for (const secret of SECRETS) {
        assert.deepEqual(keptParams({ Note: write(secret) }, redactor), { notKept: 'secret' });
        assert.deepEqual(keptParams({ deep: { list: [write(secret)] } }, redactor), { notKept: 'secret' });
      }
    });
  }

  it('show what stands behind the name of a secret to nobody, also without a connection', () => {
    const told = scrubbed({ text: 'password=hunter2-of-anna', clientSecret: 'x7-hidden-value' }, []);
    assert.ok(told.kind === 'text' && !/hunter2|x7-hidden/.test(told.text), JSON.stringify(told));
  });

  it('are withheld where a secret is still there', () => {
    class Careless extends Redactor {
      override redact(text: string): string {
        return text;
      }
    }
    assert.deepEqual(scrubbed({ name: `of ${PASSWORD}` }, [new Careless([PASSWORD])]), { kind: 'withheld' });
  });

  it('leave everything else as it is', () => {
    const facts = { made: '2026-03-01', counters: { runs: 7 }, masked: 'password ********, token ***', unit: 'kB' };
    const told = scrubbed(facts, [new Redactor(SECRETS)]);
    assert.ok(told.kind === 'text' && /"runs": 7/.test(told.text) && told.text.includes('"unit": "kB"'));
  });
});
