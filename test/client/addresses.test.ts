import assert from 'node:assert/strict';
import { acceptPreferredEndpoint, acceptRedirect } from '../../nodes/client/host-rules';
import { wireRequest } from '../../nodes/client/url';
import { DataConnectError } from '../../nodes/errors';
import { readBaseUrl } from '../../nodes/parameters/base-url';
import { encodePath, problemOfPath } from '../../nodes/parameters/path-rules';
import { answer } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';

const BASE = new URL('https://dataconnect.iqmetrix.net/base');

function refusedHost(work: () => unknown): void {
  assert.throws(work, (error: unknown) => error instanceof DataConnectError && error.code === 'HOST_NOT_ALLOWED');
}

describe('the service URL a person types', () => {
  for (const text of [
    'https://dataconnect.iqmetrix.net',
    ' https://dataconnect.iqmetrix.net/ ',
    'https://10.0.0.5:8443/api',
    'http://localhost:1880',
    'http://127.1.2.3',
    'http://[::1]:8080/x',
  ]) {
    it(`accepts ${JSON.stringify(text)}`, () => assert.equal(readBaseUrl(text, 'url').kind, 'accepted'));
  }

  for (const text of [
    '',
    'dataconnect.iqmetrix.net',
    'ftp://dataconnect.iqmetrix.net',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://dataconnect.iqmetrix.net',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://128.0.0.1',
    'http://[::2]',
    'https://user:secret@dataconnect.iqmetrix.net',
    'https://@dataconnect.iqmetrix.net',
    'https://dataconnect.iqmetrix.net?x=1',
    'https://dataconnect.iqmetrix.net#x',
    'https://dataconnect.iqmetrix.net/a/../b',
    'https://dataconnect.iqmetrix.net/%2e%2e/b',
    'https://dataconnect.iqmetrix.net\\@evil.test',
    'https://data\nconnect.iqmetrix.net',
    'https://data connect.iqmetrix.net',
    'https:///x',
    'https:dataconnect.iqmetrix.net',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(readBaseUrl(text, 'url').kind, 'refused'));
  }
});

describe('a preferred endpoint the service names', () => {
  const service = new URL('https://dataconnect.iqmetrix.net');

  it('is accepted below the domain of iQmetrix', () => {
    const accepted = acceptPreferredEndpoint('https://rqdataconnect18.iqmetrix.net', service);
    assert.equal(accepted.href, 'https://rqdataconnect18.iqmetrix.net/');
  });

  for (const candidate of [
    'https://evil.test',
    'https://iqmetrix.net.evil.test',
    'https://eviliqmetrix.net',
    'https://iqmetrix.net',
    'https://10.0.0.1',
    'https://[::1]',
    'https://x.iqmetrix.net@evil.test',
    'https://user@x.iqmetrix.net',
    'http://x.iqmetrix.net',
    'ftp://x.iqmetrix.net',
    'https://x.iqmetrix.net:8443',
    'https://x.iqmetrix.net/?a=b',
    'https://x.iqmetrix.net#f',
    'https://evil.test\\.iqmetrix.net',
    'https://evil.test/.iqmetrix.net',
    'https://evil.test%2f.iqmetrix.net',
    'x.iqmetrix.net',
    '//x.iqmetrix.net',
    '',
    'https://x.iqmetrix.net.',
    'https://iqmetrix.nett',
    'https://xn--iqmetrix-.net',
    'http://127.0.0.1',
  ]) {
    it(`is refused as ${JSON.stringify(candidate)}`, () =>
      refusedHost(() => acceptPreferredEndpoint(candidate, service)));
  }

  it('is the same host and nothing else for a service of one’s own', () => {
    const own = new URL('https://gateway.example.com:8443/dc');
    assert.equal(acceptPreferredEndpoint('https://gateway.example.com:8443', own).host, own.host);
    refusedHost(() => acceptPreferredEndpoint('https://gateway.example.com', own));
    refusedHost(() => acceptPreferredEndpoint('https://x.gateway.example.com:8443', own));
    refusedHost(() => acceptPreferredEndpoint('https://rqdataconnect18.iqmetrix.net', own));
    refusedHost(() => acceptPreferredEndpoint('http://127.0.0.1:81', new URL('http://127.0.0.1:80')));
  });
});

describe('a redirect', () => {
  const from = new URL('https://dataconnect.iqmetrix.net/a/b?c=d');

  it('is followed on the same origin', () => {
    assert.equal(acceptRedirect('/x?y=z#f', from).href, 'https://dataconnect.iqmetrix.net/x?y=z');
    assert.equal(acceptRedirect('../x', from).href, 'https://dataconnect.iqmetrix.net/x');
  });

  for (const location of [
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test/',
    'http://dataconnect.iqmetrix.net/a',
    'https://dataconnect.iqmetrix.net:444/a',
    'https://user:pw@dataconnect.iqmetrix.net/a',
    'https://dataconnect.iqmetrix.net.evil.test/',
    'javascript:alert(1)',
    '/a\r\nx',
    'https://',
  ]) {
    it(`is refused to ${JSON.stringify(location)}`, () => refusedHost(() => acceptRedirect(location, from)));
  }
});

