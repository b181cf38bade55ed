/** The npm that runs this script, or the one on the PATH. */
import { spawn } from 'node:child_process';

/**
 * Runs npm without a terminal.
 * @param directory where it runs
 * @returns what npm wrote to its standard output
 * @throws Error with npm's own words when it ends with another status than 0
 */
export async function npm(directory: string, ...parameters: string[]): Promise<string> {
  const { file, first, shell } = npmCommand();
  const child = spawn(file, [...first, ...parameters], { cwd: directory, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    complaints += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`npm ${parameters.join(' ')} ended with status ${status}:\n${complaints}${output}`);
  return output;
}

/** npm tells its scripts where it is; `npm.cmd` of Windows can only be started by a shell. */
function npmCommand(): { file: string; first: string[]; shell: boolean } {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { file: process.execPath, first: [script], shell: false };
  return { file: 'npm', first: [], shell: process.platform === 'win32' };
}
