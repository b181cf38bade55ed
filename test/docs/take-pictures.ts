/**
 * Takes the pictures of README and docs anew, of running examples and against the emulator:
 * `npx tsx test/docs/take-pictures.ts`, with a word behind it only those whose name holds the word.
 * Look at them before you commit them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium';
import { repository } from '../package-files';
import { type Picture, pictures } from './pictures';
import { openScene } from './scene';
import { take } from './take-picture';

const FOLDER = path.join(repository, 'docs', 'pictures');

async function takePictures(word: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchChromium();
  try {
    const wanted = pictures.filter(({ name }) => name.includes(word));
    for (const example of new Set(wanted.map((picture) => picture.example))) {
      const ofExample = wanted.filter((picture) => picture.example === example);
      await takeOfExample(browser, example, ofExample);
    }
  } finally {
    await browser.close();
  }
}

async function takeOfExample(browser: Browser, example: string, ofExample: readonly Picture[]): Promise<void> {
  const scene = await openScene(example);
  try {
    for (const picture of ofExample) {
      await take(picture, { scene, browser, file: path.join(FOLDER, `${picture.name}.png`) });
      console.log(`${picture.name}: ${example}`);
    }
  } finally {
    await scene.close();
  }
}

takePictures(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
