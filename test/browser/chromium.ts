/** Finds a Chromium or Chrome for the browser tests, or installs Debian's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Starts it without a window, with an empty profile of its own that is removed at the end. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumProgram(),
    headless: true,
    args: [
      // The only pages it opens are our own; its sandbox does not work for root and in most containers.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * @returns the path of a Chromium or Chrome; installs Debian's where there is none and it may
 * @throws Error that names the command that helps
 */
export function chromiumProgram(): string {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`CHROMIUM_PATH names ${wanted}, which does not exist.`);
    return wanted;
  }
  const found = firstExisting() ?? (installDebianChromium() ? firstExisting() : undefined);
  if (found) return found;
  throw new Error(
    `The browser tests need Chromium or Chrome, and there is none. ${helpFor(process.platform)} ` +
      'One at an unusual place is named by the environment variable CHROMIUM_PATH.',
  );
}

function firstExisting(): string | undefined {
  return usualPlaces(process.platform, process.env).find((place) => existsSync(place));
}

/** Where the browser's installers put it, and what its program is called on the PATH. */
export function usualPlaces(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const folders = ['/Applications', path.join(environment.HOME ?? '', 'Applications')];
    return folders.flatMap((folder) => apps.map((app) => path.join(folder, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  if (platform === 'win32') {
    const folders = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return folders.flatMap((folder) => (folder ? programs.map((program) => path.win32.join(folder, program)) : []));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
  const folders = [...(environment.PATH ?? '').split(':').filter(Boolean), '/usr/bin', '/snap/bin'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

/** @returns false where it may not or cannot; apt-get's own words are on the console then */
function installDebianChromium(): boolean {
  const asRoot = waysToBeRoot();
  if (process.platform !== 'linux' || !asRoot || !works('apt-get', '--version')) return false;
  console.log('There is no Chromium on this machine. Installing the package chromium with apt-get ...');
  const apt = (...parameters: string[]) => {
    const [file, ...first] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...parameters];
    return spawnSync(file!, first, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  };
  return apt('update', '-q') && apt('install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
}

function waysToBeRoot(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return works('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined;
}

function works(program: string, ...parameters: string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function helpFor(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Install it with: brew install --cask chromium';
  if (platform === 'win32') return 'Install it with: winget install Google.Chrome';
  return 'Install it with: sudo apt-get install chromium (Debian) or sudo dnf install chromium (Fedora).';
}
