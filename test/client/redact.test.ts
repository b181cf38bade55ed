import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redactorFor } from '../../nodes/client/sign-in/credentials';
import { Redactor } from '../../nodes/secrets/redact';
import { BY_PASSWORD, CLIENT_SECRET, PASSWORD, sealed, settingsFor } from './settings-for';

describe('the redactor', () => {
  const SECRET = 'gRéat/sécret +"1"&\\<x>';
  const forms: [string, string][] = [
    ['plain', SECRET],
    ['Base64', Buffer.from(SECRET).toString('base64')],
    ['Base64 without padding', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
    ['Base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
    ['form-encoded', new URLSearchParams({ x: SECRET }).toString().slice(2)],
    ['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
    ['JSON-escaped as ASCII', JSON.stringify(SECRET).slice(1, -1).replaceAll('é', '\\u00e9')],
    ['HTML-escaped', 'gRéat/sécret +&quot;1&quot;&amp;\\&lt;x&gt;'],
  ];
  for (const [name, form] of forms) {
    it(`masks a secret that is ${name}`, () => {
      assert.equal(new Redactor([SECRET]).redact(`before ${form} after`), 'before *** after');
    });
  }

  it('knows every secret of the settings', () => {
    const redactor = redactorFor(
      sealed(
        settingsFor('https://a.test', {
          authentication: BY_PASSWORD,
          tls: { passphrase: 'tls-passphrase' },
          proxy: {
            kind: 'url',
            url: 'http://me:url%40pass@p.test',
            noProxy: [],
            username: 'me',
            password: 'proxypass',
          },
        }),
      ).access,
    );
    const basic = (text: string) => Buffer.from(text).toString('base64');
    for (const secret of [
      PASSWORD,
      CLIENT_SECRET,
      'tls-passphrase',
      'proxypass',
      basic('me:proxypass'),
      'url@pass',
      'url%40pass',
      basic('me:url@pass'),
      basic(`john:${PASSWORD}`),
    ]) {
      assert.equal(redactor.redact(`<${secret}>`), '<***>');
    }
    assert.equal(redactor.redact('john signed in with the-client'), 'john signed in with the-client');
  });

  it('leaves nothing of secrets that overlap', () => {
    assert.equal(new Redactor(['abcd', 'cdefgh']).redact('1abcdefgh2'), '1***2');
    assert.equal(new Redactor(['token', 'token-12345']).redact('token-12345 token'), '*** ***');
    assert.equal(new Redactor(['aaaa']).redact('aaaaaaa'), '***');
  });

  it('masks very short secrets where they stand alone', () => {
    const redactor = new Redactor(['x', 'xk']);
    assert.equal(redactor.redact('the password is x, or "xk": next exit'), 'the password is ***, or "***": next exit');
    assert.equal(new Redactor(['']).redact('a b'), 'a b');
  });

  it('learns the tokens of its life, within bounds', () => {
    const redactor = new Redactor([]);
    for (let round = 0; round < 1000; round++) redactor.learn('token', `token-number-${round}-`);
    for (let round = 0; round < 1000; round++) redactor.learn('cookie', `cookie-number-${round}-`);
    assert.equal(redactor.redact('token-number-999- cookie-number-999-'), '*** ***');
    assert.equal(redactor.redact('token-number-940-'), '***', 'cookies do not push tokens out');
    assert.equal(redactor.redact('token-number-1-'), 'token-number-1-');
  });

  it('leaves no secret in any text, wherever it stands', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(fc.string()), (secrets, between) => {
        const text = between.flatMap((piece, index) => [piece, secrets[index % secrets.length]!]).join('');
        const redacted = new Redactor(secrets).redact(text);
        for (const one of secrets) assert.ok(!redacted.includes(one) || '***'.includes(one) || /\*{3}/.test(one));
      }),
      { numRuns: 300 },
    );
  });
});
