import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, promises, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { DataConnectError } from '../../nodes/errors';
import { asFileFailure } from '../../nodes/files/file-failure';
import { openFolder } from '../../nodes/files/open-folder';
import { PartFile } from '../../nodes/files/part-file';
import { newPartName, removeLeftovers } from '../../nodes/files/part-files';
import { scratchFolder } from '../extract/file-run';
import { repository } from '../package-files';

const WRITER = path.join(repository, 'test', 'files', 'writer.ts');

/** A process that is in the middle of `sub/report.csv`. */
async function writerIn(folder: string): Promise<ChildProcess> {
  const writer = spawn(process.execPath, ['--import', 'tsx', WRITER, folder], { cwd: repository });
  await once(writer.stdout!, 'data');
  return writer;
}

async function killed(writer: ChildProcess): Promise<void> {
  const exit = once(writer, 'exit');
  writer.kill('SIGKILL');
  await exit;
}

describe('a file that is being written', () => {
  const scratch = scratchFolder();
  let folder: string;
  let count = 0;
  beforeEach(() => {
    folder = path.join(scratch, String(count++));
    mkdirSync(folder);
  });

  const partsIn = (below: string) => readdirSync(path.join(folder, below)).filter((name) => name.endsWith('.part'));
  const clean = async () => {
    const open = await openFolder(folder, ['sub']);
    await removeLeftovers(folder, open);
    await open.close();
  };

  it('leaves nothing under its name when its process is killed, and the next one removes what is left', async () => {
    const writer = await writerIn(folder);
    assert.equal(partsIn('sub').length, 1);
    await clean();
    assert.equal(partsIn('sub').length, 1, 'what a living process writes is gone');
    await killed(writer);
    assert.deepEqual(
      readdirSync(path.join(folder, 'sub')).filter((name) => !name.endsWith('.part')),
      [],
    );
    await clean();
    assert.deepEqual(partsIn('sub'), []);
  });

  it('is found in whatever folder below the allowed one a killed process left it', async () => {
    await killed(await writerIn(folder));
    const other = await openFolder(folder, ['elsewhere']);
    await removeLeftovers(folder, other);
    await other.close();
    assert.deepEqual(partsIn('sub'), []);
  });

  it('of another run of this process stays', async () => {
    const file = new PartFile(await openFolder(folder, ['sub']), 'x.csv', 'replace');
    await file.open();
    // However long it waits for the service.
    utimesSync(path.join(folder, 'sub', partsIn('sub')[0]!), 1, 1);
    await clean();
    assert.equal(partsIn('sub').length, 1);
    await file.discard();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('of another machine stays until nobody can be writing it any more', async () => {
    mkdirSync(path.join(folder, 'sub'));
    const file = path.join(folder, 'sub', newPartName().replace(/^(\.dataconnect-)[0-9a-f]{8}/, '$100000000'));
    writeFileSync(file, 'x');
    await clean();
    assert.ok(existsSync(file));
    const days = (count: number) => Date.now() / 1000 - count * 86_400;
    utimesSync(file, days(7), days(7));
    await clean();
    assert.ok(existsSync(file));
    utimesSync(file, days(9), days(9));
    await clean();
    assert.ok(!existsSync(file));
  });

  it('and nothing else is taken for a leftover', async () => {
    const names = [
      '.dataconnect-x.part',
      'report.csv',
      '.hidden',
      '.dataconnect-00000000-1-1-0000000000000000.part.csv',
    ];
    mkdirSync(path.join(folder, 'sub'));
    for (const name of names) writeFileSync(path.join(folder, 'sub', name), '');
    for (const name of names) utimesSync(path.join(folder, 'sub', name), 1, 1);
    await clean();
    assert.deepEqual(readdirSync(path.join(folder, 'sub')).sort(), [...names].sort());
  });

  it('can be taken back to where it was', async () => {
    const file = new PartFile(await openFolder(folder, []), 'x.csv', 'replace');
    await file.open();
    await file.write(Buffer.from('kept'));
    await file.write(Buffer.from(' and not'));
    await file.returnTo(4);
    await file.write(Buffer.from(', so'));
    const pieces: Buffer[] = [];
    for await (const piece of file.from(1)) pieces.push(piece);
    assert.equal(Buffer.concat(pieces).toString(), 'ept, so');
    assert.equal(readFileSync(await file.finish(), 'utf8'), 'kept, so');
    assert.deepEqual(readdirSync(folder), ['x.csv']);
  });

  it('that would be larger than a file may be leaves nothing', async function () {
    if (process.platform === 'win32') this.skip();
    const script = `
      const { openFolder } = require('./nodes/files/open-folder');
      const { PartFile } = require('./nodes/files/part-file');
      (async () => {
        const file = new PartFile(await openFolder(${JSON.stringify(folder)}, []), 'x.csv', 'replace');
        await file.open();
        try {
          for (;;) await file.write(Buffer.alloc(65536));
        } catch (error) {
          await file.discard();
          console.log(error.code, error.message);
        }
      })();`;
    const command = `ulimit -f 200; exec "${process.execPath}" --import tsx -e '${script.replaceAll("'", `'\\''`)}'`;
    const child = spawn('sh', ['-c', command], { cwd: repository });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    assert.match(said.toString(), /^FILE_FAILED .*\(EFBIG\)/);
    if (child.exitCode === null) await once(child, 'exit');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('does not get a name that a folder has, nor one that somebody took meanwhile', async () => {
    const file = new PartFile(await openFolder(folder, []), 'x.csv', 'error');
    await file.open();
    writeFileSync(path.join(folder, 'x.csv'), 'other');
    await assert.rejects(file.finish(), (error) => error instanceof DataConnectError && error.code === 'FILE_FAILED');
    await file.discard();
    assert.equal(readFileSync(path.join(folder, 'x.csv'), 'utf8'), 'other');
    assert.deepEqual(readdirSync(folder), ['x.csv']);
  });

  describe('and is given up', () => {
    const given = async (names: readonly string[]) => {
      const file = new PartFile(await openFolder(folder, names), 'x.csv', 'replace');
      await file.open();
      return file;
    };

    it('takes the folders with it that were made for it', async () => {
      await (await given(['a', 'b', 'c'])).discard();
      assert.deepEqual(readdirSync(folder), []);
    });

    it('leaves those that were there, and those in which somebody put something', async () => {
      mkdirSync(path.join(folder, 'a'));
      const file = await given(['a', 'b', 'c']);
      writeFileSync(path.join(folder, 'a', 'b', 'kept'), '');
      await file.discard();
      assert.deepEqual(readdirSync(path.join(folder, 'a', 'b')), ['kept']);
      await (await given(['a'])).discard();
      assert.ok(existsSync(path.join(folder, 'a')));
    });

    it('leaves a folder to another run that writes into it', async () => {
      const [one, other] = [await given(['a']), await given(['a'])];
      await one.discard();
      const third = new PartFile(await openFolder(folder, ['b']), 'x.csv', 'replace');
      const fourth = await openFolder(folder, ['b']);
      await third.discard();
      assert.ok(existsSync(path.join(folder, 'b')), 'a folder was taken from a run that had not yet begun its file');
      await fourth.close();
      assert.equal(await other.finish(), path.join(folder, 'a', 'x.csv'));
    });

    it('leaves none where the last one could not be opened', async () => {
      await assert.rejects(openFolder(folder, ['a', 'n'.repeat(300)]), (error) => {
        assert.ok(error instanceof DataConnectError && error.code === 'FILE_FAILED');
        assert.match(error.message, /\(ENAMETOOLONG\)/);
        return true;
      });
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  describe('where a file has one name only, as on FAT', () => {
    const system = { link: promises.link, rename: promises.rename };
    const systemSays = (changes: Partial<typeof system>) => {
      Object.assign(promises, system, changes);
      syncBuiltinESMExports();
    };
    const refusal = (code: string) => async () => {
      throw Object.assign(new Error(code), { code });
    };
    const whole = async (existing: 'number' | 'error') => {
      const file = new PartFile(await openFolder(folder, []), 'x.csv', existing);
      await file.open();
      await file.write(Buffer.from('new'));
      return file;
    };
    afterEach(() => systemSays({}));

    for (const code of ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']) {
      it(`gets its name all the same, and takes none that somebody has: ${code}`, async () => {
        systemSays({ link: refusal(code) });
        const files = [await whole('number'), await whole('number'), await whole('number')];
        const paths = await Promise.all(files.map((file) => file.finish()));
        const names = paths.map((each) => path.basename(each)).sort();
        assert.deepEqual(names, ['x (2).csv', 'x (3).csv', 'x.csv']);
        assert.deepEqual(readdirSync(folder).sort(), names);
        for (const each of paths) assert.equal(readFileSync(each, 'utf8'), 'new');
      });
    }

    it('leaves nothing where it does not get it', async () => {
      const file = await whole('error');
      systemSays({ link: refusal('EPERM'), rename: refusal('EIO') });
      await assert.rejects(file.finish(), /\(EIO\)/);
      await file.discard();
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('on a disk that can only be read is refused, and says so', async function () {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    try {
      const file = new PartFile(await openFolder(folder, []), 'x.csv', 'replace');
      await assert.rejects(file.open(), /the disk is read-only \(EROFS\)/);
      await file.discard();
      await assert.rejects(openFolder(folder, ['sub']), /the disk is read-only \(EROFS\)/);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it('is refused with a sentence for whatever the system says', () => {
    const said = (code: string) => asFileFailure(Object.assign(new Error(code), { code }), '/data/x.csv').message;
    assert.match(said('EDQUOT'), /x\.csv.* the quota of the user .*\(EDQUOT\)/);
    assert.match(said('ENFILE'), /too many files are open \(ENFILE\)/);
    assert.match(said('EIO'), /the system refused \(EIO\)/);
  });
});
