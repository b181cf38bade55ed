import assert from 'node:assert/strict';
import { chromiumProgram, usualPlaces } from './chromium';

describe('looking for a browser', () => {
  const before = process.env.CHROMIUM_PATH;
  afterEach(() => {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  });

  it('takes the one that CHROMIUM_PATH names', () => {
    process.env.CHROMIUM_PATH = process.execPath;
    assert.equal(chromiumProgram(), process.execPath);
  });

  it('says so when CHROMIUM_PATH names nothing', () => {
    process.env.CHROMIUM_PATH = '/nowhere/chromium';
    assert.throws(chromiumProgram, /CHROMIUM_PATH names \/nowhere\/chromium, which does not exist/);
  });

  it('knows the names and places of Linux, macOS and Windows', () => {
    assert.ok(usualPlaces('linux', { PATH: '/opt/bin' }).includes('/opt/bin/google-chrome'));
    assert.ok(usualPlaces('linux', {}).includes('/usr/bin/chromium'));
    assert.ok(usualPlaces('darwin', {}).includes('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'));
    assert.ok(
      usualPlaces('win32', { PROGRAMFILES: 'C:\\Program Files' }).includes(
        'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      ),
    );
  });
});
