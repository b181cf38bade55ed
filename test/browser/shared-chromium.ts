/** One Chromium for all test files of a process. */
import { after } from 'mocha';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';

let launched: Promise<Browser> | undefined;

/** The pages in it are closed by who opens them, itself by nobody. */
export function sharedChromium(): Promise<Browser> {
  launched ??= launchChromium();
  return launched;
}

after(async () => {
  await (await launched)?.close();
});
