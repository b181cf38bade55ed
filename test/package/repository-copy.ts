/** A copy of the repository in which a test may change and build what it likes. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../package-files';

const run = promisify(execFile);

/** What the build, the emulator and the documents are made from. */
const SOURCES = [
  'nodes',
  'cluster',
  'locales',
  'icons',
  'examples',
  'test',
  'build.ts',
  'package.json',
  'tsconfig.json',
];
const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'LICENSE', 'docs'];
/** Made by builds and tests, not by people. */
const LEFT_OUT = ['node_modules', 'screenshots', 'Every node'];

export class RepositoryCopy {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-repository-'));

  constructor() {
    for (const name of [...SOURCES, ...DOCUMENTS]) {
      const filter = (file: string) => !LEFT_OUT.includes(path.basename(file));
      cpSync(path.join(repository, name), this.path(name), { recursive: true, filter });
    }
    for (const modules of ['node_modules', path.join('cluster', 'node_modules')]) {
      symlinkSync(path.join(repository, modules), this.path(modules), 'junction');
    }
  }

  path(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }

  /**
   * Runs one of its TypeScript programs.
   * @throws Error with what it printed when it fails
   */
  async run(program: string): Promise<void> {
    await run(process.execPath, ['--import', 'tsx', program], { cwd: this.directory });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
