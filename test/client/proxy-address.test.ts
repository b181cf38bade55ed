import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Proxy as ProxySettings } from '../../nodes/client/settings';
import { routeTo } from '../../nodes/client/transport/proxy';
import { DataConnectError } from '../../nodes/errors';
import { recordSecret } from '../secrets/transcript';
import { errorOf, get, never, settingsFor, TestBed } from './settings-for';

const service = new URL('https://dataconnect.iqmetrix.net');

/** Where a person can write the address of a proxy. */
const places: Array<[string, (address: string) => ReturnType<typeof routeTo>]> = [
  ['HTTPS_PROXY', (HTTPS_PROXY) => routeTo(service, { kind: 'environment' }, 'c', { HTTPS_PROXY })],
  ['https_proxy', (https_proxy) => routeTo(service, { kind: 'environment' }, 'c', { https_proxy })],
  ['ALL_PROXY', (ALL_PROXY) => routeTo(service, { kind: 'environment' }, 'c', { ALL_PROXY })],
  ['the http proxy node', (url) => routeTo(service, { kind: 'url', url, noProxy: [] }, 'c', {})],
];

describe('the address of a proxy that could be read in two ways', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const unclear = [
    'http://anna:top@secret#1@127.0.0.1:8080',
    'http://anna:top@secret@127.0.0.1:8080',
    'http://anna:topsecret#1@host:8080',
    'http://anna:topsecret?1@host:8080',
    'http://anna:topsecret/1@host:8080',
    'http://anna:80/topsecret@host:8080',
    'http://anna:top\\secret@host:8080',
    'http://anna:top secret@host:8080',
    'http://anna:top\tsecret@host:8080',
    'http://anna:top\nsecret@host:8080',
    'http://anna:top\0secret@host:8080',
    'http://anna:top\u200bsecret@host:8080',
    'http://anna:100%topsecret@host:8080',
    'http://anna:top%ffsecret@host:8080',
    'http://an%3ana:topsecret@host:8080',
    'anna:topsecret#1@host:8080',
    'anna:topsecret/1@host',
    'http:anna:topsecret@host:8080',
    'http:/anna:topsecret@host:8080',
    'http:///anna:topsecret@host:8080',
    'http://http://anna:topsecret@host:8080',
    'socks5://anna:topsecret@host:1080',
    'http://anna:topsecret@host:8080/path',
    'http://anna:topsecret@host:8080?x=1',
    'http://anna:topsecret@host:8080#x',
    'http://anna:topsecret@host:',
    'http://anna:topsecret@host:0',
    'http://anna:topsecret@host:65536',
    'http://anna:topsecret@host:80a',
    'http://anna:topsecret@host:80:90',
    'http://anna:topsecret@host :8080',
    'http://anna:topsecret@:8080',
    'http://anna:topsecret@',
    'http://anna:topsecret@ho%73t:8080',
    'http://anna:topsecret@[::1',
    'http://anna:topsecret@::1:8080',
    'http://anna:topsecret@8080',
    'http:8080',
    'https:3128',
    '127.1:8080',
    'host:8080,other:8080',
  ];

  for (const address of unclear) {
    it(`is CONNECTION_INVALID, and said nowhere: ${JSON.stringify(address.replace('topsecret', '(password)'))}`, () => {
      recordSecret('topsecret');
      for (const [place, route] of places) {
        assert.throws(
          () => route(address),
          (error) => {
            assert.ok(error instanceof DataConnectError);
            assert.equal(error.code, 'CONNECTION_INVALID');
            assert.match(error.message, place.startsWith('the') ? /the http proxy node/ : new RegExp(place, 'i'));
            assert.doesNotMatch(inspect(error, { depth: 9 }).replace(/\n {4}at [^\n]*/g, ''), /secret|anna/);
            return true;
          },
          address,
        );
      }
    });
  }

  it('stops a run before anything is sent', async () => {
    const proxy: ProxySettings = { kind: 'url', url: unclear[0]!, noProxy: [] };
    const error = await errorOf(bed.client(settingsFor(service.href, { proxy })).send(get('/x'), { signal: never() }));
    assert.equal(error.code, 'CONNECTION_INVALID');
    assert.match(error.message, /percent-encoded/);
  });

  it('keeps its password a secret all the same', () => {
    for (const [address, said] of [
      ['http://anna:top@secret#1@127.0.0.1:8080', 'top@secret#1'],
      ['http://anna:top secret@host', 'top secret'],
      ['anna:top/secret@host', 'top/secret'],
      ['http://anna:100%secret@host', '100%secret'],
      ['http://anna:good%40secret@host', 'good@secret'],
    ] as const) {
      const proxy: ProxySettings = { kind: 'url', url: address, noProxy: [] };
      const { redactor } = bed.client(settingsFor(service.href, { proxy }));
      assert.equal(redactor.redact(`before ${said} behind`), 'before *** behind', address);
    }
  });
});

describe('the address of a proxy', () => {
  for (const [address, host, user] of [
    ['http://proxy.test:8080', 'http://proxy.test:8080', undefined],
    ['proxy.test:8080', 'http://proxy.test:8080', undefined],
    [' http://proxy.test:8080/\n', 'http://proxy.test:8080', undefined],
    ['HTTPS://Proxy.Test', 'https://proxy.test', undefined],
    ['http://10.0.0.1:3128', 'http://10.0.0.1:3128', undefined],
    ['http://[2001:db8::1]:3128', 'http://[2001:db8::1]:3128', undefined],
    ['http://proxy_1.test', 'http://proxy_1.test', undefined],
    ['http://bücher.test:80', 'http://xn--bcher-kva.test', undefined],
    ['http://anna:top%40secret%231@proxy.test:8080', 'http://proxy.test:8080', 'anna:top@secret#1'],
    ['http://anna:to:p@proxy.test:8080', 'http://proxy.test:8080', 'anna:to:p'],
    ['http://anna:pröxy!$&;=@proxy.test:8080', 'http://proxy.test:8080', 'anna:pröxy!$&;='],
    ['anna:top@proxy.test', 'http://proxy.test', 'anna:top'],
    ['http://anna@proxy.test', 'http://proxy.test', 'anna:'],
  ] as const) {
    it(`is read as people write it: ${JSON.stringify(address)}`, () => {
      for (const [, route] of places) {
        const found = route(address);
        assert.equal(found?.url.origin, host);
        const wanted = user && `Basic ${Buffer.from(user).toString('base64')}`;
        assert.equal(found?.authorization?.reveal(), wanted);
      }
    });
  }
});

describe('the hosts that NO_PROXY leaves out', () => {
  const goesByProxy = (target: string, NO_PROXY: string) =>
    routeTo(new URL(target), { kind: 'environment' }, 'c', { HTTPS_PROXY: 'http://p.test', NO_PROXY }) !== undefined;

  for (const [target, entry, byProxy] of [
    [service.href, 'https://dataconnect.iqmetrix.net', false],
    [service.href, 'https://dataconnect.iqmetrix.net/', false],
    [service.href, 'https://iqmetrix.net:8443/', true],
    ['https://10.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.2.0.0/16', true],
    ['https://[2001:db8::7]', '2001:db8::/32', false],
    ['https://[2001:db9::7]', '2001:db8::/32', true],
    ['https://10.1.2.3', '10.0.0.0/99', true],
    [service.href, '10.0.0.0/8', true],
    [service.href, '.', true],
    [service.href, 'https://', true],
  ] as const) {
    it(`${byProxy ? 'keep' : 'lose'} it for ${target} with ${entry}`, () => {
      assert.equal(goesByProxy(target, entry), byProxy);
    });
  }
});
