/** The npm that runs this script, or the one on the PATH. JavaScript, because it runs before anything is installed. */
import { spawn } from 'node:child_process';

/**
 * Runs npm without a terminal.
 * @param {string} directory where it runs
 * @param {string[]} parameters
 * @param {AbortSignal} [signal] stops it, with all that it has started
 * @returns {Promise<string>} what npm wrote to its standard output
 * @throws Error with npm's own words when it ends with another status than 0
 */
export async function npm(directory, parameters, signal) {
  signal?.throwIfAborted();
  const { file, first, shell } = npmCommand();
  // In a group of its own, which can be stopped as a whole.
  const detached = signal !== undefined && process.platform !== 'win32';
  const child = spawn(file, [...first, ...parameters], {
    cwd: directory,
    shell,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => (detached && child.pid ? process.kill(-child.pid, 'SIGKILL') : child.kill());
  signal?.addEventListener('abort', stop);
  let output = '';
  let complaints = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  signal?.removeEventListener('abort', stop);
  if (status !== 0) throw new Error(`npm ${parameters.join(' ')} ended with status ${status}:\n${complaints}${output}`);
  return output;
}

/** npm tells its scripts where it is; `npm.cmd` of Windows can only be started by a shell. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { file: process.execPath, first: [script], shell: false };
  return { file: 'npm', first: [], shell: process.platform === 'win32' };
}