describe('a path', () => {
  it('is sent as the catalogue spells it', () => {
    assert.equal(encodePath('/Reports/AgedSeralizedInventoryReport'), '/Reports/AgedSeralizedInventoryReport');
    assert.equal(encodePath('/lists/a b/é%20/(x)'), '/lists/a%20b/%C3%A9%20/(x)');
  });

  for (const path of [
    'lists',
    '/a?b=c',
    '/a#b',
    '/a/../b',
    '/a/./b',
    '/..',
    '/a/%2e%2e/b',
    '/a/%2E./b',
    '/a/%252e%252e/b',
    '/a/%25252e%25252e/b',
    '/a%2fb',
    '/a%5cb',
    '/a%252fb',
    '/a\\b',
    '//evil.test/a',
    '/a//b',
    '/a\r\nHost: evil.test',
    '/a%0d%0ab',
    '/a%00',
    '/a%',
    '/a%zz',
    '/..;/a',
    '/a%3fb',
    '/a%23b',
    '/\ud800',
    `/${'a'.repeat(3000)}`,
  ]) {
    it(`is refused as ${JSON.stringify(path.slice(0, 40))}`, () => assert.ok(problemOfPath(path, 'path')));
  }

  it('with its own query is refused with advice', async () => {
    const bed = new TestBed();
    const server = await bed.server((_request, socket) => void socket.write(answer(200)));
    const error = await errorOf(bed.client(settingsFor(server.url)).send(get('/a?Auth=x'), { signal: never() }));
    assert.equal(error.code, 'PARAMETER_INVALID');
    assert.match(error.message, /put what follows it into the parameters/);
    assert.equal(server.requests.length, 0);
    await bed.close();
  });
});

describe('parameters', () => {
  const target = (parameters: [string, string][]) => wireRequest(BASE, get('/x', { parameters }), undefined).url;

  it('keep every character of name and value', () => {
    const nasty = '&=#?+%/\\ "\'<>;,é😀';
    const parameters: [string, string][] = [
      [nasty, nasty],
      ['CSV.Delimiter', '\t'],
    ];
    const url = target(parameters);
    assert.deepEqual([...url.searchParams], parameters);
    assert.equal(url.pathname, '/base/x');
    assert.equal(url.hash, '');
    assert.match(url.href, /^[\x21-\x7e]+$/);
  });

  for (const [name, value] of [
    ['Filename', 'a\r\nBcc: x@evil.test'],
    ['Email.To', 'a@b.test\nx'],
    ['CSV.Delimiter', '\0'],
    ['CSV.Delimiter', '\u0085'],
    ['a\nb', 'c'],
    ['', 'c'],
    ['Auth', 'dXNlcjpwdw=='],
    ['auth', 'x'],
    ['x', '\ud800'],
  ] as [string, string][]) {
    it(`are refused as ${JSON.stringify([name, value])}`, () => {
      assert.throws(
        () => target([[name, value]]),
        (error: unknown) => error instanceof DataConnectError && error.code === 'PARAMETER_INVALID',
      );
    });
  }

  it('travel in the body of a POST, as a form or as JSON', async () => {
    const bed = new TestBed();
    const server = await bed.server((_request, socket) => void socket.write(answer(200)));
    const client = bed.client(settingsFor(server.url, { companyId: '7' }));
    const parameters = [
      ['__proto__', 'a&b'],
      ['Filename', 'é "x"'],
    ] as const;
    await fetchText(client, '/x', { method: 'POST', parameters });
    await fetchText(client, '/x', { method: 'POST', body: 'json', parameters });
    const [form, json] = server.requests;
    assert.equal(form?.target, '/x');
    assert.equal(form?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual([...form!.form], [...parameters.map((pair) => [...pair]), ['CompanyID', '7']]);
    assert.equal(json?.headers['content-type'], 'application/json');
    assert.equal(json?.body, '{"__proto__":"a&b","Filename":"é \\"x\\"","CompanyID":"7"}');
    await bed.close();
  });

  it('get the company of the connection unless they name one', () => {
    const asked = (parameters: [string, string][]) => wireRequest(BASE, get('/x', { parameters }), '7').url.search;
    assert.equal(asked([]), '?CompanyID=7');
    assert.equal(asked([['companyid', '8']]), '?companyid=8');
    assert.equal(wireRequest(BASE, get('/ping', { authenticated: false }), '7').url.search, '');
  });
});
